import { insertChange, inState } from '../tests/rows';
import { usePipeline } from '../tests/usePipeline';
import { LeaseStore } from './LeaseStore';
import { ChangeRow } from './tables';

const stage = usePipeline();
const leases = () => new LeaseStore({ knex: stage.knex, leaseMs: 60_000 });
const find = (id: string) =>
  stage.knex<ChangeRow>('changes').where({ id }).first() as Promise<ChangeRow>;
const past = () =>
  stage.knex.raw("clock_timestamp() - interval '1 second'") as never;

describe('a lease', () => {
  it('goes to one of many workers, with a higher fence each time', async () => {
    const { id } = await inState(stage.knex, 'planning');
    const claims = await Promise.all(
      ['a', 'b', 'c', 'd'].map(owner => leases().claim(id, owner)),
    );
    const [held] = claims.filter(Boolean);
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(held!.fence).toBe('1');
    expect(await leases().claim(id, 'e')).toBeUndefined();
    await leases().release(held!, held!.fence, 0);
    expect((await leases().claim(id, 'e'))!.fence).toBe('2');
  });

  it('that ran out goes to the next one, and the first can neither renew nor release it', async () => {
    const { id } = await inState(stage.knex, 'planning');
    const first = (await leases().claim(id, 'first'))!;
    expect(await leases().renew(id, first.fence)).toBe(true);
    await stage.knex('changes').where({ id }).update({ lease_until: past() });
    const second = (await leases().claim(id, 'second'))!;
    expect(await leases().renew(id, first.fence)).toBe(false);
    await leases().release(first, first.fence, 0);
    expect(await find(id)).toMatchObject({
      lease_owner: 'second',
      fence: second.fence,
    });
  });

  it('from before a clock was set back is not waited for, but stays where it was set right by a little', async () => {
    const { id } = await inState(stage.knex, 'planning');
    const last = async (seconds: number) =>
      stage
        .knex('changes')
        .where({ id })
        .update({
          lease_until: stage.knex.raw(
            `clock_timestamp() + ? * interval '1 second'`,
            [seconds],
          ) as never,
        });
    const first = (await leases().claim(id, 'first'))!;
    await last(60 + 30);
    expect(await leases().listDue(1_000)).not.toContain(id);
    expect(await leases().claim(id, 'second')).toBeUndefined();
    expect(await leases().renew(id, first.fence)).toBe(true);
    await last(3_600);
    expect(await leases().listDue(1_000)).toContain(id);
    expect(await leases().claim(id, 'second')).toBeDefined();
  });

  it.each([
    ['needs-attention', null, false],
    ['succeeded', null, false],
    ['failed', 'done', false],
    ['failed', 'pending', true],
    ['cancelled', 'stuck', true],
    ['requested', null, true],
    ['awaiting-approval', null, true],
  ] as const)('of %s with cleanup %s: %s', async (state, cleanup, expected) => {
    const { id } = await insertChange(stage.knex, { state, cleanup });
    expect((await leases().listDue(1_000)).includes(id)).toBe(expected);
    expect((await leases().claim(id, 'w')) !== undefined).toBe(expected);
  });

  it('of a dead owner can be ended before its time', async () => {
    const { id } = await inState(stage.knex, 'applying');
    await leases().claim(id, 'dead');
    expect(await leases().listOwners()).toContain('dead');
    expect(await leases().expire('dead')).toBe(1);
    expect(await leases().claim(id, 'next')).toMatchObject({
      lease_owner: 'next',
    });
  });
});

describe('release', () => {
  const released = async (
    set: Partial<ChangeRow>,
    meanwhile: Partial<ChangeRow>,
    wakeInMs?: number,
  ) => {
    const { id } = await insertChange(stage.knex, {
      state: 'approved',
      ...set,
    });
    const row = (await leases().claim(id, 'w'))!;
    if (Object.keys(meanwhile).length > 0) {
      await stage.knex('changes').where({ id }).update(meanwhile);
    }
    await leases().release(row, row.fence, wakeInMs);
    const { wake_at: wakeAt } = await find(id);
    return wakeAt
      ? Math.round((wakeAt.getTime() - Date.now()) / 1_000)
      : Infinity;
  };
  // Times of the table are made when a test runs: the database takes a while to start.
  const inSeconds = (seconds: number) => () => ({
    deadline_at: new Date(Date.now() + seconds * 1_000),
  });

  it.each<
    [
      string,
      Partial<ChangeRow> | (() => Partial<ChangeRow>),
      Partial<ChangeRow>,
      number | undefined,
      number,
    ]
  >([
    ['a pause', {}, {}, 30_000, 30],
    ['no pause and no deadline: nothing wakes it', {}, {}, undefined, Infinity],
    ['no pause: the deadline', inSeconds(90), {}, undefined, 90],
    ['the deadline comes first', inSeconds(10), {}, 30_000, 10],
    [
      'a deadline that has passed brings nothing forward',
      inSeconds(-10),
      {},
      30_000,
      30,
    ],
    ['somebody moved it meanwhile', {}, { version: 9 }, 30_000, 0],
    [
      'somebody cancelled it meanwhile',
      {},
      { cancel_requested_at: new Date() },
      30_000,
      0,
    ],
    [
      'a cancel the worker has seen',
      { cancel_requested_at: new Date() },
      {},
      30_000,
      30,
    ],
  ])('%s', async (_what, set, meanwhile, wakeInMs, expected) => {
    const seconds = await released(
      typeof set === 'function' ? set() : set,
      meanwhile,
      wakeInMs,
    );
    // Some seconds may pass between the table and the look.
    expect(seconds).toBeGreaterThanOrEqual(expected - 3);
    expect(seconds).toBeLessThanOrEqual(expected);
  });
});

describe('listDue', () => {
  it('has what is awake, the longest due first, and nothing that sleeps or is worked on', async () => {
    await stage.knex('changes').update({ wake_at: null, lease_until: null });
    const [late, early, asleep, worked, died] = await Promise.all(
      Array.from({ length: 5 }, () => inState(stage.knex, 'planning')),
    );
    const at = (row: ChangeRow, interval: string) =>
      stage
        .knex('changes')
        .where({ id: row.id })
        .update({
          wake_at: stage.knex.raw(`clock_timestamp() + interval '${interval}'`),
        });
    await at(late, '-1 second');
    await at(early, '-1 hour');
    await at(asleep, '1 hour');
    await leases().claim(worked.id, 'w');
    await leases().claim(died.id, 'w');
    await stage
      .knex('changes')
      .where({ id: died.id })
      .update({
        wake_at: null,
        lease_until: stage.knex.raw("clock_timestamp() - interval '1 minute'"),
      });
    expect(await leases().listDue(10)).toEqual([early.id, died.id, late.id]);
    expect(await leases().listDue(1)).toEqual([early.id]);
  });
});
