import { BgpSession, BgpWorldState, gw1Seed } from '../../bgp';
import {
  describeWithDaemons,
  RealBgpPair,
  startRealBgpPair,
} from '../../bgp/real';
import { RunningGobgp, startGobgp } from '../startGobgp';
import { contractRoutes, routesBeyondLimit } from './contractTarget';
import { gobgpContract } from './gobgpContract';
import { sentContract, sentPolicy } from './sentContract';

/** The neighbor's protocols in BIRD, one for each route that comes and goes. */
const birdRoutes = {
  routes4: `
    route 203.0.113.0/24 blackhole { bgp_community.add((6939,100)); };
    route 203.0.113.128/25 blackhole;`,
  routes6: `
    route 2001:db8:1::/48 blackhole { bgp_large_community.add((6939,1,2)); };`,
};

describe.each([3, 4] as const)('GoBGP %i', api => {
  describe('simulated', () => {
    let simulator: RunningGobgp;

    beforeAll(async () => {
      simulator = await startGobgp({
        port: 0,
        api,
        seed: contractSeed,
        connectMs: 100,
      });
    });
    afterAll(() => simulator?.stop());

    gobgpContract(() => ({
      api,
      target: simulator.target,
      setAnnounced: async (prefix, announced) => {
        const route = contractRoutes.find(other => other.prefix === prefix)!;
        if (announced) {
          simulator.world.announce('transit', 'ipv6', [route]);
        } else {
          simulator.world.withdraw('transit', 'ipv6', [prefix]);
        }
      },
      setBeyondLimit: async beyond => {
        if (beyond) {
          simulator.world.announce('transit', 'ipv6', routesBeyondLimit);
        } else {
          const prefixes = routesBeyondLimit.map(({ prefix }) => prefix);
          simulator.world.withdraw('transit', 'ipv6', prefixes);
        }
      },
    }));
  });

  describeWithDaemons([`gobgpd${api}`, 'bird'], 'for real', () => {
    let pair: RealBgpPair;

    beforeAll(async () => {
      pair = await startRealBgpPair({
        api,
        ...birdRoutes,
        bird: `protocol static many { disabled; ipv6; ${routesBeyondLimit
          .map(({ prefix }) => `route ${prefix} blackhole;`)
          .join(' ')} }`,
        gobgpFamily: `
    [neighbors.afi-safis.prefix-limit.config]
      max-prefixes = 100
`,
      });
      // The routes follow the session.
      await new Promise(resolve => {
        setTimeout(resolve, 1500);
      });
    });
    afterAll(() => pair?.stop());

    gobgpContract(() => ({
      api,
      target: pair.gobgp.target,
      setAnnounced: async (_, announced) => {
        await pair.bird.ask(`${announced ? 'enable' : 'disable'} s6`);
      },
      setBeyondLimit: async beyond => {
        await pair.bird.ask(`${beyond ? 'enable' : 'disable'} many`);
      },
    }));
  });
});

/** {@link sentPolicy} as GoBGP's configuration has it. */
const policy = `
[[policy-definitions]]
  name = "out"
  [[policy-definitions.statements]]
    name = "mark"
    [policy-definitions.statements.actions]
      route-disposition = "accept-route"
    [policy-definitions.statements.actions.bgp-actions]
      set-med = "${sentPolicy.med}"
    [policy-definitions.statements.actions.bgp-actions.set-as-path-prepend]
      as = "394955"
      repeat-n = ${sentPolicy.prepends.length}
    [policy-definitions.statements.actions.bgp-actions.set-community]
      options = "add"
      [policy-definitions.statements.actions.bgp-actions.set-community.set-community-method]
        communities-list = ["${sentPolicy.communities[0].join(':')}"]
    [policy-definitions.statements.actions.bgp-actions.set-large-community]
      options = "add"
      [policy-definitions.statements.actions.bgp-actions.set-large-community.set-large-community-method]
        communities-list = ["${sentPolicy.largeCommunities[0].join(':')}"]
`;

describe.each([3, 4] as const)('what GoBGP %i sends', api => {
  // Nothing comes or goes while this is asked.
  const asked = (target: () => string) => () => ({
    ...{ api, target: target() },
    setAnnounced: async () => {},
    setBeyondLimit: async () => {},
  });

  describe('simulated', () => {
    let simulator: RunningGobgp;

    beforeAll(async () => {
      const seed = (now: number) => {
        const world = contractSeed(now);
        world.sessions[0].channels.forEach(channel => {
          channel.exportSets = sentPolicy;
        });
        return world;
      };
      simulator = await startGobgp({ port: 0, api, seed, connectMs: 100 });
    });
    afterAll(() => simulator?.stop());

    sentContract(asked(() => simulator.target));
  });

  describeWithDaemons([`gobgpd${api}`, 'bird'], 'for real', () => {
    let pair: RealBgpPair;

    beforeAll(async () => {
      pair = await startRealBgpPair({
        api,
        gobgpGlobal: `
  [global.apply-policy.config]
    export-policy-list = ["out"]
    default-export-policy = "accept-route"
`,
        gobgp: policy,
      });
    });
    afterAll(() => pair?.stop());

    sentContract(asked(() => pair.gobgp.target));
  });
});

function contractSeed(now: number): BgpWorldState {
  const model = gw1Seed(now);
  const [session] = model.sessions;
  const channel = (family: 'ipv4' | 'ipv6') => ({
    ...session.channels[0],
    family,
    importPolicy: 'ACCEPT',
    exports: 'all' as const,
    importLimit: { limit: 100, action: 'teardown' },
    offers: contractRoutes
      .filter(({ prefix }) => prefix.includes(':') === (family === 'ipv6'))
      .map(route => ({ ...route, since: now })),
  });
  const transit: BgpSession = {
    ...session,
    name: 'transit',
    neighborAddress: '127.0.0.1',
    localAddress: '127.0.0.2',
    holdTime: 90,
    keepaliveTime: 30,
    channels: [channel('ipv4'), channel('ipv6')],
  };
  return { ...model, others: [], own: [], sessions: [transit] };
}
