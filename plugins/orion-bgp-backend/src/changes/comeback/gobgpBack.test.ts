import { RunningGobgp, startGobgp } from '@orion/lab';
import { actedRouter } from '../../__testUtils__/actedRouter';
import { SessionStage, startSessionStage } from '../testing/startSessionStage';

const ENABLE = 'bgp-peer.enable';
const OWN = '2001:db8:3949::/48';
const HE = '2001:db8:100::1';
const he = { router: 'gw2', session: HE, reason: 'done' };

describe('an enable on GoBGP, and what is to go out again', () => {
  let gobgp: RunningGobgp;
  let stage: SessionStage;

  beforeAll(async () => {
    gobgp = await startGobgp({ port: 0, connectMs: 50 });
    stage = await startSessionStage({
      defaultOwner: 'group:default/team-a',
      // One that nobody announces is not waited for, nor one of another family.
      aggregates: [OWN, '2001:db8:ffff::/48', '192.0.2.0/24'],
      routers: {
        gw2: actedRouter(gobgp, { revertAfterSeconds: 10 }),
      },
    });
  });

  beforeEach(() => {
    gobgp.world.disable('he_v6', 'by hand');
  });

  afterAll(async () => {
    await stage?.stop();
    await gobgp?.stop();
  });

  it('names what the policy lets out, and is confirmed with it', async () => {
    const id = await stage.approved(ENABLE, he);
    expect(await stage.lines(id)).toEqual([
      `how many routes ${HE} had is not known`,
      `announcement of ${OWN}`,
      `session ${HE} on gw2: disabled -> up`,
    ]);
    await stage.pipeline.drive(id, 'succeeded');
  });

  it('is taken back where that does not go out, and says which lacks', async () => {
    const id = await stage.approved(ENABLE, he);
    for (const { prefix, protocol } of [...gobgp.world.state.own]) {
      if (prefix === OWN) {
        gobgp.world.withdrawOwn(prefix, protocol);
      }
    }
    const { reason } = await stage.pipeline.drive(id, 'failed');
    expect(reason).toMatch(/Nobody confirmed within 10 s/);
    expect(reason).toContain(`${OWN} did not go out again yet`);
    expect(gobgp.world.session('he_v6').disabled).toBe(true);
  });
});
