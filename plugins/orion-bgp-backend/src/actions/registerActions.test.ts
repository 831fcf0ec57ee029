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
  registerActions(registry, {
    sessions: {
      list,
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
  return { registry, invoke, list, search };
}

it('offers reading, and nothing that alters a router', async () => {
  const offered = (await actions().registry.list()).actions;
  expect(offered.map(({ name }) => name)).toEqual([
    'list-bgp-sessions',
    'get-bgp-session',
    'search-bgp-routes',
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
