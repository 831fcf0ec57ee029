import { mockServices } from '@backstage/backend-test-utils';
import {
  BgpApi,
  Router,
  Session,
} from '@orion/backstage-plugin-orion-bgp-common';
import { startSilentPlugin } from '@orion/backstage-plugin-orion-node/testing';
import { sessionReading } from '../__testUtils__/readings';
import { BgpEntitySource } from './BgpEntitySource';

const READ_AT = '2026-01-01T00:00:00Z';

const router = (id: string, over: Partial<Router> = {}): Router => ({
  id,
  title: id,
  asn: 394955,
  sessions: { total: 1, established: 1, disabled: 0 },
  notes: [],
  complete: true,
  configurable: false,
  freshness: {
    source: `bgp:${id}`,
    intervalMs: 3000,
    stale: false,
    fetchedAt: READ_AT,
  },
  ...over,
});

const session = (id: string): Session => ({
  ...sessionReading(),
  router: id,
  gone: false,
  flaps: { lastDay: 0, lastWeek: 0, watchedSince: READ_AT },
});

function sourceOf(routers: Router[], sessions: Session[]) {
  const listRouters = jest.fn().mockResolvedValue({ items: routers });
  const listSessions = jest.fn().mockResolvedValue({ items: sessions });
  const source = new BgpEntitySource({
    auth: mockServices.auth({ pluginId: 'catalog' }),
    bgp: { listRouters, listSessions } as Partial<BgpApi> as BgpApi,
    config: { defaultOwner: 'group:default/team-net', guests: new Map() },
  });
  return { source, listRouters, listSessions };
}

const namesOf = (snapshot: { entities: { metadata: { name: string } }[] }) =>
  snapshot.entities.map(({ metadata }) => metadata.name);

it('has what the BGP plugin tells, asked with a token for it', async () => {
  const { source, listRouters, listSessions } = sourceOf(
    [router('gw1')],
    [session('gw1')],
  );
  const snapshot = await source.read();
  expect(namesOf(snapshot!)).toEqual(
    expect.arrayContaining(['bgp-gw1', 'bgp-gw1-he_v6', 'as6939', 'as394955']),
  );
  expect(snapshot).toMatchObject({ complete: true, error: undefined });
  const token = expect.stringContaining('"target":"orion-bgp"');
  expect(listRouters).toHaveBeenCalledWith({ token });
  expect(listSessions).toHaveBeenCalledWith({}, { token });
});

it('knows nothing before any router was read', async () => {
  const never = { source: 'bgp:gw1', intervalMs: 3000, stale: true };
  const { source } = sourceOf([router('gw1', { freshness: never })], []);
  expect(await source.read()).toBeUndefined();
});

it('keeps the sessions of a router that is silent: the answer counts as whole', async () => {
  const silent = router('gw2', {
    freshness: { ...router('gw2').freshness, stale: true, error: 'silent' },
  });
  const { source } = sourceOf(
    [router('gw1'), silent],
    [session('gw1'), session('gw2')],
  );
  const snapshot = await source.read();
  expect(namesOf(snapshot!)).toContain('bgp-gw2-he_v6');
  expect(snapshot!.complete).toBe(true);
});

it('is not whole while a router was never read as a whole, and says why', async () => {
  const half = router('gw2', {
    complete: false,
    freshness: {
      source: 'bgp:gw2',
      intervalMs: 3000,
      stale: true,
      error: 'gw2 cannot be reached',
    },
  });
  const { source } = sourceOf([router('gw1'), half], [session('gw1')]);
  expect(await source.read()).toMatchObject({
    complete: false,
    error: 'gw2 cannot be reached',
  });
});

it('passes on that the plugin does not answer', async () => {
  const { source, listSessions } = sourceOf([router('gw1')], []);
  listSessions.mockRejectedValue(new Error('503 Service Unavailable'));
  await expect(source.read()).rejects.toThrow('503');
});

it('fails where the plugin takes a question and never answers', async () => {
  const { discovery, stop } = await startSilentPlugin();
  const source = BgpEntitySource.create({
    auth: mockServices.auth({ pluginId: 'catalog' }),
    config: { defaultOwner: 'group:default/team-net', guests: new Map() },
    ...{ deadlineMs: 200, discovery },
  });
  await expect(source.read()).rejects.toThrow('timeout after 0.2 s');
  await stop();
});
