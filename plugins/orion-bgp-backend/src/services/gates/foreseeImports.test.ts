import { BgpWorldState, startGobgp } from '@orion/lab';
import { gateSession } from '../../__testUtils__/gateFacts';
import { waitingGw2 } from '../../__testUtils__/oneUpstream';
import { foreseeImports } from './foreseeImports';

const HE = '2001:db8:100::1';
const FEED = '2001:db8:300::1';
const neighbor = { address: HE, from: 'he_v6', to: HE };
const sessions = [HE, FEED].map(name =>
  gateSession('gw2', { name, neighborAddress: name }),
);

/** What is said of a GoBGP whose policy is one's to alter. */
async function differs(alter: (state: BgpWorldState) => void = () => {}) {
  const seed = (now: number) => {
    const state = structuredClone(waitingGw2(now));
    alter(state);
    return state;
  };
  const gobgp = await startGobgp({ port: 0, connectMs: 50, seed });
  try {
    const target = gobgp.readTarget;
    const endpoint = { driver: 'gobgp' as const, target };
    const otherPolicy = await foreseeImports({ id: 'gw2', endpoint }, sessions);
    return otherPolicy({ neighbor, feed: FEED });
  } finally {
    await gobgp.stop();
  }
}

const close = (state: BgpWorldState, name: string) => {
  const { channels } = state.sessions.find(one => one.name === name)!;
  channels[0].imports = 'none';
};

describe('foreseeImports', () => {
  it('finds nothing where the same statements are about both', async () => {
    expect(await differs()).toBeUndefined();
    // Names of statements and sets are theirs; what they do is compared.
    const alike = await differs(state => {
      close(state, 'he_v6');
      close(state, 'feed6');
    });
    expect(alike).toBeUndefined();
    expect(await differs(state => close(state, 'he_v4'))).toBeUndefined();
  });

  it('names the statement that is about the one alone', async () => {
    expect(await differs(state => close(state, 'he_v6'))).toBe(
      `for ${HE} there is statement he_v6-ipv6-none of import policy in, where for ${FEED} there is the default import policy.`,
    );
    expect(await differs(state => close(state, 'feed6'))).toBe(
      `for ${HE} there is the default import policy, where for ${FEED} there is statement feed6-ipv6-none of import policy in.`,
    );
  });

  it('takes silence for no proof', async () => {
    const endpoint = { driver: 'gobgp' as const, target: '127.0.0.1:1' };
    const otherPolicy = await foreseeImports({ id: 'gw2', endpoint }, sessions);
    expect(otherPolicy({ neighbor, feed: FEED })).toMatch(
      /^gw2 does not tell its import policy: /,
    );
  });

  it('compares the filters of a BIRD by name', async () => {
    const endpoint = { driver: 'bird' as const, socket: '/nonexistent' };
    const say = async (...names: string[]) => {
      const both = sessions.map((session, at) => ({
        ...session,
        families: session.families.map(family => ({
          ...family,
          importPolicy: names[at],
        })),
      }));
      const otherPolicy = await foreseeImports({ id: 'gw1', endpoint }, both);
      return otherPolicy({ neighbor, feed: FEED });
    };
    expect(await say('transit', 'transit')).toBeUndefined();
    expect(await say('transit', 'peers')).toBe(
      `for ${HE} there is transit (ipv6-unicast), where for ${FEED} there is peers.`,
    );
    expect(await say('(unnamed)', '(unnamed)')).toMatch(/there is \(unnamed\)/);
  });

  it('knows of no session that is not there', async () => {
    const endpoint = { driver: 'bird' as const, socket: '/nonexistent' };
    const otherPolicy = await foreseeImports({ id: 'gw1', endpoint }, sessions);
    expect(otherPolicy({ neighbor, feed: 'gone' })).toBe(
      'gw1 has no session gone.',
    );
  });
});
