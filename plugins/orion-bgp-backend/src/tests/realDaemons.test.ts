import {
  eventually,
  startTestDatabase,
  TestDatabase,
} from '@orion/backstage-plugin-orion-node/testing';
import { describeWithDaemons, RealBgpPair, startRealBgpPair } from '@orion/lab';
import { testCollector } from '../__testUtils__/testCollector';
import { Replica, startReplica } from '../__testUtils__/startReplica';

const ROUTES = Array.from(
  { length: 20 },
  (_, index) => `route 2001:db8:${index + 1}::/48 blackhole;`,
).join('\n');

describeWithDaemons(
  ['bird', 'gobgpd4'],
  'sessions of a real BIRD and a real GoBGP',
  () => {
    let pair: RealBgpPair;
    let database: TestDatabase;
    let replica: Replica;
    const get = async (path: string) =>
      (await replica.api.get(`/api/orion-bgp${path}`)).body;
    const session = (router: string, name: string) =>
      get(`/routers/${router}/sessions/${name}`);
    const waitFor = (router: string, name: string, state: string) =>
      eventually(async () => {
        const found = await session(router, name);
        return found.state === state && found;
      });

    beforeAll(async () => {
      [pair, database] = await Promise.all([
        startRealBgpPair({ api: 4, routes6: ROUTES, listen: 'unix' }),
        startTestDatabase(),
      ]);
      replica = await startReplica(
        database,
        {
          routers: {
            upstream: {
              title: 'AS6939 on loopback',
              asn: 6939,
              bird: { socket: pair.bird.socketPath },
            },
            gw1: { asn: 394955, gobgp: { target: pair.gobgp.target } },
          },
        },
        [testCollector],
      );
    });

    afterAll(async () => {
      await replica?.backend.stop();
      await Promise.all([pair?.stop(), database?.stop()]);
    });

    it('has both ends of one session, each as its daemon tells it', async () => {
      const exportedOf = ({ families }: any) =>
        families?.find(({ family }: any) => family === 'ipv6-unicast')?.counters
          .exported;
      // Established comes before the table that goes out is counted.
      const bird = await eventually(async () => {
        const found = await session('upstream', 'gobgp');
        return exportedOf(found)?.value === 20 && found;
      });
      const gobgp = await eventually(async () => {
        const found = await session('gw1', '127.0.0.1');
        const v6 = found.families?.find(
          ({ family }: any) => family === 'ipv6-unicast',
        );
        return v6?.counters.received.value === 20 && found;
      });
      expect(bird).toMatchObject({
        state: 'established',
        neighborAs: 394955,
        localAs: 6939,
        type: 'external',
        freshness: { source: 'bgp:upstream', stale: false },
      });
      expect(gobgp).toMatchObject({
        neighborAs: 6939,
        neighborId: '10.255.0.1',
        description: 'transit',
        flaps: { lastDay: 0 },
      });
      const { items } = await get('/routers');
      expect(items).toMatchObject([
        {
          id: 'upstream',
          identity: { driver: 'bird', routerId: '10.255.0.1' },
          sessions: { total: 1, established: 1 },
          complete: true,
        },
        { id: 'gw1', identity: { driver: 'gobgp-v4', asn: 394955 } },
      ]);
      expect(exportedOf(bird)).toEqual({
        value: 20,
        definition: 'bird.exported',
      });
    });

    it("tells both within a second that one end was switched off, with BIRD's reason", async () => {
      const at = performance.now();
      const before = replica.announced.length;
      await pair.bird.ask('disable gobgp "maintenance <b>tonight</b>"');
      const [bird] = await Promise.all([
        waitFor('upstream', 'gobgp', 'down'),
        eventually(
          async () =>
            (await session('gw1', '127.0.0.1')).state !== 'established',
        ),
      ]);
      // GoBGP 4.8 has fields for the reason and leaves them empty.
      expect(bird).toMatchObject({
        adminState: 'down',
        shutdownMessage: 'maintenance <b>tonight</b>',
        shutdownMessageFrom: 'own',
      });
      // The bar is one second to the browser; a busy machine gets three here.
      expect(performance.now() - at).toBeLessThan(3_000);
      expect(replica.announced.length).toBeGreaterThan(before);

      await pair.bird.ask('enable gobgp');
      await waitFor('upstream', 'gobgp', 'established');
      await waitFor('gw1', '127.0.0.1', 'established');
      const own = await get('/routers/upstream/sessions/gobgp/transitions');
      expect(own.items[0]).toMatchObject({ to: 'established', flap: false });
      expect(own.items).toContainEqual(
        expect.objectContaining({ adminState: 'down', flap: false }),
      );
      const other = await get('/routers/gw1/sessions/127.0.0.1/transitions');
      expect(other.items).toContainEqual(
        expect.objectContaining({
          from: 'established',
          flap: true,
          received: expect.objectContaining({ 'ipv6-unicast': 20 }),
        }),
      );
    });

    it('shows within seconds what no longer goes out, without reading the table again', async () => {
      const table = async () =>
        (await get('/tables')).items?.find(
          ({ router }: any) => router === 'upstream',
        );
      const sent = async () =>
        (await get('/routes?q=exported%3Agobgp&router=upstream')).total;
      const { dumpedAt } = await eventually(async () => {
        const found = await table();
        return found?.state === 'polled' && (await sent()) === 20 && found;
      });
      await pair.bird.ask('disable s6');
      await eventually(async () => (await sent()) === 0);
      // They are gone, and no counter of an import says so.
      await eventually(async () => (await table()).paths.ipv6 === 0);
      await pair.bird.ask('enable s6');
      await eventually(async () => (await sent()) === 20);
      expect((await table()).dumpedAt).toBe(dumpedAt);
    });

    it('grows old while a daemon hangs, says so, and recovers by itself', async () => {
      await waitFor('upstream', 'gobgp', 'established');
      pair.bird.kill('SIGSTOP');
      const stale = await eventually(async () => {
        const found = await session('upstream', 'gobgp');
        return found.freshness.stale && found.freshness.error && found;
      });
      expect(stale.state).toBe('established');
      expect(stale.freshness.error).toMatch(/upstream/);
      pair.bird.kill('SIGCONT');
      await eventually(async () => {
        const found = await session('upstream', 'gobgp');
        return !found.freshness.stale && !found.freshness.error;
      });
      await waitFor('upstream', 'gobgp', 'established');
    });
  },
);
