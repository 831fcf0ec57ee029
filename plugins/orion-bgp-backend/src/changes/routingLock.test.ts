import {
  BgpWorldState,
  RunningBird,
  RunningGobgp,
  startBird,
  startGobgp,
} from '@orion/lab';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { actedRouter } from '../__testUtils__/actedRouter';
import {
  SessionStage,
  startSessionStage,
  twoUpstreams,
} from './testing/startSessionStage';

const OWN = '2001:db8:3949::/48';
const reason = 'maintenance CHG-42';

/** gw1 with a third upstream, which is switched off. */
function seed(now: number): BgpWorldState {
  const state = twoUpstreams(now);
  const late = structuredClone(state.sessions.at(-1)!);
  Object.assign(late, {
    ...{ name: 'late_v6', state: 'down', disabled: true },
    ...{ neighborAddress: '2001:db8:300::1', neighborId: '198.51.100.201' },
    localAddress: '2001:db8:300::2',
  });
  return { ...state, sessions: [...state.sessions, late] };
}

describe('changes of routing in one AS', () => {
  let bird: RunningBird;
  let gobgp: RunningGobgp;
  let stage: SessionStage;

  beforeAll(async () => {
    [bird, gobgp] = await Promise.all([
      // What is enabled comes up when a test says so.
      startBird({ connectMs: 3_600_000, seed }),
      startGobgp({ port: 0, connectMs: 50 }),
    ]);
    stage = await startSessionStage({
      defaultOwner: 'group:default/team-a',
      aggregates: [OWN],
      routers: {
        gw1: actedRouter(bird, { revertAfterSeconds: 60 }),
        gw2: actedRouter(gobgp),
        // Of an AS of its own.
        other: { ...actedRouter(bird), asn: 64500 },
      },
    });
  });

  beforeEach(() => {
    bird.world.reset(seed(Date.now()));
    bird.clearRequests();
    gobgp.requests.clear();
  });

  afterAll(async () => {
    await stage?.stop();
    await Promise.all([bird?.stop(), gobgp?.stop()]);
  });

  const acts = () => [
    ...bird
      .requests()
      .map(({ path }) => path)
      .filter(command => /^(disable|reload) /.test(command)),
    ...gobgp.requests
      .list()
      .map(({ path }) => path.split('/').pop()!)
      .filter(name => name === 'DeletePath'),
  ];

  it.each([
    [
      'a disable',
      'bgp-peer.disable',
      { router: 'gw1', session: 'he_v6', name: 'he_v6' },
      /^disable 'he_v6'/,
    ],
    [
      'a withdrawal on another router',
      'prefix.withdraw',
      { router: 'gw2', prefix: OWN, name: OWN },
      /^DeletePath$/,
    ],
  ])('wait for each other: %s', async (_, kind, input, act) => {
    const first = await stage.approved('bgp-peer.enable', {
      ...{ router: 'gw1', session: 'late_v6', reason },
    });
    const second = await stage.approved(kind, { ...input, reason });
    const { pipeline } = stage;
    await pipeline.drive(first, 'verifying');
    await eventually(async () => {
      pipeline.worker.wake(String(second));
      const row = await pipeline.find(second);
      return (
        row.reason === `Waiting for routing:394955, held by #${first}` &&
        row.state === 'approved'
      );
    });
    expect(acts()).toEqual([]);

    // One of another AS does not wait.
    const other = await stage.approved('bgp-peer.soft-reset', {
      ...{ router: 'other', session: 'he_v4', direction: 'in', reason },
    });
    await pipeline.drive(other, 'succeeded');
    expect(acts()).toEqual([expect.stringMatching(/^reload .*'he_v4'/)]);
    expect((await pipeline.find(first)).state).toBe('verifying');

    bird.world.sessionUp('late_v6');
    await pipeline.drive(first, 'succeeded');
    await pipeline.drive(second, 'succeeded');
    expect(acts()).toHaveLength(2);
    expect(acts().at(-1)).toMatch(act);
  });
});
