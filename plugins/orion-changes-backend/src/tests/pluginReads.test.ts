import { mockCredentials } from '@backstage/backend-test-utils';
import { SECRET } from './ScriptedKind';
import { startTestPlugin, TestPlugin } from './startTestPlugin';

let test: TestPlugin;
beforeAll(async () => {
  test = await startTestPlugin();
});
afterAll(() => test.stop());

const order = (more: object = {}, key = 'a-first-key') => ({
  kind: 'test.create',
  input: { name: 'ordered', owner: 'group:default/team-a' },
  idempotencyKey: key,
  ...more,
});

describe('POST /changes', () => {
  it('stores a change once per key and body', async () => {
    const first = await test.post('/changes', 'requester', order()).expect(201);
    const again = await test.post('/changes', 'requester', order()).expect(200);
    expect(again.body).toEqual({ id: first.body.id, created: false });
    const other = await test
      .post('/changes', 'requester', order({ description: 'now' }))
      .expect(422);
    expect(other.body.error).toMatchObject({
      name: 'InputError',
      message: `The idempotency key was used for change #${first.body.id} with another body`,
    });
    // The key belongs to a person: the same text of another one is another key.
    const colleague = await test
      .post('/changes', 'colleague', order())
      .expect(201);
    expect(colleague.body.id).not.toBe(first.body.id);
  });

  it.each<[string, object, string]>([
    [
      'an unknown kind',
      { kind: 'test.unknown' },
      'kind: "test.unknown" is not one of test.create, test.destroy',
    ],
    ['a missing input', { input: undefined }, 'input'],
    ['a wrong field', { input: { name: 1, owner: 'x' } }, 'input.name: '],
    [
      'a field too long',
      { input: { name: 'n'.repeat(41), owner: 'x' } },
      'input.name: ',
    ],
    ['a short key', { idempotencyKey: 'short' }, 'idempotencyKey'],
    ['an unknown member', { extra: 1 }, 'must NOT have additional properties'],
    [
      'NUL in the input',
      { input: { name: 'a\u0000', owner: 'x' } },
      'input: holds a character that cannot be stored',
    ],
    [
      'half a pair in the description',
      { description: '\ud83d' },
      'description: holds a character',
    ],
    [
      'an input of 64 KiB',
      { input: { name: 'x', owner: 'x', recover: Array(9_000).fill('apply') } },
      'input: ',
    ],
  ])('answers 400 to %s and names the field', async (_what, more, text) => {
    const { body } = await test
      .post('/changes', 'requester', order(more, 'a-bad-request'))
      .expect(400);
    expect(body.error.message).toContain(text);
  });

  it('answers 413 to what is larger than any order', async () => {
    const input = { name: 'x', owner: 'x', noise: 'x'.repeat(200_000) };
    const { status } = await test.post(
      '/changes',
      'requester',
      order({ input }, 'a-huge-request'),
    );
    expect(status).toBe(413);
  });

  it('answers 401 without credentials, 403 to services, to viewers and for other groups', async () => {
    await test.raw('post', '/changes', undefined, order()).expect(401);
    await test
      .raw('post', '/changes', mockCredentials.service.token(), order())
      .expect(403);
    const viewer = await test
      .post('/changes', 'viewer', order({}, 'a-viewers-key'))
      .expect(403);
    expect(viewer.body.error.message).toContain('needs the operator role');
    const foreign = await test
      .post('/changes', 'stranger', order({}, 'a-foreign-key'))
      .expect(403);
    expect(foreign.body.error.message).toContain(
      'You are not a member of group:default/team-a',
    );
  });

  it('checks everything and keeps nothing in a dry run', async () => {
    const answer = await test
      .post('/changes', 'requester', order({ dryRun: true }, 'a-dry-run-key'))
      .expect(200);
    expect(answer.body).toMatchObject({
      created: false,
      dryRun: {
        title: 'Create ordered',
        approvers: ['group:default/approvers'],
      },
    });
    await test
      .post(
        '/changes',
        'requester',
        order(
          { input: { name: 'dry', owner: 'group:default/team-a' } },
          'a-dry-run-key',
        ),
      )
      .expect(201);
  });
});

describe('GET /changes', () => {
  const ids: Record<string, number> = {};
  beforeAll(async () => {
    for (const name of ['list-1', 'list-2', 'list-3', 'list-100%']) {
      ids[name] = await test.submit({ name });
    }
    ids.foreign = await test.submit({ name: 'list-foreign' }, 'stranger');
    await Promise.all(
      Object.values(ids).map(id => test.until(id, 'awaiting-approval')),
    );
  });
  const names = ({ body }: { body: any }): string[] =>
    body.items.map((item: any) => item.target.name);

  it('pages by cursor, newest first, without a double or a gap', async () => {
    const seen: number[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const query = `/changes?limit=2${cursor ? `&cursor=${cursor}` : ''}`;
      const { body } = await test.get(query, 'requester').expect(200);
      expect(body.items.length).toBeLessThanOrEqual(2);
      seen.push(...body.items.map((item: any) => item.id));
      cursor = body.nextCursor;
      pages += 1;
    } while (cursor);
    const { body } = await test.get('/changes?limit=100', 'requester');
    expect(seen).toEqual(body.items.map((item: any) => item.id));
    expect([...seen].sort((a, b) => b - a)).toEqual(seen);
    expect(pages).toBe(Math.ceil(body.total / 2));
  });

  it('shows each person what is theirs, what their group owns, and what they decide on', async () => {
    expect(
      names(await test.get('/changes?text=list', 'requester')),
    ).not.toContain('list-foreign');
    expect(names(await test.get('/changes?text=list', 'colleague'))).toContain(
      'list-1',
    );
    expect(names(await test.get('/changes?text=list', 'stranger'))).toEqual([
      'list-foreign',
    ]);
    expect(names(await test.get('/changes?text=list', 'viewer'))).toEqual([]);
    expect(
      names(await test.get('/changes?text=list', 'approver')),
    ).toHaveLength(5);
  });

  it('filters', async () => {
    const filtered = (query: string, as = 'admin') =>
      test.get(`/changes?text=list&${query}`, as).then(names);
    expect(
      await filtered(`owner=${encodeURIComponent('group:default/team-b')}`),
    ).toEqual(['list-foreign']);
    expect(await filtered('view=mine', 'colleague')).toEqual([]);
    expect(await filtered('view=waiting', 'requester')).toEqual([]);
    expect(await filtered('view=waiting', 'approver')).toHaveLength(5);
    expect(await filtered('state=succeeded%2Cfailed')).toEqual([]);
    expect(await filtered('kind=test.destroy')).toEqual([]);
    expect(names(await test.get('/changes?text=100%25', 'admin'))).toEqual([
      'list-100%',
    ]);
  });

  it.each([
    ['state=nowhere', 'state: "nowhere" is not one of requested'],
    ['cursor=bm8', 'cursor: not one this list handed out'],
    ['limit=1000', 'limit'],
    ['text=%00', 'text: holds a character'],
    ['view=others', 'view'],
  ])('answers 400 to %s', async (query, text) => {
    const { body } = await test
      .get(`/changes?${query}`, 'requester')
      .expect(400);
    expect(body.error.message).toContain(text);
  });
});

describe('GET /changes/{id}', () => {
  it('answers 404 alike for what is not there and what is not theirs', async () => {
    const id = await test.submit({ name: 'read-1' });
    await test.get(`/changes/${id}`, 'colleague').expect(200);
    const foreign = await test.get(`/changes/${id}`, 'stranger').expect(404);
    const missing = await test.get('/changes/999999', 'stranger').expect(404);
    expect(foreign.body.error.message.replace(id, 'N')).toBe(
      missing.body.error.message.replace('999999', 'N'),
    );
    for (const path of [
      `/changes/${id}/log`,
      `/changes/${id}/cancel`,
      `/changes/${id}/recover`,
    ]) {
      const call = path.endsWith('log')
        ? test.get(path, 'stranger')
        : test.post(path, 'stranger');
      await call.expect(404);
    }
  });

  it('shows plan, verdicts, timeline, and who may do what', async () => {
    const id = await test.submit({ name: 'read-2' });
    const change = await test.until(id, 'awaiting-approval');
    expect(change.plan).toMatchObject({
      counts: { add: 1 },
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(change.timeline.map((entry: any) => entry.event)).toEqual([
      'requested',
      'planning',
      'awaiting-approval',
    ]);
    const { body } = await test.get(`/changes/${id}`, 'requester');
    expect(body.can.approve).toEqual({
      allowed: false,
      reason: 'You requested this change, so somebody else decides.',
    });
    expect(body.can.cancel).toEqual({ allowed: true });
  });

  it.each(['/kinds', '/changes', '/changes/1001', '/changes/1001/log'])(
    'refuses credentials that are no person at %s',
    async path => {
      const token = mockCredentials.service.token();
      expect((await test.raw('get', path, undefined)).status).toBe(401);
      expect((await test.raw('get', path, token)).status).toBe(403);
    },
  );
});

describe('GET /changes/{id}/log', () => {
  it('reads on from any offset, in whole characters, without the secret', async () => {
    const id = await test.submit({ name: 'log-1' });
    const { plan } = await test.until(id, 'awaiting-approval');
    const idToken = await test.issuer.idToken('approver');
    await test
      .post(`/changes/${id}/approve`, 'approver', {
        digest: plan.digest,
        idToken,
      })
      .expect(204);
    await test.until(id, 'succeeded');
    const whole = (
      await test.get(`/changes/${id}/log`, 'requester').expect(200)
    ).body;
    expect(whole).toMatchObject({ ended: true, exitCode: 0 });
    expect(whole.text).toContain('token [secret] ünïcode');
    expect(whole.text).not.toContain(SECRET);
    const bytes = Buffer.from(whole.text);
    expect(whole.nextOffset).toBe(bytes.length);
    for (const offset of [
      1,
      bytes.indexOf('ü'),
      bytes.indexOf('ü') + 1,
      bytes.length,
    ]) {
      const { body } = await test.get(
        `/changes/${id}/log?offset=${offset}`,
        'requester',
      );
      expect(body.nextOffset).toBe(bytes.length);
      expect(whole.text.endsWith(body.text)).toBe(true);
    }
    const missing = '00000000-0000-0000-0000-000000000000';
    await test
      .get(`/changes/${id}/log?run=${missing}`, 'requester')
      .expect(404);
    await test.get(`/changes/${id}/log?run=1`, 'requester').expect(400);
  });
});

describe('GET /record/verify', () => {
  it('is for admins, and holds', async () => {
    await test.get('/record/verify', 'requester').expect(403);
    const { body } = await test.get('/record/verify', 'admin').expect(200);
    expect(body).toMatchObject({ ok: true, problems: [] });
    expect(body.entries).toBeGreaterThan(10);
  });
});

describe('the auditor', () => {
  it('hears who submits and who reads plans and logs, also in vain', async () => {
    test.audit.length = 0;
    const id = await test.submit({ name: 'audit-1' });
    await test.get(`/changes/${id}`, 'requester');
    await test.get(`/changes/${id}`, 'stranger');
    await test.get(`/changes/${id}/log`, 'requester');
    await test.get(`/changes/${id}/log?offset=5`, 'requester');
    expect(test.audit).toEqual([
      {
        eventId: 'change-submit',
        meta: { kind: 'test.create', dryRun: false },
        outcome: 'success',
      },
      {
        eventId: 'change-read',
        meta: { changeId: String(id), part: 'plan' },
        outcome: 'success',
      },
      {
        eventId: 'change-read',
        meta: { changeId: String(id), part: 'plan' },
        outcome: 'fail',
      },
      {
        eventId: 'change-read',
        meta: { changeId: String(id), part: 'log' },
        outcome: 'success',
      },
    ]);
  });
});
