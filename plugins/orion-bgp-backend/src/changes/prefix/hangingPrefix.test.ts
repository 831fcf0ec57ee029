import {
  BgpWorldState,
  gw1Seed,
  RunningBird,
  RunningGobgp,
  startBird,
  startGobgp,
} from '@orion/lab';
import { actedRouter } from '../../__testUtils__/actedRouter';
import { SessionStage, startSessionStage } from '../testing/startSessionStage';

const OWN = '2001:db8:3949::/48';
const input = {
  router: 'gw2',
  prefix: OWN,
  name: OWN,
  reason: 'maintenance CHG-42',
};

/** gw1 that passes on what it learns from gw2 over iBGP, the own prefix too. */
function passingOn(now: number): BgpWorldState {
  const state = gw1Seed(now);
  const channelOf = (session: string) =>
    state.sessions
      .find(({ name }) => name === session)!
      .channels.find(({ family }) => family === 'ipv6')!;
  channelOf('he_v6').exports = 'all';
  const shadow = channelOf('shadow');
  shadow.imports = 'all';
  shadow.importPolicy = 'ACCEPT';
  const [offer] = structuredClone(channelOf('he_v6').offers);
  shadow.offers = [{ ...offer, prefix: OWN }];
  shadow.gateway = channelOf('he_v6').gateway;
  return state;
}

describe('an announcement that hangs on the one that is taken back', () => {
  let bird: RunningBird;
  let gobgp: RunningGobgp;
  let stage: SessionStage;
  const own = () => bird.world.state.own.find(({ prefix }) => prefix === OWN)!;
  const goesOut = () => {
    const he = bird.world.session('he_v6');
    const channel = he.channels.find(({ family }) => family === 'ipv6')!;
    return bird.world.exports(he, channel).find(({ prefix }) => prefix === OWN)
      ?.protocol;
  };

  beforeAll(async () => {
    [bird, gobgp] = await Promise.all([
      startBird({ connectMs: 50, seed: passingOn }),
      startGobgp({ port: 0, connectMs: 50 }),
    ]);
    stage = await startSessionStage({
      defaultOwner: 'group:default/team-a',
      aggregates: [OWN],
      routers: {
        gw1: { asn: 394955, bird: { socket: bird.readPath } },
        gw2: actedRouter(gobgp),
      },
    });
  });

  afterAll(async () => {
    await stage?.stop();
    await Promise.all([bird?.stop(), gobgp?.stop()]);
  });

  it('counts as one elsewhere only where the other router has it by itself', async () => {
    const planned = await stage.submit('prefix.withdraw', input);
    await stage.pipeline.drive(planned, 'awaiting-approval');
    expect(await stage.lines(planned)).toContain(
      `others reach ${OWN} by he_v6 on gw1`,
    );

    // Now gw1 has it from gw2 alone, and its neighbor still gets it.
    bird.world.withdrawOwn(OWN, own().protocol);
    expect(goesOut()).toBe('shadow');
    const id = await stage.submit('prefix.withdraw', input);
    const { reason } = await stage.pipeline.drive(id, 'denied');
    expect(reason).toMatch(/without gw2 nobody outside would reach it/);

    // What was planned before is denied at the apply claim.
    await stage.pipeline.approve(planned);
    const late = await stage.pipeline.drive(planned, 'denied');
    expect(late.reason).toMatch(/without gw2 nobody outside would reach it/);
  });
});
