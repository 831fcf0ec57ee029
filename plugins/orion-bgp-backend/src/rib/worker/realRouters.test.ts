import { describeWithDaemons, RealBgpPair, startRealBgpPair } from '@orion/lab';
import { BirdRouteSource } from '../../clients/bird';
import { connectUnix } from '../../clients/bird/connectUnix';
import { GobgpRouteSource } from '../../clients/gobgp/GobgpRouteSource';
import { parseRouteSearch } from '../search/parseRouteSearch';
import { RibHost } from './RibHost';

describe.each([3, 4] as const)('the route index of BIRD and GoBGP %i', api => {
  describeWithDaemons(['bird', `gobgpd${api}`], 'the real ones', () => {
    let pair: RealBgpPair;
    let host: RibHost;

    beforeAll(async () => {
      pair = await startRealBgpPair({
        api,
        routes4: `
          route 203.0.113.0/24 blackhole { bgp_community.add((6939,100)); };
          route 198.51.100.0/24 blackhole { bgp_path.prepend(64500); };`,
        routes6: `
          route 2001:db8:1::/48 blackhole { bgp_large_community.add((6939,1,2)); };
          route 2001:db8::/32 blackhole;`,
      });
      host = new RibHost({
        createSource: ({ router }) =>
          router === 'bird'
            ? new BirdRouteSource({
                router,
                open: () => connectUnix(pair.bird.socketPath),
              })
            : GobgpRouteSource.create({ router, address: pair.gobgp.target }),
        onChange: () => {},
      });
      await host.calls.configure({
        routers: ['bird', 'gobgp'].map(id => ({
          id,
          asn: id === 'bird' ? 6939 : 394955,
          source: { router: id, driver: 'real', settings: {} },
          minDumpIntervalMs: 500,
        })),
        communities: [{ pattern: '6939:100', text: 'learned from a customer' }],
        rpki: [],
      });
    });
    afterAll(async () => {
      await host?.stop();
      await pair?.stop();
    });

    const search = async (text: string, routers?: string[]) =>
      host.calls.search({
        query: parseRouteSearch(text).query,
        routers,
        limit: 50,
      });
    const until = async (check: () => boolean | Promise<boolean>) => {
      const end = Date.now() + 20_000;
      // On a busy machine a dump takes long, and the daemon rests fifty times as long.
      const rests = () =>
        host.tables().some(({ nextDumpAt = '' }) => {
          const inMs = Date.parse(nextDumpAt) - Date.now();
          return inMs > -5_000 && inMs < 60_000;
        });
      while (!(await check())) {
        if (Date.now() > end && !rests()) {
          throw new Error(`not within 20 s: ${JSON.stringify(host.tables())}`);
        }
        await new Promise(resolve => {
          setTimeout(resolve, 50);
        });
      }
    };
    const state = (router: string) =>
      host.tables().find(table => table.router === router)?.state;

    it('has both tables, each kept in its way', async () => {
      await until(() => state('bird') === 'polled');
      await until(() => state('gobgp') === (api === 4 ? 'live' : 'polled'));
      await until(async () => {
        await host.calls.changesMoved({ router: 'gobgp' });
        return (await search('', ['gobgp'])).total === 4;
      });
      const { items } = await search('6939:100');
      expect(items.map(({ router, prefix }) => [router, prefix])).toEqual(
        expect.arrayContaining([['gobgp', '203.0.113.0/24']]),
      );
      expect(items.at(-1)?.communities[0].meaning).toBe(
        'learned from a customer',
      );
      expect((await search('^6939 64500$', ['gobgp'])).items).toMatchObject([
        { prefix: '198.51.100.0/24', originAs: 64500, best: true },
      ]);
      const { items: longest } = await search('2001:db8:1::1', ['gobgp']);
      expect(longest).toMatchObject([{ prefix: '2001:db8:1::/48' }]);
      // BIRD says what it sends.
      expect((await search('exported:gobgp', ['bird'])).total).toBe(4);
    });

    it('sees routes go and come', async () => {
      const dumpedAt = () =>
        host.tables().find(({ router }) => router === 'gobgp')?.dumpedAt;
      await until(() => state('gobgp') === (api === 4 ? 'live' : 'polled'));
      const before = dumpedAt();
      const expectTotal = async (total: number) =>
        until(async () => {
          if (api === 3) {
            await host.calls.changesMoved({ router: 'gobgp' });
          }
          return (await search('', ['gobgp'])).total === total;
        });
      await pair.bird.ask('disable s6');
      await expectTotal(2);
      await pair.bird.ask('enable s6');
      await expectTotal(4);
      expect((await search('1:2', ['gobgp'])).total).toBe(0);
      expect((await search('6939:1:2', ['gobgp'])).total).toBe(1);
      expect(dumpedAt() === before).toBe(api === 4);
    });

    it('compares what one sends with what the other has', async () => {
      const { counts } = await host.calls.diff({
        a: 'bird',
        b: 'gobgp',
        options: { scope: 'accepted', limit: 10 },
      });
      expect(counts).toMatchObject({ onlyA: 0, onlyB: 0 });
      expect(counts.same + counts.different).toBe(4);
    });
  });
});
