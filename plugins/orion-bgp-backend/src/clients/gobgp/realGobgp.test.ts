import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import {
  describeWithDaemons,
  LINK_NETWORKS,
  RealBgpPair,
  startRealBgpPair,
} from '@orion/lab';
import { decodeAttributes } from '../../attributes/decodeAttributes';
import { formatAttributes } from '../../attributes/formatAttributes';
import { formatPrefix, parsePrefix } from '../../routes/addresses';
import {
  ExportRecord,
  PathFlag,
  PathRecord,
  PrefixKey,
  RouteUpdate,
} from '../../routes/RouteSource';
import { GobgpRouteSource } from './GobgpRouteSource';

const { received, accepted, filtered, best } = PathFlag;
const chosen = received | accepted | best;

/** Refuses one prefix, and prepends to all others: a policy that can be read off the attributes. */
const policy = `
[[defined-sets.prefix-sets]]
  prefix-set-name = "unwanted"
  [[defined-sets.prefix-sets.prefix-list]]
    ip-prefix = "198.51.100.0/24"
    masklength-range = "24..32"
[[policy-definitions]]
  name = "import"
  [[policy-definitions.statements]]
    name = "refuse"
    [policy-definitions.statements.conditions.match-prefix-set]
      prefix-set = "unwanted"
    [policy-definitions.statements.actions]
      route-disposition = "reject-route"
  [[policy-definitions.statements]]
    name = "prepend"
    [policy-definitions.statements.actions.bgp-actions.set-as-path-prepend]
      as = "6939"
      repeat-n = 2
    [policy-definitions.statements.actions]
      route-disposition = "accept-route"
`;

interface Row {
  prefix: string;
  session: string;
  flags: number;
  asPath: string;
  nextHop?: string;
  communities: string[];
}

const row = (path: PathRecord): Row => {
  const { asPath, nextHop, communities } = formatAttributes(
    decodeAttributes(path.attributes),
  );
  return {
    prefix: formatPrefix(path.address, path.length),
    session: path.session,
    flags: path.flags,
    asPath,
    nextHop,
    communities: communities.map(({ value }) => value),
  };
};
const byPrefix = (a: { prefix: string }, b: { prefix: string }) =>
  a.prefix < b.prefix ? -1 : 1;

describe.each([3, 4] as const)('reading GoBGP %i', api => {
  describeWithDaemons(['bird', `gobgpd${api}`], 'the real one', () =>
    defineTests(api),
  );
});

function defineTests(api: 3 | 4) {
  const driver = `gobgp-v${api}`;
  let pair: RealBgpPair;
  let source: GobgpRouteSource;
  const { signal } = new AbortController();

  beforeAll(async () => {
    pair = await startRealBgpPair({
      api,
      routes4: `
        route 203.0.113.0/24 blackhole { bgp_community.add((6939,100)); };
        route 198.51.100.0/24 blackhole;
        route 198.51.100.128/25 blackhole;`,
      routes6: `
        route 2001:db8:1::/48 blackhole { bgp_large_community.add((6939,1,2)); };
        route 2001:db8:2::/48 blackhole { bgp_path.prepend(394955); };`,
      gobgpGlobal: `
  [global.apply-policy.config]
    import-policy-list = ["import"]
    default-import-policy = "accept-route"
`,
      gobgp: policy,
      gobgpFamily: `
    [neighbors.afi-safis.prefix-limit.config]
      max-prefixes = 100
    [neighbors.afi-safis.mp-graceful-restart.config]
      enabled = true
`,
      gobgpNeighbor: `
  [neighbors.graceful-restart.config]
    enabled = true
    restart-time = 20
`,
    });
    source = GobgpRouteSource.create({
      router: 'edge1',
      address: pair.gobgp.target,
      nextHops: LINK_NETWORKS,
    });
    await until(async () => (await dump()).length === 5);
  });
  afterAll(async () => {
    await source?.close();
    await pair?.stop();
  });

  async function dump(): Promise<Row[]> {
    const rows: Row[] = [];
    const count = await source.dumpPaths({
      signal,
      sink: path => void rows.push(row(path)),
    });
    expect(count).toBe(rows.length);
    return rows.sort(byPrefix);
  }

  it('says who it is and how its session stands', async () => {
    const { identity, sessions, problems } = await source.readRouter({
      signal,
    });
    expect(problems).toEqual([]);
    expect(identity).toMatchObject({
      driver,
      routerId: '10.255.0.2',
      asn: 394955,
      hostname: expect.any(String),
      capabilities: { sessionEvents: true, routeEvents: api === 4 },
    });
    expect(source.driver).toBe(driver);
    expect(source.capabilities).toEqual(identity.capabilities);
    expect(sessions).toEqual([
      {
        name: '127.0.0.1',
        description: 'transit',
        neighborAddress: '127.0.0.1',
        neighborAs: 6939,
        neighborId: '10.255.0.1',
        localAddress: '127.0.0.2',
        localAs: 394955,
        type: 'external',
        state: 'established',
        stateText: 'Established',
        adminState: 'up',
        since: expect.stringMatching(/^20\d\d-.*Z$/),
        timers: { hold: 90, keepalive: 30, connectRetry: 120 },
        localCapabilities: expect.arrayContaining([
          { name: '4-octet-as', detail: '394955' },
          {
            name: 'graceful-restart',
            detail: '20 s: ipv4-unicast, ipv6-unicast',
          },
        ]),
        remoteCapabilities: expect.arrayContaining([
          { name: '4-octet-as', detail: '6939' },
          { name: 'graceful-restart', detail: '120 s' },
          { name: 'multiprotocol', detail: 'ipv4-unicast' },
          { name: 'multiprotocol', detail: 'ipv6-unicast' },
          { name: 'route-refresh' },
        ]),
        daemonFlaps: api === 4 ? 0 : undefined,
        families: [
          expect.objectContaining({
            family: 'ipv4-unicast',
            up: true,
            counters: { received: { value: 3, definition: 'gobgp.received' } },
            importLimit: {
              limit: 100,
              used: 3,
              counts: 'before-filters',
              action: 'teardown',
            },
            gracefulRestart: expect.stringContaining('end-of-rib received'),
          }),
          expect.objectContaining({
            family: 'ipv6-unicast',
            counters: { received: { value: 2, definition: 'gobgp.received' } },
          }),
        ],
      },
    ]);
  });

  const expected: Row[] = [
    {
      prefix: '198.51.100.0/24',
      session: '127.0.0.1',
      flags: received | filtered,
      asPath: '6939',
      nextHop: '192.0.2.1',
      communities: [],
    },
    {
      prefix: '198.51.100.128/25',
      session: '127.0.0.1',
      flags: received | filtered,
      asPath: '6939',
      nextHop: '192.0.2.1',
      communities: [],
    },
    {
      prefix: '2001:db8:1::/48',
      session: '127.0.0.1',
      flags: chosen,
      asPath: '6939 6939 6939',
      nextHop: '2001:db8::1',
      communities: ['6939:1:2'],
    },
    {
      prefix: '2001:db8:2::/48',
      session: '127.0.0.1',
      // A loop is dropped before the policy: nobody refused it.
      flags: received,
      asPath: '6939 394955',
      nextHop: '2001:db8::1',
      communities: [],
    },
    {
      prefix: '203.0.113.0/24',
      session: '127.0.0.1',
      flags: chosen,
      asPath: '6939 6939 6939',
      nextHop: '192.0.2.1',
      communities: ['6939:100'],
    },
  ];

  it('hands over every path once, and changes nothing by reading', async () => {
    expect(await dump()).toEqual(expected);
    expect(await dump()).toEqual(expected);
    expect(await dump()).toEqual(expected);
  });

  it('looks prefixes up as the dump has them', async () => {
    const prefixes = [
      ...expected.map(({ prefix }) => prefix),
      '198.51.100.0/25',
      '0.0.0.0/0',
    ].map(text => parsePrefix(text) as PrefixKey);
    const rows: Row[] = [];
    const count = await source.lookupPaths({
      signal,
      prefixes,
      sink: path => void rows.push(row(path)),
    });
    expect(count).toBe(5);
    expect(rows.sort(byPrefix)).toEqual(expected);
  });

  it('lists no exports to the neighbor everything came from', async () => {
    const routes: ExportRecord[] = [];
    const options = {
      signal,
      sink: (route: ExportRecord) => void routes.push(route),
    };
    expect(await source.dumpExports({ ...options, session: '127.0.0.1' })).toBe(
      0,
    );
    expect(await source.dumpExports({ ...options, session: '192.0.2.9' })).toBe(
      0,
    );
    expect(routes).toEqual([]);
  });

  it('lets the receiver be slow, and pass its errors on', async () => {
    const seen: string[] = [];
    await source.dumpPaths({
      signal,
      sink: async path => {
        const text = formatPrefix(path.address, path.length);
        await new Promise(resolve => {
          setTimeout(resolve, 20);
        });
        // The record is used again only after the promise.
        expect(formatPrefix(path.address, path.length)).toBe(text);
        seen.push(text);
      },
    });
    expect(seen.sort()).toEqual(expected.map(({ prefix }) => prefix));
    const failing = source.dumpPaths({
      signal,
      sink: () => {
        throw new Error('the table is full');
      },
    });
    await expect(failing).rejects.toThrow('the table is full');
    expect(await dump()).toEqual(expected);
  });

  it(`${api === 4 ? 'tells' : 'does not tell'} route changes`, async () => {
    expect(Boolean(source.watchPaths)).toBe(api === 4);
    const updates: RouteUpdate[] = [];
    const ending = new AbortController();
    let watching: Promise<void> | undefined;
    await new Promise<void>(resolve => {
      watching = source.watchPaths?.({
        signal: ending.signal,
        onReady: resolve,
        sink: update => void updates.push(update),
      });
      if (!watching) {
        resolve();
      }
    });
    const texts = () =>
      updates.map(
        ({ withdrawn, path }) =>
          `${withdrawn ? '-' : '+'}${formatPrefix(path.address, path.length)} ${
            path.session
          }`,
      );
    const told = (sign: string) => () =>
      api === 3 ||
      ['198.51.100.0/24', '203.0.113.0/24'].every(prefix =>
        texts().includes(`${sign}${prefix} 127.0.0.1`),
      );
    await pair.bird.ask('disable s4');
    await until(told('-'));
    updates.length = 0;
    await pair.bird.ask('enable s4');
    await until(told('+'));
    ending.abort();
    await expect(
      watching ?? Promise.reject(new Error('closed')),
    ).rejects.toThrow(/ended by ORION|closed/);
    await until(async () => (await dump()).length === 5);
  });

  it('tells when a session changes', async () => {
    const quiet = () => source.waitForSessionChange({ signal, withinMs: 300 });
    // A new subscription counts: nobody told what happened before it.
    await until(async () => !(await quiet()));
    const started = Date.now();
    const change = source.waitForSessionChange({ signal, withinMs: 10_000 });
    await pair.bird.ask('disable gobgp "maintenance"');
    expect(await change).toBe(true);
    expect(Date.now() - started).toBeLessThan(5000);
    const down = (await source.readRouter({ signal })).sessions[0];
    expect(down).toMatchObject({
      adminState: 'up',
      localCapabilities: [],
      remoteCapabilities: [],
      since: expect.any(String),
    });
    expect(['idle', 'active', 'connect']).toContain(down.state);
    expect(down.families[0]).toMatchObject({
      up: false,
      counters: { received: { value: undefined } },
    });
    expect(await dump()).toEqual([]);
    await pair.bird.ask('enable gobgp');
    await pair.waitUntilUp();
    await until(async () => (await dump()).length === 5);
  });
}

function until(done: () => boolean | Promise<boolean>): Promise<boolean> {
  return eventually(done);
}
