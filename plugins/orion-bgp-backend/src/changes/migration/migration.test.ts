import { ServiceUnavailableError } from '@backstage/errors';
import { TableState } from '@orion/backstage-plugin-orion-bgp-common';
import {
  eventually,
  startTestDatabase,
  TestDatabase,
} from '@orion/backstage-plugin-orion-node/testing';
import { RunningBird, RunningGobgp, startBird, startGobgp } from '@orion/lab';
import { Knex } from 'knex';
import { drivePlaybook } from '../../__testUtils__/drivePlaybook';
import { exceedLimits } from '../../__testUtils__/exceedLimits';
import { migratingPair } from '../../__testUtils__/migratingPair';
import {
  asPipeline,
  MigrationGates,
  migrationGates,
} from '../../__testUtils__/migrationGates';
import { Replica, startReplica } from '../../__testUtils__/startReplica';
import { restlessCollector } from '../../__testUtils__/testCollector';
import { daemonsOf } from '../../services/gates/daemonsOf';
import { isReread } from '../../services/gates/judgeTables';
import {
  hearingGw2,
  SessionStage,
  startSessionStage,
} from '../testing/startSessionStage';
import { findRouter } from '../SessionTools';
import { MigrationApi } from './MigrationApi';

const CUT_OVER = 'bgp-migration.cut-over';
const ROLL_BACK = 'bgp-migration.roll-back';
const REHEARSE = 'bgp-migration.rehearse';
const over = {
  from: 'gw1',
  to: 'gw2',
  name: 'gw2',
  sessions: ['he_v6'],
  reason: 'migration CHG-7',
};
const { name: _typed, ...back } = over;

/** gw1, a BIRD in service, and gw2, the GoBGP that is to take its place. */
describe('a migration between the lab’s routers', () => {
  let bird: RunningBird;
  let gobgp: RunningGobgp;
  let database: TestDatabase;
  let knex: Knex;
  let replica: Replica;
  let stage: SessionStage;
  let api: MigrationGates;

  /** The same as the kinds see it; `asked` of it how often, `gone` as if it were not there. */
  let asked = 0;
  let gone = false;
  const assertThere = () => {
    if (gone) {
      throw new ServiceUnavailableError('The plugin is gone');
    }
  };
  const judge: MigrationApi = {
    async get(sessions) {
      assertThere();
      const answer = await api.get(sessions);
      // One that came while a table was read again is asked for once more.
      asked += answer.migration!.tables.some(isReread) ? 0 : 1;
      return answer;
    },
    async keepRehearsal(report) {
      assertThere();
      return api.keepRehearsal(report);
    },
  };
  /** Neither the plugin nor the collector of routes answers the kinds. */
  const withoutThem = async (work: () => Promise<void>) => {
    const { collector, desired } = stage.deps;
    const there = { ask: collector.ask, report: desired.report };
    const fail = async () => assertThere() as never;
    gone = true;
    collector.ask = fail;
    desired.report = fail;
    try {
      await work();
    } finally {
      gone = false;
      collector.ask = there.ask;
      desired.report = there.report;
    }
  };
  const old = (name = 'he_v6') => bird.world.session(name);
  const young = (name = 'he_v6') => gobgp.world.session(name);
  const commands = () =>
    bird
      .requests()
      .map(({ path }) => path)
      .filter(line => /^(disable|enable)/.test(line));
  const rehearsed = () => api.find('rollback-rehearsed');
  const planned = async (kind: string, input: object) => {
    await api.ready();
    asked = 0;
    const id = await stage.submit(kind, input);
    const change = await stage.pipeline.drive(
      id,
      'awaiting-approval',
      'denied',
    );
    return { ...change, id };
  };
  const agreed = async (kind: string, input: object) => {
    const { id } = await planned(kind, input);
    await stage.pipeline.approve(id);
    return id;
  };

  beforeAll(async () => {
    [bird, gobgp, database] = await Promise.all([
      startBird({ connectMs: 50, seed: hearingGw2 }),
      startGobgp({ port: 0, connectMs: 50 }),
      startTestDatabase(),
    ]);
    const bgp = {
      defaultOwner: 'group:default/team-a',
      ...migratingPair({
        socket: bird.readPath,
        target: gobgp.readTarget,
        kernel: bird.kernelPath,
        actions: {
          socket: bird.path,
          target: gobgp.target,
          revertAfterSeconds: 20,
        },
      }),
    };
    replica = await startReplica(database, bgp, [restlessCollector]);
    knex = await database.connect('orion-bgp');
    api = migrationGates(replica, knex);
    stage = await startSessionStage(bgp, [], judge);
    await eventually(async () => {
      const { migration } = await api.get();
      return migration?.neighbors.length === 2 && migration.tables.length === 2;
    });
    await exceedLimits(gobgp, knex);
  });

  afterAll(async () => {
    await stage?.stop();
    await replica?.backend.stop();
    await Promise.all([bird?.stop(), gobgp?.stop(), database?.stop()]);
  });

  it('does not cut over before it was rehearsed', async () => {
    await api.ready();
    const id = await stage.submit(CUT_OVER, over);
    const { reason } = await stage.pipeline.drive(id, 'denied');
    expect(reason).toMatch(
      /^Gate rollback-rehearsed does not pass: Going over and back was not rehearsed yet/,
    );
    expect(commands()).toEqual([]);
  });

  it('rehearses with the daemons that cross, whatever was started since', async () => {
    const { state } = bird.world;
    const id = await agreed(REHEARSE, over);
    const [gw1] = await knex('routers').orderBy('id');
    const before = daemonsOf(gw1);
    const watch = setInterval(() => {
      if (old().disabled) {
        clearInterval(watch);
        state.startedAt += 10_000;
      }
    }, 5);
    await stage.pipeline.drive(id, 'succeeded');
    clearInterval(watch);
    const reports = await knex('migration_rehearsals').select('daemons');
    expect(reports).toMatchObject([{ daemons: [before, expect.any(String)] }]);
    await eventually(async () =>
      /^Going over and back was rehearsed today, .* and gw1 was started again \(.*\) since: rehearse it again\.$/.test(
        (
          await rehearsed()
        ).reason,
      ),
    );
    expect((await rehearsed()).state).toBe('failed');
  });

  it('judges by tables that are read for it', async () => {
    await api.ready();
    const { collector } = stage.deps;
    const { ask } = collector;
    const { tables } = await ask('tables', {});
    const [polled] = tables.filter(({ state }) => state === 'polled');
    const seen: string[] = [];
    const { get } = judge;
    judge.get = sessions => {
      seen.push('gates');
      return get(sessions);
    };
    collector.ask = (async (...args: Parameters<typeof ask>) => {
      const [call, input] = args;
      if (call === 'refresh') {
        seen.push(`refresh ${(input as { router: string }).router}`);
      }
      return ask(...args);
    }) as typeof ask;
    try {
      const id = await stage.submit(REHEARSE, over);
      await stage.pipeline.drive(id, 'awaiting-approval');
      expect(seen.slice(0, 2)).toEqual([`refresh ${polled.router}`, 'gates']);
      const now = await ask('tables', {});
      const again = now.tables.find(({ router }) => router === polled.router);
      expect(again!.dumpedAt).not.toBe(polled.dumpedAt);
      await stage.pipeline.cancel(id);
    } finally {
      judge.get = get;
      collector.ask = ask;
    }
  });

  it('waits for a table that is read again before it judges by it', async () => {
    await api.ready();
    const { collector } = stage.deps;
    const { ask } = collector;
    let looks = 0;
    // As the plugin and the collector tell it while a table is compared anew.
    const read = () => ++looks > 4;
    const reread = (table: TableState): TableState =>
      read() ? table : { ...table, state: 'resyncing', error: undefined };
    const { get } = judge;
    judge.get = async sessions => {
      const answer = await get(sessions);
      const { migration } = answer;
      return {
        migration: { ...migration!, tables: migration!.tables.map(reread) },
      };
    };
    collector.ask = (async (...args: Parameters<typeof ask>) => {
      const answer = await ask(...args);
      return args[0] === 'tables'
        ? { tables: (answer as { tables: TableState[] }).tables.map(reread) }
        : answer;
    }) as typeof ask;
    try {
      const id = await stage.submit(REHEARSE, over);
      await stage.pipeline.drive(id, 'awaiting-approval');
      expect(looks).toBeGreaterThan(4);
      await stage.pipeline.cancel(id);
    } finally {
      judge.get = get;
      collector.ask = ask;
    }
  });

  it('rehearses: over, back, and the gate knows', async () => {
    bird.clearRequests();
    const id = await agreed(REHEARSE, over);
    expect(await stage.lines(id)).toEqual([
      '1. disable he_v6 on gw1',
      '2. enable 2001:db8:100::1 on gw2',
      '3. enable he_v6 on gw1',
      'only the machine of ORION undoes it',
      '2 own prefixes to 2001:db8:100::1: by gw1 -> by gw2',
      '16 of 17 gates pass',
      'what could not be judged',
    ]);
    await stage.pipeline.drive(id, 'succeeded');
    expect(commands()).toEqual([
      `disable 'he_v6' "migration CHG-7"`,
      `enable 'he_v6' "migration CHG-7"`,
    ]);
    expect(old().state).toBe('established');
    expect(young().state).toBe('established');
    expect((await rehearsed()).reason).toContain(
      `by change ${id}: he_v6. Not he_v4`,
    );
  });

  it('cuts no session over of which others were rehearsed', async () => {
    const others = { ...over, sessions: ['he_v6', 'he_v4'] };
    const { state, reason } = await planned(CUT_OVER, others);
    expect(state).toBe('denied');
    expect(reason).toMatch(
      /^Gate rollback-rehearsed does not pass: .* with he_v6, and not with he_v4/,
    );
    expect(old('he_v4').state).toBe('established');
  });

  it('cuts over, one neighbor at a time, and rolls back', async () => {
    bird.clearRequests();
    const id = await agreed(CUT_OVER, over);
    expect(asked).toBe(1);
    await stage.pipeline.drive(id, 'succeeded');
    // Once for the plan, once at the claim: each look compares whole tables.
    expect(asked).toBe(2);
    expect(old()).toMatchObject({ disabled: true, message: 'migration CHG-7' });
    expect(old('he_v4').state).toBe('established');
    expect(young().state).toBe('established');
    await eventually(async () => {
      const { migration } = await api.get();
      return migration!.moved.length === 1;
    });
    // Both spoke before: as the page fills in the way back.
    await replica.api
      .put('/api/orion-bgp/decided-states')
      .set('authorization', asPipeline())
      .send(stage.reports.at(-1))
      .expect(204);
    const { migration } = await api.get();
    expect(migration!.wayBack).toEqual([
      { session: 'he_v6', keepNew: true, byChange: true },
    ]);
    expect(stage.reports.at(-1)).toMatchObject({
      router: 'gw1',
      target: 'session',
      name: 'he_v6',
      state: 'down',
      changeId: id,
    });
    // What has moved cannot move again.
    const again = await stage.submit(CUT_OVER, over);
    expect((await stage.pipeline.drive(again, 'denied')).reason).toMatch(
      /he_v6 on gw1 is switched off/,
    );

    const undo = await stage.approved(ROLL_BACK, { ...back, keepNew: true });
    expect(await stage.lines(undo)).toEqual([
      '1. enable he_v6 on gw1',
      'only the machine of ORION undoes it',
      '2 own prefixes to 2001:db8:100::1: by gw2 -> by gw1',
    ]);
    await stage.pipeline.drive(undo, 'succeeded');
    expect(old().state).toBe('established');
    expect(young().state).toBe('established');
    expect(commands()).toHaveLength(2);
  });

  it('silences the new router before the old one speaks again', async () => {
    const id = await agreed(CUT_OVER, over);
    await stage.pipeline.drive(id, 'succeeded');
    const undo = await stage.approved(ROLL_BACK, back);
    expect((await stage.lines(undo)).slice(0, 2)).toEqual([
      '1. disable 2001:db8:100::1 on gw2',
      '2. enable he_v6 on gw1',
    ]);
    await stage.pipeline.drive(undo, 'succeeded');
    expect(young().disabled).toBe(true);
    expect(old().state).toBe('established');
    gobgp.world.enable('he_v6');
  });

  it('rolls back when whoever judges gates and tables is gone', async () => {
    const id = await agreed(CUT_OVER, over);
    await stage.pipeline.drive(id, 'succeeded');
    let undo = 0;
    await withoutThem(async () => {
      asked = 0;
      undo = await stage.approved(ROLL_BACK, back);
      expect(await stage.lines(undo)).toEqual([
        '1. disable 2001:db8:100::1 on gw2',
        '2. enable he_v6 on gw1',
        'only the machine of ORION undoes it',
        '2 own prefixes to 2001:db8:100::1: by gw2 -> by gw1',
      ]);
      // Applied, proven and confirmed: only the note for later cannot be left.
      await stage.pipeline.drive(undo, 'finishing');
      expect(asked).toBe(0);
      expect(old().state).toBe('established');
      expect(young().disabled).toBe(true);
    });
    await stage.pipeline.drive(undo, 'succeeded');
    expect(old().state).toBe('established');
    gobgp.world.enable('he_v6');
  });

  it('rolls back when the new router speaks with nobody either', async () => {
    const id = await agreed(CUT_OVER, over);
    await stage.pipeline.drive(id, 'succeeded');
    gobgp.world.sessionDown('he_v6');
    await eventually(() => young().state !== 'established');
    const undo = await stage.approved(ROLL_BACK, back);
    expect((await stage.lines(undo)).at(-1)).toBe(
      'own prefixes to 2001:db8:100::1: by nobody -> by gw1',
    );
    await stage.pipeline.drive(undo, 'succeeded');
    expect(old().state).toBe('established');
    expect(young().disabled).toBe(true);
    gobgp.world.enable('he_v6');
    gobgp.world.sessionUp('he_v6');
  });

  it('voids the approval when a gate fails before the apply', async () => {
    await api.ready();
    const id = await stage.submit(CUT_OVER, over);
    await stage.pipeline.drive(id, 'awaiting-approval');
    bird.world.sessionDown('he_v4');
    await eventually(async () => {
      const { migration } = await api.get();
      return migration!.gates.some(
        gate => gate.id === 'sessions-up' && gate.state === 'failed',
      );
    });
    bird.clearRequests();
    await stage.pipeline.approve(id);
    const { reason } = await stage.pipeline.drive(id, 'denied');
    expect(reason).toMatch(/Gate sessions-up does not pass/);
    expect(commands()).toEqual([]);
    expect(old().state).toBe('established');
    bird.world.sessionUp('he_v4');
  });

  it('goes back by itself, at once, when the new session does not come up', async () => {
    // By what runs now: whoever crossed before may have been started again.
    await api.rehearsed(99, ['he_v6']);
    const id = await agreed(CUT_OVER, over);
    // The neighbor refuses the new router the moment the old one is silent.
    const watch = setInterval(() => {
      if (old().disabled) {
        gobgp.faults.set('errorCode', { method: 'ListPeer', message: 'gone' });
        clearInterval(watch);
        setTimeout(() => gobgp.faults.clear(), 3_000);
      }
    }, 5);
    const row = await stage.pipeline.drive(id, 'failed');
    clearInterval(watch);
    expect(row.reason).toMatch(/as they were/);
    expect(old()).toMatchObject({ disabled: false, state: 'established' });
    expect(young().disabled).toBe(false);
  });

  it('goes back when what is chosen now does not reach the kernel', async () => {
    await api.rehearsed(98, ['he_v6']);
    const id = await agreed(CUT_OVER, over);
    const watch = setInterval(() => {
      if (old().disabled) {
        clearInterval(watch);
        bird.world.sessionDown('shadow');
      }
    }, 5);
    const { reason } = await drivePlaybook(stage, id, 'failed');
    clearInterval(watch);
    expect(reason).toMatch(
      /Not everything comes to gw1, which writes the kernel: ipv6-unicast: no routes are exchanged/,
    );
    expect(old()).toMatchObject({ disabled: false, state: 'established' });
    bird.world.sessionUp('shadow');
  });

  it('goes back when the new router tells of what is ours otherwise', async () => {
    await api.rehearsed(96, ['he_v6']);
    const id = await agreed(CUT_OVER, over);
    const [channel] = young().channels;
    const watch = setInterval(() => {
      if (old().disabled) {
        clearInterval(watch);
        channel.exportSets = { communities: [[65535, 65281]] };
      }
    }, 5);
    const { reason } = await drivePlaybook(stage, id, 'failed');
    clearInterval(watch);
    channel.exportSets = undefined;
    expect(reason).toMatch(
      /Session 2001:db8:100::1 on gw2 announces 2001:db8:\S+\/48 with communities NO_EXPORT, and the other router with none\./,
    );
    expect(old()).toMatchObject({ disabled: false, state: 'established' });
  });

  it('goes back when the kernel does not lead where it led', async () => {
    await api.rehearsed(97, ['he_v6']);
    const id = await agreed(CUT_OVER, over);
    const watch = setInterval(() => {
      if (old().disabled) {
        clearInterval(watch);
        // Its daemon has accepted everything, and says so.
        bird.faults.set('kernelLacks', { family: 'ipv6' });
      }
    }, 5);
    const { reason } = await drivePlaybook(stage, id, 'failed');
    clearInterval(watch);
    bird.faults.clear();
    expect(reason).toMatch(
      /The kernel of gw1 does not lead to as much as before yet: 0 of \d+ ipv6-unicast routes lead somewhere/,
    );
    expect(old()).toMatchObject({ disabled: false, state: 'established' });
  });

  it('moves nothing where nothing but this machine would undo it, unless that is allowed', async () => {
    const id = await agreed(CUT_OVER, over);
    const { actions } = findRouter(stage.deps, { router: 'gw2' });
    actions!.localUndo = false;
    try {
      const { reason } = await stage.pipeline.drive(id, 'denied');
      expect(reason).toMatch(/^Nothing on gw2 undoes an action/);
      for (const kind of [CUT_OVER, REHEARSE]) {
        await expect(stage.submit(kind, over)).rejects.toThrow(
          /Nothing on gw2 undoes .*routers\.gw2\.actions\.gobgp\.guard/,
        );
      }
      const undo = await stage.submit(ROLL_BACK, back);
      expect((await stage.pipeline.drive(undo, 'denied')).reason).toMatch(
        /there is nothing to roll back/,
      );
    } finally {
      actions!.localUndo = true;
    }
  });

  it('refuses what is no part of the migration', async () => {
    await expect(
      stage.submit(CUT_OVER, { ...over, name: 'gw1' }),
    ).rejects.toThrow(/input\.name: "gw1" is not the router that takes over/);
    await expect(
      stage.submit(CUT_OVER, { ...over, sessions: ['shadow'] }),
    ).rejects.toThrow(/input\.sessions: shadow is no session/);
    await expect(
      stage.submit(ROLL_BACK, { ...back, from: 'gw2', to: 'gw1' }),
    ).rejects.toThrow(/configured is from gw1 to gw2/);
    await expect(
      stage.submit(CUT_OVER, { ...over, sessions: ['he_v6', 'he_v6'] }),
    ).rejects.toThrow(/names one twice/);
  });
});
