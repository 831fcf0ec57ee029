import { Router, Session } from '@orion/backstage-plugin-orion-bgp-common';
import { sessionReading } from '../__testUtils__/readings';
import { toEntities } from './toEntities';

const router: Router = {
  id: 'gw1',
  title: 'gw1 (VM 200)',
  asn: 394955,
  sessions: { total: 1, established: 1, disabled: 0 },
  notes: [],
  complete: true,
  configurable: false,
  freshness: { source: 'bgp:gw1', intervalMs: 3000, stale: false },
};

const session = (over: Partial<Session> = {}): Session => ({
  ...sessionReading(),
  router: 'gw1',
  gone: false,
  flaps: { lastDay: 0, lastWeek: 0, watchedSince: '2026-01-01T00:00:00Z' },
  ...over,
});

const config = {
  defaultOwner: 'group:default/team-net',
  guests: new Map([['gw1', 'r730/200']]),
};

it('has the router on its guest, sessions between systems, and no states', () => {
  const entities = toEntities(
    [router],
    [
      session(),
      session({ name: '2001:db8::9', neighborAs: 64500, state: 'idle' }),
      session({ name: 'old', neighborAs: 64501, gone: true }),
    ],
    config,
  );
  expect(
    entities.map(({ metadata, spec }) => [
      metadata.name,
      spec.type,
      spec.dependsOn,
    ]),
  ).toEqual([
    ['as6939', 'autonomous-system', undefined],
    ['as64500', 'autonomous-system', undefined],
    ['as394955', 'autonomous-system', undefined],
    [
      'bgp-gw1',
      'bgp-router',
      ['resource:default/as394955', 'resource:default/r730-200'],
    ],
    [
      'bgp-gw1-he_v6',
      'bgp-session',
      ['resource:default/bgp-gw1', 'resource:default/as6939'],
    ],
    [
      expect.stringMatching(/^bgp-gw1-2001-db8-9-[0-9a-f]{10}$/),
      'bgp-session',
      ['resource:default/bgp-gw1', 'resource:default/as64500'],
    ],
  ]);
  expect(entities[5].metadata.annotations).toMatchObject({
    'orion.dev/bgp-session': 'gw1/2001:db8::9',
    'backstage.io/managed-by-origin-location': 'orion-bgp:routers',
  });
  expect(JSON.stringify(entities)).not.toMatch(/established|idle|2026/);
});

it('gives no two things one reference', () => {
  const gobgp = { ...router, id: 'gw1-gobgp' };
  const sessions = [
    session({ name: 'gobgp' }),
    session({ name: 'gobgp-he' }),
    session({ name: 'he_v6' }),
    session({ name: 'He_v6' }),
    session({ router: 'gw1-gobgp', name: 'he' }),
  ];
  const named = (items: Session[]) =>
    new Map(
      toEntities([router, gobgp], items, config).map(({ metadata }) => [
        metadata.annotations!['orion.dev/bgp-session'] ??
          metadata.annotations!['orion.dev/bgp-router'],
        metadata.name,
      ]),
    );
  const names = named(sessions);
  expect(
    new Set([...names.values()].map(name => name.toLowerCase())).size,
  ).toBe(names.size);
  expect(names.get('gw1-gobgp')).toBe('bgp-gw1-gobgp');
  expect(names.get('gw1-gobgp/he')).toBe('bgp-gw1-gobgp-he');
  expect(names.get('gw1/gobgp')).toMatch(/^bgp-gw1-gobgp-[0-9a-f]{10}$/);
  expect(names.get('gw1/he_v6')).toBe('bgp-gw1-he_v6');
  expect(names.get('gw1/He_v6')).toMatch(/^bgp-gw1-He_v6-[0-9a-f]{10}$/);
  // In whatever order they are told.
  expect(named([...sessions].reverse())).toEqual(names);
});

it('is the same whatever the sessions count and however they are', () => {
  const before = toEntities([router], [session()], config);
  const after = toEntities(
    [router],
    [session({ state: 'idle', families: [], lastError: 'x' })],
    config,
  );
  expect(after).toEqual(before);
});
