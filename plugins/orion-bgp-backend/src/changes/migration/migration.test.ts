import { TableState } from '@orion/backstage-plugin-orion-bgp-common';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { asSoonAs } from '../../__testUtils__/asSoonAs';
import { asPipeline } from '../../__testUtils__/migrationGates';
import { daemonsOf } from '../../services/gates/daemonsOf';
import { findRouter } from '../SessionTools';
import {
  CUT_OVER,
  MigrationStage,
  over,
  startMigrationStage,
} from '../../__testUtils__/startMigrationStage';

const ROLL_BACK = 'bgp-migration.roll-back';
const REHEARSE = 'bgp-migration.rehearse';
const { name: _typed, ...back } = over;

/** gw1, a BIRD in service, and gw2, the GoBGP that is to take its place. */
describe('a migration between the lab’s routers', () => {
  let there: MigrationStage;
  const old = (name?: string) => there.old(name);
  const young = (name?: string) => there.young(name);
  const commands = () =>
    there.bird
      .requests()
      .map(({ path }) => path)
      .filter(line => /^(disable|enable)/.test(line));
  const rehearsed = () => there.api.find('rollback-rehearsed');

  beforeAll(async () => {
    there = await startMigrationStage();
  });

  afterAll(() => there?.stop());

  it('does not cut over before it was rehearsed', async () => {
    const { stage, api } = there;
    await api.ready();
    const id = await stage.submit(CUT_OVER, over);
    const { reason } = await stage.pipeline.drive(id, 'denied');
    expect(reason).toMatch(
      /^Gate rollback-rehearsed does not pass: Going over and back was not rehearsed yet/,
    );
    expect(commands()).toEqual([]);
  });

  it('rehearses with the daemons that cross, whatever was started since', async () => {
    const { bird, knex, stage, agreed } = there;
    const { state } = bird.world;
    const id = await agreed(REHEARSE, over);
    const [gw1] = await knex('routers').orderBy('id');
    const before = daemonsOf(gw1);
    const stop = asSoonAs(
      () => old().disabled,
      () => {
        state.startedAt += 10_000;
      },
    );
    await stage.pipeline.drive(id, 'succeeded');
    stop();
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
    const { stage, api, judge } = there;
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
    const { stage, api, judge } = there;
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
    const { bird, stage, agreed } = there;
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
    const { planned } = there;
    const others = { ...over, sessions: ['he_v6', 'he_v4'] };
    const { state, reason } = await planned(CUT_OVER, others);
    expect(state).toBe('denied');
    expect(reason).toMatch(
      /^Gate rollback-rehearsed does not pass: .* with he_v6, and not with he_v4/,
    );
    expect(old('he_v4').state).toBe('established');
  });

  it('cuts over, one neighbor at a time, and rolls back', async () => {
    const { bird, replica, stage, api, agreed } = there;
    bird.clearRequests();
    const id = await agreed(CUT_OVER, over);
    expect(there.asked()).toBe(1);
    await stage.pipeline.drive(id, 'succeeded');
    // Once for the plan, once at the claim: each look compares whole tables.
    expect(there.asked()).toBe(2);
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
    const { gobgp, stage, agreed } = there;
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
    const { gobgp, stage, agreed, withoutThem } = there;
    const id = await agreed(CUT_OVER, over);
    await stage.pipeline.drive(id, 'succeeded');
    let undo = 0;
    await withoutThem(async () => {
      undo = await stage.approved(ROLL_BACK, back);
      expect(await stage.lines(undo)).toEqual([
        '1. disable 2001:db8:100::1 on gw2',
        '2. enable he_v6 on gw1',
        'only the machine of ORION undoes it',
        '2 own prefixes to 2001:db8:100::1: by gw2 -> by gw1',
      ]);
      // Applied, proven and confirmed: only the note for later cannot be left.
      await stage.pipeline.drive(undo, 'finishing');
      expect(there.asked()).toBe(0);
      expect(old().state).toBe('established');
      expect(young().disabled).toBe(true);
    });
    await stage.pipeline.drive(undo, 'succeeded');
    expect(old().state).toBe('established');
    gobgp.world.enable('he_v6');
  });

  it('rolls back when the new router speaks with nobody either', async () => {
    const { gobgp, stage, agreed } = there;
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
    const { bird, stage, api } = there;
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

  it('moves nothing where nothing but this machine would undo it, unless that is allowed', async () => {
    const { stage, agreed } = there;
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
    const { stage } = there;
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
