import { MigrationAnswer } from '@orion/backstage-plugin-orion-bgp-common';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { RunningBird, RunningGobgp, startBird, startGobgp } from '@orion/lab';
import { migratingPair } from '../../__testUtils__/migratingPair';
import {
  standIns,
  standingInGw1,
  waitingGw2,
} from '../../__testUtils__/oneUpstream';
import { RehearsalReport } from '../../services/gates/RehearsalReport';
import { SessionStage, startSessionStage } from '../testing/startSessionStage';

const over = {
  from: 'gw1',
  to: 'gw2',
  name: 'gw2',
  sessions: ['he_v6'],
  reason: 'migration CHG-7',
};
const { name: _typed, ...back } = over;
const HE = '2001:db8:100::1';
const OWN6 = ['2001:db8:3949::/48', '2001:db8:394a::/48'];

describe('a migration with one upstream', () => {
  let bird: RunningBird;
  let gobgp: RunningGobgp;
  let stage: SessionStage;
  /** Of sessions the gates were asked for. */
  const asked: string[][] = [];
  const rehearsed: RehearsalReport[] = [];
  const old = () => bird.world.session('he_v6');
  const young = () => gobgp.world.session('he_v6');

  beforeAll(async () => {
    [bird, gobgp] = await Promise.all([
      startBird({ connectMs: 50, seed: standingInGw1 }),
      startGobgp({ port: 0, connectMs: 50, seed: waitingGw2 }),
    ]);
    const bgp = {
      defaultOwner: 'group:default/team-a',
      ...migratingPair({
        socket: bird.readPath,
        target: gobgp.readTarget,
        standIns,
        actions: {
          socket: bird.path,
          target: gobgp.target,
          revertAfterSeconds: 20,
        },
      }),
    };
    // How they judge a session that waits: tests/waitingMigration.test.ts.
    const gates = [{ id: 'sessions-up', state: 'passed', inputs: [] }];
    const judged = { migration: { from: 'gw1', to: 'gw2', gates, tables: [] } };
    const inventory = { name: 'NetBox', listGuests: async () => ['web-01'] };
    stage = await startSessionStage(bgp, [inventory], {
      async get(sessions) {
        asked.push(sessions);
        return judged as unknown as MigrationAnswer;
      },
      keepRehearsal: async report => void rehearsed.push(report),
    });
  });

  afterAll(async () => {
    await stage?.stop();
    await Promise.all([bird?.stop(), gobgp?.stop()]);
  });

  it('says that nobody speaks with it meanwhile, cuts over, and rolls back', async () => {
    expect([old().state, young().disabled]).toEqual(['established', true]);
    const id = await stage.approved('bgp-migration.cut-over', over);
    expect(await stage.lines(id)).toEqual([
      'no session with the neighbor of he_v6 until the new one is up',
      'path of 1 guest from outside, until the new session is up',
      '1. disable he_v6 on gw1',
      `2. enable ${HE} on gw2`,
      'only the machine of ORION undoes it',
      `2 own prefixes to ${HE}: by gw1 -> by gw2`,
      '1 of 1 gates pass',
      'what could not be judged',
    ]);
    const { plan } = await stage.pipeline.find(id);
    expect(plan!.blastRadius).toEqual([]);
    expect(plan!.lines[1].detail).toBe('web-01');
    expect(plan!.lines[0].detail).toContain(OWN6.join(', '));
    expect(plan!.lines.at(-1)!.detail).toBe(
      'orion.bgp.rpki names no source: paths are not validated, so one that is RPKI invalid counts as a way',
    );
    await stage.pipeline.drive(id, 'succeeded');
    expect(asked).toEqual([['he_v6'], ['he_v6']]);
    expect(old()).toMatchObject({ disabled: true, message: over.reason });
    expect(young()).toMatchObject({ disabled: false, state: 'established' });
    // Who stands in is nobody's to move.
    for (const { world } of [bird, gobgp]) {
      expect(world.session('stand_in6').state).toBe('established');
    }

    const undo = await stage.approved('bgp-migration.roll-back', back);
    expect((await stage.lines(undo)).slice(0, 2)).toEqual([
      `1. disable ${HE} on gw2`,
      '2. enable he_v6 on gw1',
    ]);
    await stage.pipeline.drive(undo, 'succeeded');
    expect(young().disabled).toBe(true);
    expect(old().state).toBe('established');
  });

  it('rehearses it: over, back, and the new router waits again', async () => {
    const id = await stage.approved('bgp-migration.rehearse', over);
    expect((await stage.lines(id)).slice(0, 6)).toEqual([
      'no session with the neighbor of he_v6 until the new one is up',
      'path of 1 guest from outside, until the new session is up',
      '1. disable he_v6 on gw1',
      `2. enable ${HE} on gw2`,
      `3. disable ${HE} on gw2`,
      '4. enable he_v6 on gw1',
    ]);
    await stage.pipeline.drive(id, 'succeeded');
    expect([old().state, young().disabled]).toEqual(['established', true]);
    expect(rehearsed).toMatchObject([{ changeId: id, sessions: ['he_v6'] }]);
  });

  it('has the old router speak again where the new one does not come up', async () => {
    const id = await stage.approved('bgp-migration.cut-over', over);
    const watch = setInterval(() => {
      if (old().disabled) {
        gobgp.faults.set('errorCode', { method: 'ListPeer', message: 'gone' });
        clearInterval(watch);
        setTimeout(() => gobgp.faults.clear(), 3_000);
      }
    }, 5);
    await stage.pipeline.drive(id, 'failed');
    clearInterval(watch);
    await eventually(() => old().state === 'established');
    expect(young().disabled).toBe(true);
  });
});
