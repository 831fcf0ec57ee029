import {
  eventually,
  startTestDatabase,
  TestDatabase,
} from '@orion/backstage-plugin-orion-node/testing';
import { RunningBird, RunningGobgp, startBird, startGobgp } from '@orion/lab';
import { exceedLimits } from '../__testUtils__/exceedLimits';
import { migratingPair } from '../__testUtils__/migratingPair';
import {
  MigrationGates,
  migrationGates,
} from '../__testUtils__/migrationGates';
import {
  standIns,
  standingInGw1,
  waitingGw2,
} from '../__testUtils__/oneUpstream';
import { Replica, startReplica } from '../__testUtils__/startReplica';
import { testCollector } from '../__testUtils__/testCollector';

jest.setTimeout(240_000);

const HE = '2001:db8:100::1';

/** The upstream has one session: on gw2 it waits until gw1 lets go. */
describe('the gates of a session that waits', () => {
  let bird: RunningBird;
  let gobgp: RunningGobgp;
  let database: TestDatabase;
  let replica: Replica;
  let gates: MigrationGates;
  const states = async () => {
    const { migration } = await gates.get(['he_v6']);
    return {
      open: migration!.gates.flatMap(({ id, state }) =>
        state === 'passed' ? [] : [id],
      ),
      waiting: migration!.waiting,
      ready: migration!.ready,
    };
  };

  beforeAll(async () => {
    [bird, gobgp, database] = await Promise.all([
      startBird({ connectMs: 50, seed: standingInGw1 }),
      startGobgp({ port: 0, connectMs: 50, seed: waitingGw2 }),
      startTestDatabase(),
    ]);
    replica = await startReplica(
      database,
      migratingPair({
        socket: bird.readPath,
        target: gobgp.readTarget,
        kernel: bird.kernelPath,
        standIns,
      }),
      [testCollector],
    );
    const knex = await database.connect('orion-bgp');
    gates = migrationGates(replica, knex);
    await eventually(async () => {
      const { migration } = await gates.get();
      return migration?.neighbors.length === 2 && migration.tables.length === 2;
    });
    await exceedLimits(gobgp, knex, { ipv6: 'stand_in6' });
  });

  afterAll(async () => {
    await replica?.backend.stop();
    await Promise.all([bird?.stop(), gobgp?.stop(), database?.stop()]);
  });

  it('pass where something stands in for it and hands on what it sends', async () => {
    await gates.ready();
    expect(await states()).toEqual({
      open: ['rollback-rehearsed'],
      waiting: [{ address: HE, from: 'he_v6', to: HE }],
      ready: false,
    });
    const { reason } = await gates.find('imports-proven');
    expect(reason).toMatch(
      /^gw2 gets what every shared neighbor sends gw1, and accepts the same of it/,
    );
    await gates.rehearsed(1, ['he_v6']);
    expect(await states()).toMatchObject({ open: [], ready: true });
  });

  it('fail where the policy lets in of it otherwise than of what stands in', async () => {
    const { channels } = gobgp.world.session('he_v6');
    channels[0].imports = 'none';
    expect((await gates.find('imports-proven')).reason).toContain(
      `What gw2 lets in over 2001:db8:300::1 does not show what it will over ${HE}: for ${HE} there is statement he_v6-ipv6-none of import policy in, where for 2001:db8:300::1 there is the default import policy.`,
    );
    expect((await states()).open).toContain('imports-proven');
    channels[0].imports = 'all';
    await gates.ready();
  });

  it('fail where nothing hands on what it sends', async () => {
    gobgp.world.sessionDown('feed6');
    const { reason } = await eventually(async () => {
      const gate = await gates.find('imports-proven');
      return /he_v6/.test(gate.reason) && gate;
    });
    expect(reason).toMatch(
      /second session to gw2, or give gw2 any other session that brings exactly/,
    );
    expect((await states()).open).toContain('imports-proven');
  });
});
