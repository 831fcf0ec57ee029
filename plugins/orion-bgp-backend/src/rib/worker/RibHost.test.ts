import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { encodeAttributes } from '../../attributes/encodeAttributes';
import { PathFlag } from '../../routes/RouteSource';
import { ribHosts, route } from '../testing/ribHosts';

const { received, filtered } = PathFlag;
const { start } = ribHosts();

describe('RibHost', () => {
  it('answers with routes as the API gives them', async () => {
    const { search } = await start();
    const { items, total } = await search('2001:db8:1::/40');
    expect(total).toBe(2);
    expect(items[0]).toEqual({
      router: 'bird',
      prefix: '2001:db8::/40',
      session: 'he_v6',
      origin: 'bgp',
      pathId: undefined,
      filtered: false,
      accepted: true,
      best: true,
      stale: false,
      unreachable: false,
      exportedTo: [],
      nextHop: undefined,
      nextHopLinkLocal: undefined,
      asPath: '6939 64500',
      originAs: 64500,
      bgpOrigin: 'igp',
      med: 5,
      localPref: 100,
      aggregator: undefined,
      otc: 6939,
      communities: [
        { kind: 'standard', value: '6939:100', meaning: 'region 100' },
      ],
      unknownAttributes: [],
      rpki: {
        state: 'valid',
        reason: undefined,
        covering: [
          {
            prefix: '2001:db8::/32',
            maxLength: 40,
            asn: 64500,
            trustAnchor: 'test',
            expiresAt: '2027-01-15T08:00:00.000Z',
          },
        ],
      },
      filterReason: undefined,
      since: '2025-10-09T08:53:20.000Z',
    });
    expect(items[1]).toMatchObject({
      router: 'gobgp',
      session: '2001:db8::1',
      med: 6,
    });
  });

  it('tells whether a list is made of a router', async () => {
    const { host, sources } = await start();
    expect(await host.calls.listing({ router: 'bird' })).toBe(false);
    sources.bird.isListing = true;
    expect(await host.calls.listing({ router: 'bird' })).toBe(true);
    expect(await host.calls.listing({ router: 'gobgp' })).toBe(false);
  });

  it('asks the router how a neighbor is told of a prefix', async () => {
    const { host, sources } = await start();
    const question = {
      ...{ router: 'bird', session: 'he_v6' },
      prefixes: ['2001:db8::/40'],
    };
    expect(await host.calls.sent(question)).toEqual({
      items: [],
      problem: 'bird is not asked what it tells its neighbors.',
    });
    Object.assign(sources.bird, {
      lookupExports: async ({ prefixes, session, sink }: any) => {
        const [prefix] = prefixes;
        const attributes = encodeAttributes({
          med: session === 'he_v6' ? 7 : 8,
        });
        sink({ ...prefix, attributes, asSent: true });
        return 1;
      },
    });
    expect(await host.calls.sent(question)).toEqual({
      items: [
        {
          prefix: '2001:db8::/40',
          attributes: '80040400000007',
          asSent: true,
          doubtfulMed: undefined,
        },
      ],
      readAt: expect.any(String),
    });
    const ask = (over: object) => async () =>
      host.calls.sent({ ...question, ...over });
    await expect(ask({ router: 'nobody' })()).rejects.toThrow(
      'There is no router nobody',
    );
    await expect(ask({ prefixes: ['he_v6'] })()).rejects.toThrow(
      '"he_v6" is no prefix',
    );
    await expect(ask({ prefixes: Array(101).fill('::/0') })()).rejects.toThrow(
      'prefixes are 100 at most, not 101',
    );
  });

  it('counts the refused routes of a session by why they were', async () => {
    const { host, sources } = await start();
    const refused = { flags: received | filtered };
    sources.bird.routes.push(
      route(
        '2001:db8:2::/48',
        { largeCommunities: [[394955, 65666, 1]], med: 9 },
        refused,
      ),
      // Not the session that is asked for.
      route('198.51.100.0/24', {}, { ...refused, session: 'he_v4' }),
      route('203.0.113.0/24', {}, refused),
    );
    await host.calls.refresh({ router: 'bird' });
    await eventually(
      async () =>
        (
          await host.calls.reasons({ router: 'bird', session: 'he_v6' })
        ).total === 4,
    );
    const { table, ...counted } = await host.calls.reasons({
      router: 'bird',
      session: 'he_v6',
    });
    expect(counted).toEqual({
      items: [
        {
          reason: 'refused for reason 1',
          community: '394955:65666:1',
          count: 2,
        },
        { count: 1 },
        { rpki: 'length', count: 1 },
      ],
      total: 4,
      more: 0,
      tellsReasons: expect.any(Boolean),
    });
    expect(table).toMatchObject({ router: 'bird', state: 'polled' });
    expect(
      await host.calls.reasons({ router: 'bird', session: 'nobody' }),
    ).toMatchObject({ items: [], total: 0 });
    expect(() =>
      host.calls.reasons({ router: 'gone', session: 'he_v6' }),
    ).toThrow(/no router gone/);
  });

  it('names at most fifty reasons, and counts the rest', async () => {
    const { host, sources } = await start({
      communities: [{ pattern: '1:2:*', text: 'reason $1', filter: true }],
    });
    for (let index = 0; index < 60; index++) {
      sources.bird.routes.push(
        route(
          `198.51.${index}.0/24`,
          { largeCommunities: [[1, 2, index]] },
          { flags: received | filtered, session: 'many' },
        ),
      );
    }
    await host.calls.refresh({ router: 'bird' });
    const ask = async () =>
      host.calls.reasons({ router: 'bird', session: 'many' });
    await eventually(async () => (await ask()).total === 60);
    const { items, more } = await ask();
    expect(items).toHaveLength(50);
    expect(more).toBe(10);
  });

  it('says why routes were refused, and what goes out', async () => {
    const { search } = await start();
    const refused = await search('filtered:yes');
    expect(
      refused.items.map(({ filterReason, pathId }) => [filterReason, pathId]),
    ).toEqual([
      ['Probably RPKI invalid: more specific than the ROA allows', 7],
      ['refused for reason 1', undefined],
    ]);
    expect(refused.items[1].rpki).toMatchObject({
      state: 'invalid',
      reason: 'length',
      covering: [{}, {}],
    });
    const { items } = await search('exported:ix');
    expect(items).toMatchObject([
      {
        prefix: '2001:db8::/32',
        origin: 'static',
        exportedTo: ['ix', 'he_v6'],
        rpki: { state: 'invalid', reason: 'origin' },
      },
    ]);
    expect(items[0].session).toBeUndefined();
    expect((await search('rpki:not-found')).items).toMatchObject([
      { prefix: '192.0.2.0/24', since: undefined },
    ]);
  });

  it('counts per session', async () => {
    const { host } = await start();
    const [table, ...others] = await host.calls.counts({
      routers: ['bird', 'nobody'],
    });
    expect(others).toEqual([]);
    expect(table).toMatchObject({
      router: 'bird',
      state: 'polled',
      dumpedAt: host.tables()[0].dumpedAt,
      unsent: ['he_v4'],
    });
    expect(Date.parse(table.readSince!)).toBeLessThanOrEqual(
      Date.parse(table.dumpedAt!),
    );
    const values = table.sessions.map(({ session, family, counters }) => [
      session,
      family,
      ...(
        ['received', 'filtered', 'accepted', 'best', 'exported'] as const
      ).map(name => counters[name]?.value),
    ]);
    expect(values).toContainEqual(['he_v6', 'ipv6-unicast', 3, 2, 1, 1, 1]);
    expect(values).toContainEqual([
      'ix',
      'ipv6-unicast',
      undefined,
      undefined,
      undefined,
      undefined,
      1,
    ]);
    expect(values).toContainEqual([
      'he_v4',
      'ipv4-unicast',
      1,
      0,
      1,
      1,
      undefined,
    ]);
  });

  it('counts nothing in a table that is being read again, and tells how it was', async () => {
    const { host, sources } = await start();
    const [{ dumpedAt, readSince, sessions }] = await host.calls.counts({
      routers: ['gobgp'],
    });
    expect(sessions).toHaveLength(1);
    let go = () => {};
    sources.gobgp.duringDump = () => new Promise(resolve => (go = resolve));
    await host.calls.resync({ router: 'gobgp' });
    await eventually(() =>
      host.tables().some(({ state }) => state === 'resyncing'),
    );
    expect(await host.calls.counts({ routers: ['gobgp'] })).toMatchObject([
      {
        ...{ router: 'gobgp', state: 'resyncing', sessions: [] },
        before: { countedAt: dumpedAt, readSince, sessions },
      },
    ]);
    go();
  });

  it('has with a refused prefix around an address the one that is in use', async () => {
    const { host, search, sources } = await start();
    const refused = received | filtered;
    sources.bird.routes.push(
      ...['203.0.112.0/22', '203.0.113.0/24'].map((prefix, index) =>
        route(
          prefix,
          {},
          { session: 'he_v6', flags: index ? refused : received },
        ),
      ),
      route('203.0.113.128/25', {}, { session: 'he_v6', flags: refused }),
    );
    await host.calls.refresh({ router: 'bird' });
    const find = async (q: string) =>
      (await search(q)).items.map(({ prefix }) => prefix);
    await eventually(async () => (await find('203.0.113.200')).length > 0);
    expect(await find('203.0.113.200')).toEqual([
      '203.0.112.0/22',
      '203.0.113.0/24',
      '203.0.113.128/25',
    ]);
    // Who asks for refused ones, or for others, gets the longest of them.
    expect(await find('203.0.113.200 filtered:yes')).toEqual([
      '203.0.113.128/25',
    ]);
    expect(await find('203.0.113.200 filtered:no')).toEqual(['203.0.112.0/22']);
    expect(await find('203.0.112.7')).toEqual(['203.0.112.0/22']);
  });

  it('says why there is no reason: the daemon keeps it as it came, or nobody marked it', async () => {
    const { host, search, sources } = await start();
    const refused = route(
      '192.0.2.128/25',
      {},
      { session: '2001:db8::1', flags: received | filtered },
    );
    const known = await search('filtered:yes');
    expect(known.items.map(({ noReason }) => noReason)).toEqual([
      undefined,
      undefined,
    ]);
    sources.bird.routes.push(refused);
    sources.gobgp.routes.push(refused);
    await Promise.all(
      ['bird', 'gobgp'].map(router => host.calls.refresh({ router })),
    );
    await eventually(async () => (await search('192.0.2.128/25')).total === 2);
    // As of a GoBGP, which keeps what its neighbor says, our own words too.
    sources.gobgp.capabilities!.filterReasons = false;
    const { items } = await search('192.0.2.128/25');
    expect(
      items.map(({ router, filterReason, noReason }) => [
        router,
        filterReason,
        noReason,
      ]),
    ).toEqual([
      ['bird', undefined, 'unmarked'],
      ['gobgp', undefined, 'as-received'],
    ]);
  });

  it('compares two routers', async () => {
    const { host } = await start();
    const request = {
      a: 'bird',
      b: 'gobgp',
      options: {
        scope: 'received' as const,
        limit: 2,
        sessions: [{ a: 'he_v6', b: '2001:db8::1' }],
      },
    };
    const first = await host.calls.diff(request);
    expect(first.counts).toMatchObject({
      onlyA: 2,
      different: 1,
      ignored: { otc: 1, 'default-local-pref': 1 },
    });
    expect(first.items).toMatchObject([
      {
        class: 'different',
        fields: ['med'],
        prefix: '2001:db8::/40',
        a: { med: 5 },
        b: { med: 6 },
      },
      { class: 'only-a', prefix: '2001:db8:fffe::/48' },
    ]);
    const second = await host.calls.diff({
      ...request,
      cursor: first.nextCursor,
    });
    expect(second.items).toMatchObject([
      { class: 'only-a', prefix: '2001:db8:ffff::/48' },
    ]);
    expect(second.nextCursor).toBeUndefined();
    const asked = (over: object) => async () =>
      host.calls.diff({ ...request, ...over });
    await expect(asked({ cursor: 'x' })()).rejects.toThrow('cursor');
    await expect(asked({ b: 'nobody' })()).rejects.toThrow('no router nobody');
  });

  it('lets others in while it brings in what two tables lack, and compares them whole', async () => {
    const { host, sources } = await start({}, { events: true });
    sources.gobgp.update(
      route('2001:db8:2::/48', {}, { session: '2001:db8::1' }),
    );
    const pathsOf = () =>
      host.tables().find(({ router }) => router === 'gobgp')?.paths.ipv6;
    await eventually(() => pathsOf() === 2);
    let turns = 0;
    let counting: NodeJS.Immediate;
    const count = () => {
      turns += 1;
      counting = setImmediate(count);
    };
    counting = setImmediate(count);
    const { counts } = await host.calls.diff({
      a: 'bird',
      b: 'gobgp',
      options: {
        scope: 'received',
        limit: 2,
        sessions: [{ a: 'he_v6', b: '2001:db8::1' }],
      },
    });
    clearImmediate(counting!);
    expect(turns).toBeGreaterThanOrEqual(2);
    expect(counts).toMatchObject({ onlyA: 2, onlyB: 1, different: 1 });
  });

  it('searches the routers that are named', async () => {
    const { search } = await start();
    expect(await search('6939:100', { routers: ['gobgp'] })).toMatchObject({
      total: 1,
      tables: [{ router: 'gobgp' }],
    });
    await expect(search('', { routers: ['nobody'] })).rejects.toThrow(
      'no router nobody',
    );
    await expect(search('', { cursor: 'x' })).rejects.toThrow('cursor');
    await expect(search('', { limit: 1001 })).rejects.toThrow('limit');
  });
});
