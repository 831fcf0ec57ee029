import { resolvePackagePath } from '@backstage/backend-plugin-api';
import {
  MigrationGate,
  SessionReading,
} from '@orion/backstage-plugin-orion-bgp-common';
import {
  startTestDatabase,
  TestDatabase,
} from '@orion/backstage-plugin-orion-node/testing';
import { Knex } from 'knex';
import { routerReading, sessionReading } from '../__testUtils__/readings';
import { daemonsOf } from '../services/gates/daemonsOf';
import { MigrationStore } from './MigrationStore';
import { DatabaseSessionStore } from './SessionStore';

const pair = { from: 'gw1', to: 'gw2' };

describe('MigrationStore', () => {
  let database: TestDatabase;
  let knex: Knex;
  let store: MigrationStore;
  const look = (state: MigrationGate['state'], daemons = 'those') =>
    store.keepGates(pair, [{ id: 'best-equal', state }], daemons);
  const kept = async (daemons = 'those') =>
    (await store.listGates(pair, daemons)).get('best-equal');
  /** As if every look had been this much earlier. */
  const pass = (seconds: number) =>
    knex('migration_gates').update({
      since: knex.raw(`since - ? * interval '1 second'`, [seconds]),
      checked_at: knex.raw(`checked_at - ? * interval '1 second'`, [seconds]),
    });

  beforeAll(async () => {
    database = await startTestDatabase();
    knex = await database.connect('orion-bgp');
    await knex.migrate.latest({
      directory: resolvePackagePath(
        '@orion/backstage-plugin-orion-bgp-backend',
        'migrations',
      ),
    });
    store = MigrationStore.create({ knex });
  });
  beforeEach(() => knex('migration_gates').del());
  afterAll(() => database?.stop());

  it('knows since when every look said the same', async () => {
    await look('passed');
    await pass(30);
    const first = await kept();
    await look('passed');
    expect(await kept()).toMatchObject({
      state: 'passed',
      since: first!.since,
    });
    await look('failed');
    expect((await kept())!.since.getTime()).toBeGreaterThan(
      first!.since.getTime(),
    );
  });

  it('begins anew after a pause', async () => {
    await look('passed');
    await pass(301);
    expect(await kept()).toBeUndefined();
    await look('passed');
    const { since, checkedAt } = (await kept())!;
    expect(since).toEqual(checkedAt);
  });

  it('begins anew with other daemons, however soon they came', async () => {
    await look('passed');
    await pass(60);
    // What was seen of the ones before says nothing, from the first moment on.
    expect(await kept('others')).toBeUndefined();
    await look('passed', 'others');
    expect(await kept()).toBeUndefined();
    const { since, checkedAt } = (await kept('others'))!;
    expect(since).toEqual(checkedAt);
    await pass(60);
    await look('passed', 'others');
    expect((await kept('others'))!.since.getTime()).toBeLessThan(
      checkedAt.getTime(),
    );
  });

  it('begins anew where it was not known whose looks they were', async () => {
    await look('passed');
    await pass(60);
    await knex('migration_gates').update({ daemons: null });
    expect(await kept()).toBeUndefined();
    await look('passed');
    const { since, checkedAt } = (await kept())!;
    expect(since).toEqual(checkedAt);
  });

  it('keeps each rehearsal once, with whose it was', async () => {
    const daemons = { from: 'one', to: 'other' };
    const keep = (changeId: number, more = {}) =>
      store.keepRehearsal(pair, { changeId, sessions: ['he_v6'], ...more });
    await keep(1);
    await keep(2, { daemons });
    await keep(2, { daemons: { from: 'x', to: 'y' } });
    expect(await store.listRehearsals(pair)).toEqual([
      { changeId: 2, sessions: ['he_v6'], daemons, at: expect.any(Date) },
      {
        ...{ changeId: 1, sessions: ['he_v6'], daemons: undefined },
        at: expect.any(Date),
      },
    ]);
    expect(await store.listRehearsals({ ...pair, to: 'gw3' })).toEqual([]);
  });

  describe('of what was seen of a router', () => {
    const identity = routerReading().identity;
    const importLimit = {
      limit: 10,
      used: 9,
      counts: 'before-filters' as const,
      action: 'teardown',
    };
    const limited = (over: Partial<SessionReading> = {}) => {
      const reading = sessionReading(over);
      const families = reading.families.map(one => ({ ...one, importLimit }));
      return { ...reading, families };
    };
    const write = (router: string, sessions: SessionReading[]) =>
      knex.transaction(trx =>
        DatabaseSessionStore.create({ knex }).write(
          trx,
          router,
          routerReading(sessions),
        ),
      );

    beforeEach(() =>
      knex.raw('TRUNCATE sessions, session_transitions, limit_trials'),
    );

    it('keeps a limit that was exceeded, once, with whose it was', async () => {
      await write('gw2', [limited()]);
      const ended = limited({
        state: 'idle',
        stateText: 'Idle(PfxCt)',
        adminState: 'prefix-limit',
      });
      await write('gw2', [ended]);
      await write('gw2', [ended]);
      expect(await store.listLimitTrials('gw1')).toEqual([]);
      expect(await store.listLimitTrials('gw2')).toEqual([
        {
          router: 'gw2',
          session: 'he_v6',
          daemon: daemonsOf({ id: 'gw2', identity }),
          families: [
            {
              family: 'ipv6-unicast',
              limit: 10,
              action: 'teardown',
              used: 9,
            },
          ],
          reaction: 'Idle(PfxCt)',
          at: expect.any(Date),
        },
      ]);
      await knex('limit_trials').update({
        at: knex.raw(`clock_timestamp() - interval '91 days'`),
      });
      expect(await store.listLimitTrials('gw2')).toEqual([]);
      await DatabaseSessionStore.create({ knex }).rollUp(90);
      expect(await knex('limit_trials')).toEqual([]);
    });

    it('knows who came up in a time, though it was lost since', async () => {
      await write('gw2', [sessionReading()]);
      await write('gw2', [sessionReading({ state: 'idle' })]);
      const at = (iso: string) => new Date(`2026-11-01T00:${iso}.000Z`);
      const comebacks = (since: string, until: string) =>
        store.listComebacks('gw2', { since: at(since), until: at(until) });
      expect(await comebacks('00:00', '10:00')).toEqual(['he_v6']);
      expect(await comebacks('00:01', '10:00')).toEqual([]);
      expect(
        await store.listComebacks('gw1', {
          since: at('00:00'),
          until: at('10:00'),
        }),
      ).toEqual([]);
    });
  });
});
