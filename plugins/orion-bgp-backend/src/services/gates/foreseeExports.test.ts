import { BgpWorldState, startGobgp } from '@orion/lab';
import { waitingGw2 } from '../../__testUtils__/oneUpstream';
import { gateSession, OWN } from '../../__testUtils__/gateFacts';
import { SharedNeighbor } from '../sharedNeighbors';
import { foreseeExports } from './foreseeExports';

const HE = '2001:db8:100::1';
const waiting = [{ address: HE, from: 'he_v6', to: HE }];
const sessions = [gateSession('gw2', { name: HE, state: 'down' })];
const asked = {
  ours: [OWN, '192.0.2.0/24'],
  routes: ['2600::/12', OWN],
  shown: [],
};

/** What the policy of a GoBGP, which is one's to alter, is going to do. */
async function foresee(
  alter: (state: BgpWorldState) => void,
  shown: SharedNeighbor[] = [],
) {
  const seed = (now: number) => {
    const state = structuredClone(waitingGw2(now));
    alter(state);
    return state;
  };
  const gobgp = await startGobgp({ port: 0, connectMs: 50, seed });
  try {
    const router = {
      id: 'gw2',
      endpoint: { driver: 'gobgp' as const, target: gobgp.readTarget },
    };
    const found = await foreseeExports(router, waiting, sessions, {
      ...{ ...asked, shown },
    });
    return found![0];
  } finally {
    await gobgp.stop();
  }
}

const setExports = (state: BgpWorldState, exports: 'all' | 'none' | 'own') => {
  const session = state.sessions.find(({ name }) => name === 'he_v6')!;
  session.channels[0].exports = exports;
};

describe('foreseeExports', () => {
  it('finds nothing where ours goes out and nothing else, by family', async () => {
    expect(await foresee(() => {})).toEqual({
      session: HE,
      address: HE,
      // Ours, the default route and one of the sample.
      probes: 3,
      problem: undefined,
    });
  });

  it('names what would not go out, though it does to those that stand in', async () => {
    const { problem } = await foresee(state => setExports(state, 'none'));
    expect(problem).toBe(
      `gw2 would not announce ${OWN} to ${HE}: statement he_v6-ipv6-rest of export policy out refuses it.`,
    );
  });

  it('names what is not ours and would go out', async () => {
    const { problem } = await foresee(state => {
      setExports(state, 'all');
      state.defaultExport = 'accept';
    });
    expect(problem).toBe(
      `gw2 would announce ::/0 to ${HE}, which is not ours: the default export policy lets it out.`,
    );
  });

  it('names a statement that alters attributes for the one that waits alone, or for the other', async () => {
    const standIn = '2001:db8:200::1';
    const shown = [{ address: standIn, from: 'stand_in6', to: standIn }];
    const mark =
      (...names: string[]) =>
      (state: BgpWorldState) =>
        state.sessions
          .filter(({ name }) => names.includes(name))
          .forEach(({ channels }) => {
            channels[0].exportSets = { communities: [[65535, 65281]] };
          });
    const both = await foresee(mark('he_v6', 'stand_in6'), shown);
    expect(both.problem).toBeUndefined();
    for (const one of ['he_v6', 'stand_in6']) {
      const { problem } = await foresee(mark(one), shown);
      expect(problem).toBe(
        `gw2 would tell ${HE} of ${OWN} with other attributes than any neighbor that is up on both: statement ${one}-ipv6-own of export policy out alters them for one of the two alone.`,
      );
    }
  });

  it('says that a router does not tell', async () => {
    const found = await foreseeExports(
      { id: 'gw2', endpoint: { driver: 'gobgp', target: '127.0.0.1:1' } },
      waiting,
      sessions,
      asked,
    );
    expect(found).toEqual([
      {
        ...{ session: HE, address: HE, probes: 0 },
        problem: expect.stringMatching(/^What gw2 lets out cannot be read: /),
      },
    ]);
  });

  it('asks no daemon whose filters have names, nor where nobody waits', async () => {
    const bird = { driver: 'bird' as const, socket: '/nonexistent' };
    expect(
      await foreseeExports(
        { id: 'gw1', endpoint: bird },
        waiting,
        sessions,
        asked,
      ),
    ).toBeUndefined();
    expect(
      await foreseeExports(
        { id: 'gw2', endpoint: { driver: 'gobgp', target: '127.0.0.1:1' } },
        [],
        sessions,
        asked,
      ),
    ).toEqual([]);
  });
});
