import { MigrationAnswer } from '@orion/backstage-plugin-orion-bgp-common';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import {
  BgpWorldState,
  RunningBird,
  RunningGobgp,
  startBird,
  startGobgp,
} from '@orion/lab';
import { asSoonAs } from '../../__testUtils__/asSoonAs';
import { migratingPair } from '../../__testUtils__/migratingPair';
import {
  standIns,
  standingInGw1,
  waitingGw2,
} from '../../__testUtils__/oneUpstream';
import { RehearsalReport } from '../../services/gates/RehearsalReport';
import {
  SessionStage,
  startSessionStage,
  twoUpstreams,
} from '../testing/startSessionStage';

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

/** gw1 with another way for IPv6, which is off until a test wants it. */
function withAnotherWay(now: number): BgpWorldState {
  const state = standingInGw1(now);
  const other = twoUpstreams(now).sessions.find(
    ({ name }) => name === 'alt_v6',
  )!;
  return {
    ...state,
    sessions: [
      ...state.sessions,
      {
        ...other,
        neighborAddress: '2001:db8:400::1',
        neighborId: '198.51.100.202',
        localAddress: '2001:db8:400::2',
        disabled: true,
        state: 'down',
      },
    ],
  };
}

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
      startBird({ connectMs: 50, seed: withAnotherWay }),
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
      'path of 1 guest to and from outside, until the new session is up',
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
      'No NetBox is read, and orion.bgp.routers.gw1.actions.managementAddresses names no address: the way to router gw1 is not looked for; orion.bgp.rpki names no source: paths are not validated, so one that is RPKI invalid counts as a way',
    );
    await stage.pipeline.drive(id, 'succeeded');
    expect(asked).toEqual([['he_v6'], ['he_v6']]);
    expect(old()).toMatchObject({ disabled: true, message: over.reason });
    expect(young()).toMatchObject({ disabled: false, state: 'established' });
    // Who stands in is nobody's to move, whoever asks for it.
    for (const kind of ['bgp-migration.cut-over', 'bgp-migration.rehearse']) {
      await expect(
        stage.submit(kind, { ...over, sessions: ['stand_in6'] }),
      ).rejects.toThrow(
        /^input\.sessions: stand_in6 stands in for a neighbor, .*standIns/,
      );
    }
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

  it('wants another approval where more would be lost than was approved, and none where less is', async () => {
    const detailOf = async (id: number) =>
      (await stage.pipeline.find(id)).plan!.lines[0].detail;
    bird.world.enable('alt_v6');
    await eventually(
      () => bird.world.session('alt_v6').state === 'established',
    );
    const id = await stage.approved('bgp-migration.cut-over', over);
    expect(await detailOf(id)).toMatch(
      /^0 prefixes have no other path meanwhile, and 0 of our own are announced nowhere else$/,
    );
    bird.world.disable('alt_v6');
    bird.clearRequests();
    await stage.pipeline.drive(id, 'awaiting-approval');
    expect(old().state).toBe('established');
    expect(await stage.pipeline.events(id)).toContain('superseded');
    expect(await detailOf(id)).toContain(OWN6.join(', '));

    await stage.pipeline.approve(id);
    bird.world.enable('alt_v6');
    await eventually(
      () => bird.world.session('alt_v6').state === 'established',
    );
    await stage.pipeline.drive(id, 'succeeded');
    bird.world.disable('alt_v6');
    const undo = await stage.approved('bgp-migration.roll-back', back);
    await stage.pipeline.drive(undo, 'succeeded');
  });

  it('rehearses it: over, back, and the new router waits again', async () => {
    const id = await stage.approved('bgp-migration.rehearse', over);
    expect((await stage.lines(id)).slice(0, 6)).toEqual([
      'no session with the neighbor of he_v6 until the new one is up',
      'path of 1 guest to and from outside, until the new session is up',
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
    const stop = asSoonAs(
      () => old().disabled,
      () => {
        gobgp.faults.set('errorCode', { method: 'ListPeer', message: 'gone' });
        setTimeout(() => gobgp.faults.clear(), 3_000);
      },
    );
    await stage.pipeline.drive(id, 'failed');
    stop();
    expect(old().state).toBe('established');
    expect(young().disabled).toBe(true);
  });
});
