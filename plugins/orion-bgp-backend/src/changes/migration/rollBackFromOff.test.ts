import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { RunningBird, RunningGobgp, startBird, startGobgp } from '@orion/lab';
import { asSoonAs } from '../../__testUtils__/asSoonAs';
import { migratingPair } from '../../__testUtils__/migratingPair';
import { SessionStage, startSessionStage } from '../testing/startSessionStage';
import { MigrationApi } from './MigrationApi';

const NEIGHBOR = '2001:db8:100::1';
const ROLL_BACK = 'bgp-migration.roll-back';
const back = {
  ...{ from: 'gw1', to: 'gw2', sessions: ['he_v6'] },
  reason: 'migration CHG-7',
};

/** Cut over from gw1, a BIRD, to gw2, a GoBGP, which somebody switched off since. */
describe('a way back from a session that was switched off', () => {
  let bird: RunningBird;
  let gobgp: RunningGobgp;
  let stage: SessionStage;
  const old = () => bird.world.session('he_v6');
  const young = () => gobgp.world.session('he_v6');
  /** It was switched on again. */
  const on = jest.fn();

  beforeAll(async () => {
    [bird, gobgp] = await Promise.all([
      startBird({ connectMs: 50 }),
      startGobgp({ port: 0, connectMs: 50 }),
    ]);
    const bgp = {
      defaultOwner: 'group:default/team-a',
      ...migratingPair({
        socket: bird.readPath,
        target: gobgp.readTarget,
        actions: {
          socket: bird.path,
          target: gobgp.target,
          revertAfterSeconds: 20,
        },
      }),
    };
    stage = await startSessionStage(bgp, [], {} as MigrationApi);
    gobgp.world.onChange(() => young().disabled || on());
  });

  afterAll(async () => {
    await stage?.stop();
    await Promise.all([bird?.stop(), gobgp?.stop()]);
  });

  beforeEach(() => {
    bird.world.disable('he_v6');
    gobgp.world.disable('he_v6');
    on.mockReset();
  });

  it('leaves that one off and the other one on where it comes to no end', async () => {
    const id = await stage.approved(ROLL_BACK, back);
    expect(await stage.lines(id)).toEqual([
      `1. disable ${NEIGHBOR} on gw2`,
      '2. enable he_v6 on gw1',
      `${NEIGHBOR} on gw2 is switched off and stays so`,
      `own prefixes to ${NEIGHBOR}: by nobody -> by gw1`,
    ]);
    const stop = asSoonAs(
      () => !old().disabled,
      () => {
        // Gone for a moment, before its session is proven.
        bird.faults.set('refuse', {});
        setTimeout(() => bird.faults.clear(), 3_000);
      },
    );
    const { reason } = await stage.pipeline.drive(id, 'failed');
    stop();
    expect(reason).toMatch(/he_v6 on gw1 may speak, as nobody did/);
    expect(on).not.toHaveBeenCalled();
    expect([old().disabled, young().disabled]).toEqual([false, true]);
  });

  it('succeeds as any other one', async () => {
    const id = await stage.approved(ROLL_BACK, back);
    await stage.pipeline.drive(id, 'succeeded');
    expect(on).not.toHaveBeenCalled();
    expect(old()).toMatchObject({ disabled: false, state: 'established' });
  });

  it('is asked for anew where it was switched off after the plan', async () => {
    gobgp.world.enable('he_v6');
    gobgp.world.sessionDown('he_v6');
    await eventually(() => young().state !== 'established');
    const id = await stage.approved(ROLL_BACK, back);
    expect(await stage.lines(id)).toContain(
      'only the machine of ORION undoes it',
    );
    gobgp.world.disable('he_v6');
    await stage.pipeline.drive(id, 'awaiting-approval');
    expect(await stage.lines(id)).toContain(
      `${NEIGHBOR} on gw2 is switched off and stays so`,
    );
  });
});
