import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { PathRecord } from '../../routes/RouteSource';
import { MemorySource } from '../testing/MemorySource';
import { route } from '../testing/ribHosts';
import { RibHost } from './RibHost';

/** What both get of one neighbor, each by its own name. */
function feed(session: string): PathRecord[] {
  return Array.from({ length: 250 }, (_, at) =>
    route(`10.1.${at}.0/24`, { med: 5 }, { session }),
  );
}

describe('what moved after a table was read', () => {
  let running: RibHost | undefined;
  afterEach(async () => running?.stop());

  /** Both are read once, with or without what the neighbor tells BIRD first. */
  async function startPair({ without = 0 } = {}) {
    const sources = {
      bird: new MemorySource(),
      gobgp: new MemorySource({ events: true }),
    };
    sources.bird.routes = feed('he_v6').slice(without);
    sources.gobgp.routes = feed('2001:db8::1');
    const host = new RibHost({
      createSource: ({ router }) => sources[router as keyof typeof sources],
      onChange: () => {},
    });
    running = host;
    await host.calls.configure({
      routers: Object.keys(sources).map(id => ({
        ...{ id, asn: 394955, minDumpIntervalMs: 10 },
        source: { router: id, driver: 'memory', settings: {} },
      })),
      ...{ communities: [], rpki: [] },
    });
    const stateOf = (router: string) =>
      host.tables().find(one => one.router === router)!;
    const whole = (router: 'bird' | 'gobgp') =>
      ['live', 'polled'].includes(stateOf(router).state);
    await eventually(() => whole('bird') && whole('gobgp'));
    const readBird = async () => {
      const { dumps } = sources.bird;
      host.calls.refresh({ router: 'bird' });
      await eventually(() => sources.bird.dumps > dumps && whole('bird'));
    };
    const diff = async (limit = 10) => {
      const { counts, items } = await host.calls.diff({
        ...{ a: 'bird', b: 'gobgp' },
        options: {
          scope: 'accepted',
          limit,
          sessions: [{ a: 'he_v6', b: '2001:db8::1' }],
        },
      });
      return { ...counts, prefixes: items.map(({ prefix }) => prefix) };
    };
    return { diff, readBird, sources, stateOf };
  }

  it('is no difference while the older table cannot have it, and one once it could', async () => {
    const { diff, readBird, sources, stateOf } = await startPair({
      without: 1,
    });
    const [, first, second] = sources.gobgp.routes;
    expect(await diff()).toMatchObject({ same: 249, onlyB: 1 });
    sources.gobgp.update(first, true);
    sources.gobgp.update({
      ...route('10.1.2.0/24', { med: 6 }),
      session: second.session,
    });
    await eventually(
      async () =>
        stateOf('gobgp').paths.ipv4 === 249 && (await diff()).same < 248,
    );
    expect(await diff()).toMatchObject({
      ...{ same: 247, onlyA: 0, onlyB: 1, different: 0 },
      moved: { onlyA: 1, onlyB: 0, different: 1 },
      prefixes: ['10.1.0.0/24'],
    });
    // It hears of one of both, and not of the other: as nothing but time passed since
    // the move, that may still come.
    sources.bird.routes = sources.bird.routes.slice(1);
    await readBird();
    expect(await diff()).toMatchObject({
      ...{ same: 247, onlyA: 0, onlyB: 1, different: 0 },
      moved: { onlyA: 0, onlyB: 0, different: 1 },
    });
  });

  it('is none where a daemon tells the same again', async () => {
    const { diff, sources, stateOf } = await startPair({ without: 1 });
    const [first] = sources.gobgp.routes;
    const { updatedAt } = stateOf('gobgp');
    sources.gobgp.update({ ...first, since: first.since + 60 });
    await eventually(() => stateOf('gobgp').updatedAt !== updatedAt);
    expect(await diff()).toMatchObject({ onlyB: 1, moved: { onlyB: 0 } });
  });

  it('is known of a table that is only dumped, by the dump before', async () => {
    const { diff, readBird, sources } = await startPair();
    expect(await diff()).toMatchObject({ same: 250 });
    const [, ...rest] = sources.bird.routes;
    sources.bird.routes = rest;
    await readBird();
    // The other one may hear of it a little later.
    expect(await diff()).toMatchObject({
      ...{ same: 249, onlyA: 0, onlyB: 0, moved: { onlyB: 1 } },
    });
  });

  it('counts where more than a hundredth moved', async () => {
    const { diff, sources, stateOf } = await startPair();
    sources.gobgp.routes
      .slice(0, 3)
      .forEach(one => sources.gobgp.update(one, true));
    await eventually(() => stateOf('gobgp').paths.ipv4 === 247);
    expect(await diff()).toMatchObject({
      ...{ same: 247, onlyA: 3, tooManyMoved: 3 },
      prefixes: ['10.1.0.0/24', '10.1.1.0/24', '10.1.2.0/24'],
    });
  });
});
