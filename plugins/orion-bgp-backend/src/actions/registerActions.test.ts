import { mockCredentials } from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { NotAllowedError } from '@backstage/errors';
import { sessionReading } from '../__testUtils__/readings';
import { registerActions } from './registerActions';

const session = {
  ...sessionReading(),
  router: 'gw1',
  gone: false,
  intent: {
    finding: 'differs' as const,
    differences: [
      { field: 'remoteAs' as const, live: '6939', recorded: '64500' },
    ],
  },
  flaps: { lastDay: 0, lastWeek: 1, watchedSince: '2026-01-01T00:00:00Z' },
};
const OWN = '2001:db8:3949::/48';
const roa = { prefix: OWN, maxLength: 48, asn: 394955, trustAnchor: 'test' };
const freshness = { source: 'bgp:gw1', intervalMs: 3000, stale: false };

function actions() {
  const registry = actionsRegistryServiceMock();
  const list = jest
    .fn()
    .mockResolvedValue({ items: [session], freshness: [freshness] });
  const search = jest.fn().mockResolvedValue({
    items: [{ router: 'gw1', prefix: '2001:db8::/32' }],
    understood: 'IPv6 prefix 2001:db8::/32',
    total: 1,
    tables: [{ router: 'gw1', state: 'live', bytes: 1 }],
    tookMs: 1,
  });
  const listRouters = jest.fn().mockResolvedValue({
    items: [
      {
        ...{ id: 'gw1', title: 'Gateway 1', asn: 394955, complete: true },
        identity: { driver: 'bird', version: '2.0.12' },
        sessions: { total: 2, established: 1, disabled: 0 },
        ...{ notes: ['Its clock is 5 s behind.'], configurable: true },
        freshness,
      },
    ],
  });
  const listOwn = jest.fn().mockResolvedValue({
    items: [{ prefix: '2001:db8:3949::/48', announced: [], drifts: [] }],
    actionRouters: [],
    from: 'netbox',
    freshness,
  });
  const findOwn = jest.fn();
  const getMigration = jest.fn().mockResolvedValue({
    migration: { from: 'gw1', to: 'gw2', ready: false, gates: [] },
  });
  const path = (over: object) => ({
    ...{ router: 'gw1', prefix: OWN, originAs: 64500, asPath: '6939 64500' },
    ...{ filtered: false, rpki: { state: 'valid', covering: [roa] } },
    ...over,
  });
  const listTables = jest.fn().mockResolvedValue({
    items: [
      {
        ...{ router: 'gw1', state: 'polled', paths: { ipv4: 1, ipv6: 2 } },
        unreadExports: Array.from({ length: 60 }, (_, n) => `peer${n}`),
      },
    ],
    rpki: [{ source: 'rtr', count: 500_000, used: true }],
    freshness: { ...freshness, source: 'collector' },
  });
  const countReasons = jest.fn().mockResolvedValue({
    items: Array.from({ length: 52 }, (_, n) => ({
      ...{ count: 60 - n, reason: `Reason ${n}` },
    })),
    ...{ total: 1_794, more: 3, tellsReasons: true },
    table: {
      ...{ router: 'gw1', state: 'polled', bytes: 1 },
      prefixes: { ipv4: 1, ipv6: 2 },
    },
  });
  const getCounters = jest.fn().mockResolvedValue({
    stepSeconds: 60,
    series: ['ipv4-unicast', 'ipv6-unicast'].map(family => ({
      ...{ family, counter: 'received', definition: 'bird.kept' },
      times: Array.from({ length: 1_440 }, (_, n) => 1_760_000_000 + n * 60),
      values: Array.from({ length: 1_440 }, (_, n) => (n === 7 ? 9_000 : n)),
    })),
  });
  const getPrefix = jest.fn().mockResolvedValue({
    netbox: { freshness, notes: [] },
    exact: Array.from({ length: 30 }, () => ({ prefix: OWN })),
  });
  const listHistory = jest.fn().mockResolvedValue({
    items: [{ id: '7', router: 'gw1', prefix: OWN, event: 'gone' }],
    ...{ nextCursor: '7', watched: true, watchedSince: '2026-01-01' },
  });
  registerActions(registry, {
    intent: { getPrefix },
    routeHistory: { list: listHistory },
    migration: { get: getMigration },
    ownPrefixes: { find: findOwn, list: listOwn },
    sessions: {
      list,
      listRouters,
      get: async () => ({
        ...session,
        actions: false,
        configurable: false,
        freshness,
      }),
      getCounters,
      listTransitions: async () => ({
        items: [],
        silences: Array.from({ length: 30 }, (_, n) => ({
          from: `2026-01-01T00:00:${59 - n}Z`,
          to: `2026-01-01T00:01:${59 - n}Z`,
        })),
      }),
    },
    routes: { countReasons, listTables, search },
  });
  const invoke = async (name: string, input: object) =>
    (
      await registry.invoke({
        id: `test:${name}`,
        input: input as never,
        credentials: mockCredentials.user(),
      })
    ).output as any;
  return {
    ...{ registry, invoke, path, list, search, listRouters, listOwn },
    ...{ getMigration, listTables, countReasons, getCounters, getPrefix },
    ...{ findOwn, listHistory },
  };
}

it('offers reading, and nothing that alters a router', async () => {
  const offered = (await actions().registry.list()).actions;
  expect(offered.map(({ name }) => name)).toEqual([
    'list-bgp-routers',
    'list-bgp-sessions',
    'get-bgp-session',
    'get-bgp-counter-history',
    'list-bgp-filter-reasons',
    'list-bgp-tables',
    'search-bgp-routes',
    'get-bgp-prefix',
    'list-bgp-route-history',
    'list-own-bgp-prefixes',
    'get-bgp-migration',
  ]);
  expect(offered.every(({ attributes }) => attributes.readOnly)).toBe(true);
});

it('answers as the person who asks', async () => {
  const { invoke, list, search } = actions();
  expect(await invoke('list-bgp-sessions', {})).toMatchObject({
    sessions: [
      {
        router: 'gw1',
        name: 'he_v6',
        flaps: { lastWeek: 1 },
        intent: { finding: 'differs', differences: [{ recorded: '64500' }] },
      },
    ],
    routers: [{ source: 'bgp:gw1', stale: false }],
  });
  // Never all of them at once.
  expect(list).toHaveBeenCalledWith({ limit: 50 }, mockCredentials.user());
  expect(
    await invoke('get-bgp-session', { router: 'gw1', session: 'he_v6' }),
  ).toMatchObject({ session: { name: 'he_v6' }, transitions: [] });
  expect(await invoke('search-bgp-routes', { q: 'AS6939' })).toMatchObject({
    understood: 'IPv6 prefix 2001:db8::/32',
    tables: [{ router: 'gw1', state: 'live' }],
  });
  expect(search).toHaveBeenCalledWith(
    { q: 'AS6939', limit: 50 },
    mockCredentials.user(),
  );
});

it('tells of routers, own prefixes and the migration, as the person who asks', async () => {
  const { invoke, listRouters, listOwn, getMigration } = actions();
  const [router] = (await invoke('list-bgp-routers', {})).routers;
  expect(router).toEqual({
    id: 'gw1',
    title: 'Gateway 1',
    asn: 394955,
    daemon: { driver: 'bird', version: '2.0.12' },
    sessions: { total: 2, established: 1, disabled: 0 },
    notes: ['Its clock is 5 s behind.'],
    complete: true,
    freshness,
  });
  expect(await invoke('list-own-bgp-prefixes', {})).toMatchObject({
    prefixes: [{ prefix: '2001:db8:3949::/48' }],
    from: 'netbox',
    freshness: { stale: false },
  });
  expect(await invoke('get-bgp-migration', {})).toMatchObject({
    migration: { from: 'gw1', ready: false },
  });
  for (const asked of [listRouters, listOwn, getMigration]) {
    expect(asked).toHaveBeenCalledWith(mockCredentials.user());
  }
});

it('says of which tables a search tells nothing', async () => {
  const { invoke, registry, search } = actions();
  const blind = {
    ...{ router: 'gw2', state: 'polled', withoutExports: true },
    ...{ prefixes: { ipv4: 0, ipv6: 1 }, unreadExports: ['ix'] },
  };
  search.mockResolvedValue({
    ...{ items: [], total: 0, understood: '' },
    tables: [{ router: 'gw1', state: 'resyncing', bytes: 1 }, blind],
  });
  const told = [
    { router: 'gw1', state: 'resyncing' },
    { ...blind, unreadExportsTotal: 1 },
  ];
  const found = await invoke('search-bgp-routes', { q: 'exported:ix' });
  expect(found.tables).toEqual(told);
  const { tables } = await invoke('get-bgp-prefix', {
    prefix: '2001:db8::/32',
  });
  expect(tables).toEqual(told);
  const { actions: offered } = await registry.list();
  const searching = offered.filter(({ name }) =>
    ['search-bgp-routes', 'get-bgp-prefix'].includes(name),
  );
  expect(searching).toHaveLength(2);
  for (const { description } of searching) {
    expect(description).toMatch(/holds only for `tables` that have `prefixes`/);
    expect(description).toMatch(/`withoutExports` is true.*`unreadExports`/);
  }
});

it('lists sessions page by page', async () => {
  const { invoke, list } = actions();
  list.mockResolvedValue({
    ...{ items: [session], freshness: [freshness], nextCursor: 'abc' },
  });
  const asked = { router: 'gw1', limit: 1, cursor: 'xyz' };
  expect(await invoke('list-bgp-sessions', asked)).toMatchObject({
    sessions: [{ name: 'he_v6' }],
    nextCursor: 'abc',
  });
  expect(list).toHaveBeenCalledWith(asked, mockCredentials.user());
  await expect(
    invoke('list-bgp-sessions', { limit: 101 }),
  ).rejects.toMatchObject({ name: 'InputError' });
});

it('tells what NetBox has beside the sessions, how old that is, and what was decided otherwise', async () => {
  const { invoke, list, registry } = actions();
  const drift = { changeId: 1001, since: '2026-01-01T00:00:00Z' };
  list.mockResolvedValue({
    ...{ items: [{ ...session, drift }], freshness: [freshness] },
    netbox: {
      freshness: { ...freshness, source: 'netbox', stale: true },
      notes: ['The plugin netbox-bgp is missing.'],
      onlyInNetbox: Array.from({ length: 60 }, (_, id) => ({ id })),
      onlyInNetboxTotal: 230,
    },
  });
  const { netbox, sessions } = await invoke('list-bgp-sessions', {});
  expect(sessions).toMatchObject([{ name: 'he_v6', drift }]);
  expect(netbox).toMatchObject({
    ...{ freshness: { source: 'netbox', stale: true } },
    ...{ notes: [expect.stringMatching('missing')], onlyInNetboxTotal: 230 },
  });
  expect(netbox.onlyInNetbox).toHaveLength(50);
  const { actions: offered } = await registry.list();
  const { description } = offered.find(
    ({ name }) => name === 'list-bgp-sessions',
  )!;
  expect(description).toMatch(/`gone`: .* as old as `netbox.freshness`/);
});

it('tells when nobody read the router of a session', async () => {
  const { invoke } = actions();
  const { silences } = await invoke('get-bgp-session', {
    ...{ router: 'gw1', session: 'he_v6' },
  });
  expect(silences).toHaveLength(20);
  expect(silences[0]).toEqual({
    ...{ from: '2026-01-01T00:00:59Z', to: '2026-01-01T00:01:59Z' },
  });
});

it('lists own prefixes page by page, also where one goes meanwhile', async () => {
  const { invoke, listOwn } = actions();
  const own = (...thirds: number[]) => ({
    ...{ actionRouters: [], freshness },
    items: thirds.map(n => ({ prefix: `192.0.${n}.0/24` })),
  });
  const name = 'list-own-bgp-prefixes';
  listOwn.mockResolvedValue(own(4, 1, 3, 2));
  const first = await invoke(name, { limit: 2 });
  expect(first).toMatchObject({
    prefixes: [{ prefix: '192.0.1.0/24' }, { prefix: '192.0.2.0/24' }],
    total: 4,
  });
  listOwn.mockResolvedValue(own(4, 1, 3));
  const second = await invoke(name, { cursor: first.nextCursor });
  expect(second).toMatchObject({
    prefixes: [{ prefix: '192.0.3.0/24' }, { prefix: '192.0.4.0/24' }],
    total: 3,
  });
  expect(second.nextCursor).toBeUndefined();
  listOwn.mockResolvedValue(own(...Array.from({ length: 120 }, (_, n) => n)));
  expect((await invoke(name, {})).prefixes).toHaveLength(50);
  for (const wrong of [{ cursor: 'gw1' }, { limit: 101 }]) {
    await expect(invoke(name, wrong)).rejects.toMatchObject({
      name: 'InputError',
    });
  }
});

it('tells of tables and of why routes were refused, no more than is read', async () => {
  const { invoke, listTables, countReasons } = actions();
  const { tables, rpki, more, ...age } = await invoke('list-bgp-tables', {});
  expect(tables).toMatchObject([{ router: 'gw1', paths: { ipv6: 2 } }]);
  expect(tables[0].unreadExports).toHaveLength(50);
  expect(rpki).toMatchObject([{ count: 500_000 }]);
  expect(more).toBe(0);
  expect(age).toMatchObject({ freshness: { source: 'collector' } });
  expect(listTables).toHaveBeenCalledWith(mockCredentials.user());
  const key = { router: 'gw1', session: 'he_v6' };
  const reasons = await invoke('list-bgp-filter-reasons', key);
  expect(reasons).toMatchObject({ total: 1_794, tellsReasons: true });
  expect(reasons.reasons).toHaveLength(50);
  // Those that are not listed are counted all the same.
  expect(reasons.more).toBe(3 + 10 + 9);
  expect(reasons.table).toEqual({
    ...{ router: 'gw1', state: 'polled', prefixes: { ipv4: 1, ipv6: 2 } },
  });
  expect(countReasons).toHaveBeenCalledWith(key, mockCredentials.user());
});

it('tells everything of one prefix, and searches for nothing else', async () => {
  const { invoke, path, search, findOwn, listOwn, getPrefix } = actions();
  search.mockResolvedValue({
    ...{ total: 2, tookMs: 1, nextCursor: 'abc', understood: '' },
    items: [path({}), path({ router: 'gw2', filtered: true })],
    tables: [{ router: 'gw1', state: 'live', bytes: 1 }],
  });
  findOwn.mockResolvedValue({
    ...{ prefix: OWN, announced: [], rpki: { covering: [roa] }, freshness },
  });
  const found = await invoke('get-bgp-prefix', {
    prefix: '2001:DB8:3949:0::/48',
    cursor: 'xyz',
  });
  expect(found).toMatchObject({
    ...{ prefix: OWN, origins: [64500], total: 2, nextCursor: 'abc' },
    paths: [{ rpki: { state: 'valid' } }, { router: 'gw2', filtered: true }],
    roas: [roa],
    netbox: { netbox: { freshness } },
    own: { prefix: OWN, freshness },
    tables: [{ router: 'gw1', state: 'live' }],
  });
  // Each ROA once, beside the paths.
  expect(found.paths[0].rpki).not.toHaveProperty('covering');
  expect(found.roas).toHaveLength(1);
  expect(found.netbox.exact).toHaveLength(20);
  const page = { q: OWN, match: 'exact', limit: 50, cursor: 'xyz' };
  expect(search).toHaveBeenCalledWith(page, mockCredentials.user());
  expect(getPrefix).toHaveBeenCalledWith(OWN, mockCredentials.user());
  expect(findOwn).toHaveBeenCalledWith(OWN, mockCredentials.user());
  expect(listOwn).not.toHaveBeenCalled();
  search.mockClear();
  await expect(
    invoke('get-bgp-prefix', { prefix: `${OWN} OR x` }),
  ).rejects.toThrow(/prefix: .* is none/);
  expect(search).not.toHaveBeenCalled();
});

it('tells how a prefix and the counters of a family went, in as many points as asked for', async () => {
  const { invoke, listHistory, getCounters } = actions();
  const asked = { prefix: OWN, cursor: '9' };
  expect(await invoke('list-bgp-route-history', asked)).toEqual({
    events: [{ id: '7', router: 'gw1', prefix: OWN, event: 'gone' }],
    ...{ nextCursor: '7', watched: true, watchedSince: '2026-01-01' },
  });
  const user = mockCredentials.user();
  expect(listHistory).toHaveBeenCalledWith({ ...asked, limit: 50 }, user);
  const key = { router: 'gw1', session: 'he_v6' };
  const { series } = await invoke('get-bgp-counter-history', {
    ...{ ...key, family: 'ipv6-unicast', hours: 24, points: 12 },
  });
  expect(series).toMatchObject([
    // The peak lies between two points.
    { counter: 'received', definition: 'bird.kept', least: 0, most: 9_000 },
  ]);
  expect(series[0].points).toHaveLength(12);
  expect(series[0].points[11].value).toBe(1_439);
  expect(getCounters).toHaveBeenCalledWith(key, { hours: 24 }, user);
  await expect(
    invoke('get-bgp-counter-history', {
      ...{ ...key, family: 'ipv6-unicast', points: 201 },
    }),
  ).rejects.toMatchObject({ name: 'InputError' });
});

it('refuses what the services refuse, and what does not fit', async () => {
  const { invoke, list } = actions();
  list.mockRejectedValue(new NotAllowedError('Reading needs a role.'));
  await expect(invoke('list-bgp-sessions', {})).rejects.toThrow(
    'Reading needs a role.',
  );
  await expect(
    invoke('search-bgp-routes', { q: 'x'.repeat(301) }),
  ).rejects.toMatchObject({ name: 'InputError' });
});
