import { RunningBird, startBird } from '@orion/lab';
import {
  SessionStage,
  startSessionStage,
  twoUpstreams,
} from './testing/startSessionStage';

jest.setTimeout(120_000);

const DISABLE = 'bgp-peer.disable';
const ENABLE = 'bgp-peer.enable';
const he = { router: 'gw1', session: 'he_v6', reason: 'maintenance CHG-42' };
const off = { ...he, name: 'he_v6' };

describe('actions on a session of the lab’s BIRD', () => {
  let bird: RunningBird;
  let stage: SessionStage;
  const session = (name = 'he_v6') => bird.world.session(name);
  const commands = () =>
    bird
      .requests()
      .map(({ path }) => path)
      .filter(line => /^(disable|enable|reload)/.test(line));

  beforeAll(async () => {
    bird = await startBird({ connectMs: 50, seed: twoUpstreams });
    stage = await startSessionStage({
      defaultOwner: 'group:default/team-a',
      routers: {
        gw1: {
          asn: 394955,
          bird: { socket: bird.path },
          actions: { bird: { socket: bird.path }, revertAfterSeconds: 20 },
        },
      },
    });
  });

  beforeEach(() => {
    bird.world.sessionUp('he_v6');
    bird.world.sessionUp('alt_v6');
    bird.clearRequests();
  });

  afterAll(async () => {
    await stage?.stop();
    await bird?.stop();
  });

  it('goes down and up again, each proven and confirmed', async () => {
    const id = await stage.approved(DISABLE, off);
    const titles = await stage.lines(id);
    expect(titles.at(-1)).toBe('session he_v6 on gw1: up -> disabled');
    const row = await stage.pipeline.drive(id, 'succeeded');
    expect(row.target).toMatchObject({
      ref: 'bgp:gw1/he_v6',
      entityRef: 'resource:default/bgp-gw1-he_v6',
    });
    expect(session()).toMatchObject({
      disabled: true,
      message: 'maintenance CHG-42',
    });
    expect(commands()).toEqual([`disable 'he_v6' "maintenance CHG-42"`]);

    const back = await stage.approved(ENABLE, { ...he, reason: 'done' });
    await stage.pipeline.drive(back, 'succeeded');
    expect(session()).toMatchObject({ disabled: false, state: 'established' });
    expect(commands()).toHaveLength(2);
  });
});
