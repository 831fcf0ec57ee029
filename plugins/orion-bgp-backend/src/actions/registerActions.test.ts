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
  const getMigration = jest.fn().mockResolvedValue({
    migration: { from: 'gw1', to: 'gw2', ready: false, gates: [] },
  });
  registerActions(registry, {
    migration: { get: getMigration },
    ownPrefixes: { list: listOwn },
    sessions: {
      list,
      listRouters,
      get: async () => ({
        ...session,
        actions: false,
        configurable: false,
        freshness,
      }),
      listTransitions: async () => ({ items: [], silences: [] }),
    },
    routes: { search },
  });
  const invoke = async (name: string, input: object) =>
    (
      await registry.invoke({
        id: `test:${name}`,
        input: input as never,
        credentials: mockCredentials.user(),
      })
    ).output as any;
  const asked = { list, search, listRouters, listOwn, getMigration };
  return { registry, invoke, ...asked };
}

it('offers reading, and nothing that alters a router', async () => {
  const offered = (await actions().registry.list()).actions;
  expect(offered.map(({ name }) => name)).toEqual([
    'list-bgp-routers',
    'list-bgp-sessions',
    'get-bgp-session',
    'search-bgp-routes',
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
  expect(list).toHaveBeenCalledWith({}, mockCredentials.user());
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
