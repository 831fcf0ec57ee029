import { mockCredentials } from '@backstage/backend-test-utils';
import { userRef } from './people';
import { startTestPlugin, TestPlugin } from './startTestPlugin';

let test: TestPlugin;
beforeAll(async () => {
  test = await startTestPlugin();
});
afterAll(() => test.stop());

async function waiting(name: string, kind = 'test.create') {
  const { body } = await test
    .post('/changes', 'requester', {
      kind,
      input: { name, owner: 'group:default/team-a' },
      idempotencyKey: `key of ${name}`,
    })
    .expect(201);
  const { plan } = await test.until(body.id, 'awaiting-approval');
  return { id: body.id as number, digest: plan.digest as string };
}

describe.each(['approve', 'reject'])('POST /changes/{id}/%s', action => {
  const decision = async (digest: string, as: string, more = {}) => ({
    digest,
    comment: 'because',
    idToken: await test.issuer.idToken(as, more),
  });

  it('takes the decision of one other person, once', async () => {
    const { id, digest } = await waiting(`${action}-once`);
    await test
      .post(
        `/changes/${id}/${action}`,
        'approver',
        await decision(digest, 'approver'),
      )
      .expect(204);
    const late = await test
      .post(
        `/changes/${id}/${action}`,
        'second',
        await decision(digest, 'second'),
      )
      .expect(409);
    expect(late.body.error.message).toContain('there is nothing to decide');
    const change = await test.until(
      id,
      action === 'approve' ? 'succeeded' : 'rejected',
    );
    expect(
      change.timeline.find((entry: any) => entry.event.startsWith(action)),
    ).toMatchObject({
      actor: { type: 'person', ref: 'user:default/approver' },
      comment: 'because',
    });
  });

  it('refuses services, and plugins that act for an approver', async () => {
    const { id, digest } = await waiting(`${action}-service`);
    const body = await decision(digest, 'approver');
    const path = `/changes/${id}/${action}`;
    await test.raw('post', path, undefined, body).expect(401);
    await test
      .raw('post', path, mockCredentials.service.token(), body)
      .expect(403);
    const credentials = mockCredentials.user(userRef('approver'), {
      actor: { subject: 'plugin:scaffolder' },
    });
    const token = mockCredentials.user.token(userRef('approver'), {
      actor: { subject: 'plugin:scaffolder' },
    });
    expect(credentials.principal.actor).toBeDefined();
    const onBehalf = await test.raw('post', path, token, body).expect(403);
    expect(onBehalf.body.error.message).toContain(
      'plugin:scaffolder acts for you here',
    );
    expect((await test.until(id, 'awaiting-approval')).state).toBe(
      'awaiting-approval',
    );
  });

  it('refuses the requester, other roles, and proofs that prove something else', async () => {
    const { id, digest } = await waiting(`${action}-who`);
    const path = `/changes/${id}/${action}`;
    const answer = async (as: string, body: object, status: number) =>
      (await test.post(path, as, body).expect(status)).body.error.message;
    expect(
      await answer('requester', await decision(digest, 'requester'), 403),
    ).toContain('You requested this change');
    expect(
      await answer('colleague', await decision(digest, 'colleague'), 403),
    ).toContain('Approving needs a member of');
    expect(
      await answer('stranger', await decision(digest, 'stranger'), 404),
    ).toContain('No such change');
    expect(
      await answer('approver', await decision(digest, 'second'), 403),
    ).toContain('is for second@example.org');
    expect(
      await answer(
        'approver',
        await decision(digest, 'approver', { aud: 'x' }),
        403,
      ),
    ).toContain('sign-in proof was refused');
    expect(
      await answer('approver', await decision('0'.repeat(64), 'approver'), 409),
    ).toContain('The plan changed since you saw it');
    expect(await answer('approver', { digest }, 400)).toContain('idToken');
  });
});

describe('a destructive kind', () => {
  it('needs a fresher sign-in', async () => {
    const { id, digest } = await waiting('destroy-fresh', 'test.destroy');
    const old = await test.issuer.idToken('approver', {
      auth_time: Math.floor(Date.now() / 1000) - 20 * 60,
    });
    const refused = await test
      .post(`/changes/${id}/approve`, 'approver', { digest, idToken: old })
      .expect(403);
    // Pages offer the sign-in by this, never by the words.
    expect(refused.body.error.code).toBe('sign-in-again');
    expect(refused.body.error.message).toContain(
      'this decision needs one of at most 15 minutes',
    );
    const idToken = await test.issuer.idToken('approver');
    await test
      .post(`/changes/${id}/approve`, 'approver', { digest, idToken })
      .expect(204);
  });
});

describe('POST /changes/{id}/cancel and /recover', () => {
  it('cancels what waits, and says 409 for what is over', async () => {
    const { id } = await waiting('cancel-http');
    await test
      .post(`/changes/${id}/cancel`, 'colleague', { comment: 'not needed' })
      .expect(202);
    const change = await test.until(id, 'cancelled');
    expect(change.reason).toBe('not needed');
    await test.post(`/changes/${id}/cancel`, 'requester').expect(409);
    await test.post(`/changes/${id}/recover`, 'requester').expect(409);
  });

  it('lets an approver stop what is not theirs, and nobody else', async () => {
    const { id } = await waiting('cancel-approver');
    await test.post(`/changes/${id}/cancel`, 'viewer').expect(404);
    await test.post(`/changes/${id}/cancel`, 'approver').expect(202);
    expect((await test.until(id, 'cancelled')).state).toBe('cancelled');
  });

  it('is heard by the auditor', async () => {
    test.audit.length = 0;
    const { id, digest } = await waiting('cancel-audit');
    const idToken = await test.issuer.idToken('requester');
    await test
      .post(`/changes/${id}/approve`, 'requester', { digest, idToken })
      .expect(403);
    await test.post(`/changes/${id}/cancel`, 'requester').expect(202);
    const heard = test.audit.filter(({ eventId }) =>
      /approve|cancel/.test(eventId),
    );
    expect(heard).toEqual([
      {
        eventId: 'change-approve',
        meta: { changeId: String(id), digest },
        outcome: 'fail',
      },
      {
        eventId: 'change-cancel',
        meta: { changeId: String(id) },
        outcome: 'success',
      },
    ]);
  });
});
