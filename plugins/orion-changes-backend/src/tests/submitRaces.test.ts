import { ScriptedKind } from './ScriptedKind';
import { usePipeline } from './usePipeline';

const stage = usePipeline({
  config: { executor: { enabled: false, concurrency: 40 } },
});

const fulfilled = async (work: Promise<number>[]) =>
  (await Promise.allSettled(work)).flatMap(one =>
    one.status === 'fulfilled' ? [one.value] : [],
  );
const reasons = async (work: Promise<number>[]) =>
  (await Promise.allSettled(work)).flatMap(one =>
    one.status === 'rejected' ? [one.reason.message] : [],
  );

describe('twenty submits at once', () => {
  it('with the same key, on two replicas, make one change', async () => {
    const other = await stage.replica();
    const ids = await fulfilled(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 ? stage.pipeline : other).submit(
          { name: 'same' },
          'requester',
          'one-key-for-all',
        ),
      ),
    );
    expect(ids).toHaveLength(20);
    expect(new Set(ids).size).toBe(1);
    expect(
      await stage.knex('changes').where({ idempotency_key: 'one-key-for-all' }),
    ).toHaveLength(1);
  });

  it('with other bodies under one key: one change, the others are told', async () => {
    const work = Array.from({ length: 20 }, (_, index) =>
      stage.pipeline.submit(
        { name: `body-${index % 4}` },
        'requester',
        'one-key-four-bodies',
      ),
    );
    const told = await reasons(work);
    expect(told).toHaveLength(15);
    expect(told[0]).toMatch(
      /The idempotency key was used for change #\d+ with another body/,
    );
  });

  it('ask systems for few of them at the same time, and for nobody who may not', async () => {
    let asked = 0;
    let most = 0;
    let now = 0;
    const admit = jest
      .spyOn(ScriptedKind.prototype, 'admit')
      .mockImplementation(async () => {
        asked += 1;
        now += 1;
        most = Math.max(most, now);
        await new Promise(resolve => setTimeout(resolve, 20));
        now -= 1;
      });
    try {
      await fulfilled(
        Array.from({ length: 20 }, (_, index) =>
          stage.pipeline.submit({ name: `asked-${index}` }),
        ),
      );
      expect([asked, most]).toEqual([20, 4]);
      const told = await reasons([
        stage.pipeline.submit({
          name: 'not-mine',
          owner: 'group:default/team-b',
        }),
      ]);
      expect(told[0]).toMatch(/not a member of group:default\/team-b/);
      expect(asked).toBe(20);
    } finally {
      admit.mockRestore();
    }
  });

  it('with different keys claim no name, number or address twice', async () => {
    const ids = await fulfilled(
      Array.from({ length: 20 }, (_, index) =>
        stage.pipeline.submit({ name: `many-${index}` }),
      ),
    );
    await Promise.all(
      ids.map(id => stage.pipeline.drive(id, 'awaiting-approval')),
    );
    const claims = await stage.knex('claims').whereIn('change_id', ids);
    const of = (scope: string) =>
      claims.filter(claim => claim.scope === scope).map(claim => claim.key);
    expect(new Set(of('number:test')).size).toBe(20);
    expect(new Set(of('name:test')).size).toBe(20);
    const digests = await stage
      .knex('changes')
      .whereIn('id', ids)
      .pluck('plan_digest');
    expect(new Set(digests).size).toBe(20);
  });

  it('of one name let one through', async () => {
    const ids = await fulfilled(
      Array.from({ length: 20 }, () =>
        stage.pipeline.submit({ name: 'contested' }),
      ),
    );
    const ends = await Promise.all(
      ids.map(id => stage.pipeline.drive(id, 'awaiting-approval', 'denied')),
    );
    expect(
      ends.filter(({ state }) => state === 'awaiting-approval'),
    ).toHaveLength(1);
    expect(
      ends.filter(({ reason }) => reason?.includes('is held by change #')),
    ).toHaveLength(19);
  });

  it('pass no limit together', async () => {
    const limited = await stage.replica({
      config: {
        executor: { enabled: false },
        limits: { openPerPerson: 7, submitsPerHour: 100 },
      },
    });
    const work = Array.from({ length: 20 }, (_, index) =>
      limited.submit({ name: `limit-${index}` }, 'colleague'),
    );
    expect(await fulfilled(work)).toHaveLength(7);
    expect(new Set(await reasons(work))).toEqual(
      new Set([
        'You have 7 open changes; the limit is 7. Wait for one to end, or cancel one.',
      ]),
    );
    // A repeated order of one that is there is no further one.
    const known = await stage
      .knex('changes')
      .where({ requester: 'user:default/colleague' })
      .first();
    const again = await limited.submit(
      { name: known.input.name },
      'colleague',
      known.idempotency_key,
    );
    expect(String(again)).toBe(known.id);
  });

  it('of an hour count, also when they have ended', async () => {
    const limited = await stage.replica({
      config: { executor: { enabled: false }, limits: { submitsPerHour: 3 } },
    });
    const submit = (name: string) =>
      limited.submit({ name, owner: 'group:default/team-b' }, 'stranger');
    const ids = [await submit('h-1'), await submit('h-2'), await submit('h-3')];
    await stage
      .knex('changes')
      .whereIn('id', ids)
      .update({ state: 'failed', ended_at: new Date() });
    await expect(submit('h-4')).rejects.toThrow(
      'You submitted 3 changes within an hour; the limit is 3.',
    );
    await stage
      .knex('changes')
      .whereIn('id', ids)
      .update({
        created_at: stage.knex.raw("clock_timestamp() - interval '61 minutes'"),
      });
    await expect(submit('h-5')).resolves.toEqual(expect.any(Number));
  });
});

describe('who is no person', () => {
  it('has a limit of its own', async () => {
    const limited = await stage.replica({
      config: { executor: { enabled: false }, limits: { openPerAgent: 1 } },
    });
    const person = await limited.caller('requester');
    const submit = (idempotencyKey: string) =>
      limited.changes.submissions.submit(
        {
          kind: 'test.create',
          input: { name: idempotencyKey, owner: 'group:default/team-a' },
          idempotencyKey,
        },
        { ...person, userRef: 'agent:default/network' },
        AbortSignal.timeout(10_000),
      );
    await expect(submit('agent-key-1')).resolves.toMatchObject({
      created: true,
    });
    await expect(submit('agent-key-2')).rejects.toThrow('the limit is 1');
  });
});
