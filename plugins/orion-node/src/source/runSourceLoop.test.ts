import { setTimeout as sleep } from 'node:timers/promises';
import { mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { eventually, startTestDatabase, TestDatabase } from '../testing';
import { DatabaseLease } from './DatabaseLease';
import { LeaseLostError } from './LeaseLostError';
import {
  RunningSourceLoop,
  runSourceLoop,
  SourceLoopOptions,
} from './runSourceLoop';
import { SourceStore } from './SourceStore';

const SOURCE = 'lab:one';

describe('runSourceLoop', () => {
  let database: TestDatabase;
  let knex: Knex;
  let store: SourceStore;
  const loops: RunningSourceLoop[] = [];

  beforeAll(async () => {
    database = await startTestDatabase();
    knex = await database.connect('sources');
    await knex.raw(`
      CREATE TABLE sources (
        source text PRIMARY KEY, owner text, lease_until timestamptz,
        fence bigint NOT NULL DEFAULT 0, interval_ms integer NOT NULL,
        watched_until timestamptz, refresh_asked_at timestamptz,
        attempted_at timestamptz, fetched_at timestamptz,
        complete boolean NOT NULL DEFAULT false, failures integer NOT NULL DEFAULT 0,
        error text, revision bigint NOT NULL DEFAULT 0
      );
      CREATE TABLE seen (value integer);
    `);
    store = SourceStore.create({ knex });
  });

  afterEach(async () => {
    await Promise.all(loops.splice(0).map(loop => loop.stop()));
    await knex('sources').delete();
    await knex('seen').delete();
  });

  afterAll(() => database.stop());

  function start(
    options: Partial<SourceLoopOptions> & Pick<SourceLoopOptions, 'poll'>,
  ) {
    const loop = runSourceLoop({
      knex,
      store,
      logger: mockServices.logger.mock(),
      source: SOURCE,
      onChanged: async () => undefined,
      intervalMs: 50,
      idleMs: 50,
      tickMs: 10,
      leaseMs: 600,
      ...options,
    });
    loops.push(loop);
    return loop;
  }

  const answer = (
    write: (trx: Knex.Transaction) => Promise<boolean> = async () => false,
  ) => ({
    complete: true,
    write,
  });

  it('goes on at once when the clock of the database was set back', async () => {
    let polls = 0;
    await store.ensure(SOURCE, 60_000);
    await knex('sources').update({
      attempted_at: knex.raw("clock_timestamp() + interval '3 hours'"),
      failures: 1,
    });
    start({
      intervalMs: 60_000,
      idleMs: 60_000,
      poll: async () => {
        polls += 1;
        return answer();
      },
    });
    await eventually(() => polls > 0);
    expect((await store.find(SOURCE))?.attemptAgeMs).toBeGreaterThanOrEqual(0);
  });

  it('reads on one of two replicas, and on the other when the first stops', async () => {
    const polls = { first: 0, second: 0 };
    const count = (name: keyof typeof polls) => async () => {
      polls[name] += 1;
      return answer();
    };
    const first = start({ poll: count('first') });
    await eventually(() => polls.first > 0);
    start({ poll: count('second') });
    await sleep(400);
    expect(polls.first).toBeGreaterThan(2);
    expect(polls.second).toBe(0);

    await first.stop();
    const before = polls.first;
    await eventually(() => polls.second > 1);
    expect(polls.first).toBe(before);
    expect(await store.find(SOURCE)).toMatchObject({
      complete: true,
      failures: 0,
    });
  });

  it('discards what a replica brings after it lost its lease', async () => {
    let release = () => {};
    let asked = false;
    const stalled = new Promise<void>(resolve => {
      release = resolve;
    });
    const writes: string[] = [];
    start({
      // No heartbeat before the other one takes over.
      leaseMs: 60_000,
      poll: async () => {
        asked = true;
        await stalled;
        return answer(async () => {
          writes.push('stalled');
          return true;
        });
      },
    });
    await eventually(() => asked);
    await knex('sources').update({
      lease_until: knex.raw("now() - interval '1 second'"),
    });
    start({
      poll: async () =>
        answer(async trx => {
          writes.push('successor');
          await trx('seen').insert({ value: 1 });
          return true;
        }),
    });
    await eventually(() => writes.length > 0);
    release();
    await sleep(100);
    expect(writes).not.toContain('stalled');
    expect((await store.find(SOURCE))?.revision).toBeGreaterThan(0);
  });

  it('tells about changes only, after they are visible', async () => {
    let value = 0;
    const told: number[] = [];
    start({
      poll: async () =>
        answer(async trx => {
          const before = await trx('seen').first();
          await trx('seen').delete();
          await trx('seen').insert({ value });
          return before?.value !== value;
        }),
      onChanged: async () => {
        told.push((await knex('seen').first()).value);
      },
    });
    await eventually(() => told.length === 1);
    await sleep(200);
    expect(told).toEqual([0]);
    value = 7;
    await eventually(() => told.length === 2);
    expect(told).toEqual([0, 7]);
    expect((await store.find(SOURCE))?.revision).toBe(2);
  });

  it('keeps the rows and names the reason when the source fails, then recovers', async () => {
    let broken = false;
    start({
      poll: async () => {
        if (broken) {
          throw new Error('lab one is silent');
        }
        return answer();
      },
    });
    const good = await eventually(async () => {
      const state = await store.find(SOURCE);
      return state?.fetchedAt && state;
    });
    broken = true;
    const bad = await eventually(async () => {
      const state = await store.find(SOURCE);
      return (state?.failures ?? 0) > 0 && state;
    });
    expect(bad).toMatchObject({ error: 'lab one is silent', complete: true });
    expect(bad.fetchedAt!.getTime()).toBeGreaterThanOrEqual(
      good.fetchedAt!.getTime(),
    );
    broken = false;
    await eventually(async () => (await store.find(SOURCE))?.failures === 0);
    expect((await store.find(SOURCE))?.error).toBeUndefined();
  });

  it('goes slowly unless somebody watches or asks', async () => {
    let polls = 0;
    start({
      intervalMs: 100,
      idleMs: 60_000,
      poll: async () => {
        polls += 1;
        return answer();
      },
    });
    await eventually(() => polls === 1);
    await sleep(300);
    expect(polls).toBe(1);
    await store.askRefresh(SOURCE);
    // Not sooner than a second after the last, however often it is asked for.
    await eventually(() => polls === 2);
    await sleep(300);
    expect(polls).toBe(2);
    await store.watch([SOURCE], 60_000);
    await eventually(() => polls > 4);
    expect(await store.find(SOURCE)).toMatchObject({
      watched: true,
      intervalMs: 100,
    });
  });

  it('aborts the look in progress when it stops, and gives the lease back', async () => {
    let aborted = false;
    const loop = start({
      poll: signal =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            aborted = true;
            reject(new Error('aborted'));
          });
        }),
    });
    await eventually(async () => (await knex('sources').first())?.owner);
    await sleep(50);
    await loop.stop();
    await loop.stop();
    expect(aborted).toBe(true);
    expect(await knex('sources').first()).toMatchObject({
      owner: null,
      failures: 0,
    });
  });

  it('looks again at once where the poll itself waits, and paces failures', async () => {
    let looks = 0;
    let fails = false;
    start({
      pollWaits: true,
      intervalMs: 60_000,
      idleMs: 60_000,
      poll: async () => {
        looks += 1;
        if (fails) {
          throw new Error('silent');
        }
        return answer();
      },
    });
    await eventually(async () => looks >= 5);
    fails = true;
    await eventually(async () => (await store.find(SOURCE))?.failures === 1);
    const failed = looks;
    await sleep(300);
    expect(looks).toBe(failed);
  });
});

describe('DatabaseLease', () => {
  it('refuses writes of a holder whose fence was passed', async () => {
    const database = await startTestDatabase();
    const knex = await database.connect('leases');
    await knex.raw(
      `CREATE TABLE sources (source text PRIMARY KEY, owner text, lease_until timestamptz, fence bigint NOT NULL DEFAULT 0)`,
    );
    await knex('sources').insert({ source: SOURCE });
    const create = (owner: string) =>
      DatabaseLease.create({ knex, source: SOURCE, owner, leaseMs: 100 });
    const [old, young] = [create('old'), create('young')];
    expect(await old.claim()).toBe(true);
    expect(await young.claim()).toBe(false);
    await sleep(150);
    expect(await young.claim()).toBe(true);
    await expect(knex.transaction(trx => old.assertHeld(trx))).rejects.toThrow(
      LeaseLostError,
    );
    expect(old.held).toBe(false);
    expect(await old.renew()).toBe(false);
    await knex.transaction(trx => young.assertHeld(trx));
    await young.release();
    expect(await old.claim()).toBe(true);
    await database.stop();
  });
});
