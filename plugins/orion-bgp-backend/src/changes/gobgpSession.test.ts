import { BgpWorldState, gw2Seed, RunningGobgp, startGobgp } from '@orion/lab';
import { actedRouter } from '../__testUtils__/actedRouter';
import {
  SessionStage,
  startSessionStage,
  twoUpstreams,
} from './testing/startSessionStage';

const DISABLE = 'bgp-peer.disable';
const ENABLE = 'bgp-peer.enable';
const RESET = 'bgp-peer.soft-reset';
const HE = '2001:db8:100::1';
const he = { router: 'gw2', session: HE, reason: 'maintenance CHG-42' };

/** gw2 with the second upstream for IPv6 that gw1 has in other tests. */
function seed(now: number): BgpWorldState {
  const state = gw2Seed(now);
  const other = twoUpstreams(now).sessions.at(-1)!;
  return { ...state, sessions: [...state.sessions, other] };
}

describe.each([3, 4] as const)(
  'actions on a session of the lab’s GoBGP %s',
  api => {
    let gobgp: RunningGobgp;
    let stage: SessionStage;
    const session = (address = HE) =>
      gobgp.world.state.sessions.find(
        ({ neighborAddress }) => neighborAddress === address,
      )!;
    const writes = () =>
      gobgp.requests
        .list()
        .filter(({ path }) => /(Enable|Disable|Reset|Shutdown)Peer/.test(path));

    beforeAll(async () => {
      gobgp = await startGobgp({ port: 0, api, seed, connectMs: 50 });
      stage = await startSessionStage({
        defaultOwner: 'group:default/team-a',
        routers: {
          gw2: actedRouter(gobgp),
        },
      });
    });

    beforeEach(() => {
      gobgp.world.sessionUp('he_v6');
      gobgp.world.sessionUp('alt_v6');
      gobgp.requests.clear();
    });

    afterAll(async () => {
      await stage?.stop();
      await gobgp?.stop();
    });

    it('goes down and up again, and no other neighbor does', async () => {
      const id = await stage.approved(DISABLE, { ...he, name: HE });
      await stage.pipeline.drive(id, 'succeeded');
      expect(session()).toMatchObject({
        disabled: true,
        message: 'maintenance CHG-42',
      });
      const others = gobgp.world.state.sessions.filter(
        ({ neighborAddress }) => neighborAddress !== HE,
      );
      expect(others.every(({ disabled }) => !disabled)).toBe(true);

      const back = await stage.approved(ENABLE, he);
      await stage.pipeline.drive(back, 'succeeded');
      expect(session()).toMatchObject({
        disabled: false,
        state: 'established',
      });
      expect(writes()).toHaveLength(2);
    });

    it('asks for the routes anew, and the session stays', async () => {
      const { since } = session();
      const id = await stage.approved(RESET, { ...he, direction: 'out' });
      await stage.pipeline.drive(id, 'succeeded');
      expect(session()).toMatchObject({ state: 'established', since });
      expect(writes()).toHaveLength(1);
    });

    it('refuses the last path, and names that are no addresses', async () => {
      gobgp.world.sessionDown('alt_v6');
      const id = await stage.submit(DISABLE, { ...he, name: HE });
      const { reason } = await stage.pipeline.drive(id, 'denied');
      expect(reason).toMatch(/over session 2001:db8:100::1 on gw2/);
      await expect(
        stage.submit(DISABLE, { ...he, session: 'he_v6', name: 'he_v6' }),
      ).rejects.toThrow(/no address/);
      expect(writes()).toEqual([]);
    });
  },
);
