import {
  BgpApi,
  BgpDriver,
  Drift,
  FamilyCounters,
  OwnPrefix,
  Route,
  Router,
  RouterIdentity,
  RefusalReasons,
  RoutePage,
  Session,
  SessionTransition,
} from '@orion/backstage-plugin-orion-bgp-common';

import { freshNow, hoursAgo } from './times';
import { prefixHistory, prefixRecords } from './intentFakes';
import { comparison, migration } from './migrationFakes';
import { table } from './tableFakes';

export { comparison, migration, sentComparison } from './migrationFakes';
export { table } from './tableFakes';
export { freshNow, hoursAgo } from './times';

export { refusal } from '@orion/backstage-plugin-orion-react/testing';

export function session(over: Partial<Session> = {}): Session {
  return {
    router: 'gw1',
    name: 'he_v6',
    description: 'Hurricane Electric, IPv6',
    neighborAddress: '2001:db8:6939::1',
    neighborAs: 6939,
    neighborId: '192.0.2.69',
    localAddress: '2001:db8:6939::2',
    localAs: 394955,
    type: 'external',
    state: 'established',
    stateText: 'Established',
    adminState: 'up',
    since: hoursAgo(290),
    timers: { hold: 90, keepalive: 30 },
    localCapabilities: [
      { name: 'multiprotocol', detail: 'ipv6-unicast' },
      { name: 'route-refresh' },
      { name: 'role', detail: 'customer' },
    ],
    remoteCapabilities: [
      { name: 'multiprotocol', detail: 'ipv6-unicast' },
      { name: 'route-refresh' },
      { name: 'graceful-restart', detail: '120 s' },
    ],
    role: { local: 'customer', remote: 'provider' },
    families: [
      {
        family: 'ipv6-unicast',
        up: true,
        table: 'master6',
        importPolicy: 'import_he6',
        exportPolicy: 'export_own6',
        nextHop: '2001:db8:6939::2',
        counters: {
          received: { value: 214_110, definition: 'bird.kept' },
          filtered: { value: 312, definition: 'bird.filtered' },
          accepted: { value: 213_798, definition: 'bird.imported' },
          best: { value: 213_798, definition: 'bird.preferred' },
          exported: { value: 3, definition: 'bird.exported' },
        },
        importLimit: {
          limit: 300_000,
          used: 213_798,
          counts: 'after-filters',
          action: 'disable',
        },
      },
    ],
    flaps: { lastDay: 0, lastWeek: 0, watchedSince: hoursAgo(2000) },
    gone: false,
    ...over,
  };
}

/** A session that is down, one that is switched off, one near its limit, one of GoBGP with two families. */
export function manySessions(): Session[] {
  const [family] = session().families;
  return [
    session(),
    session({
      name: 'he_v4',
      description: 'Hurricane Electric, IPv4',
      neighborAddress: '192.0.2.1',
      families: [
        {
          ...family,
          family: 'ipv4-unicast',
          counters: {
            ...family.counters,
            received: { value: 1_050_000, definition: 'bird.kept' },
          },
          importLimit: { ...family.importLimit!, limit: 230_000 },
        },
      ],
    }),
    session({
      name: 'ix_rs1',
      description: undefined,
      neighborAs: 64500,
      neighborAddress: '2001:db8:100::1',
      state: 'active',
      stateText: 'Active',
      since: hoursAgo(2),
      lastError: 'Socket: Connection refused',
      families: [
        { ...family, up: false, counters: {}, importLimit: undefined },
      ],
      flaps: {
        lastDay: 2,
        lastWeek: 5,
        lastAt: hoursAgo(2),
        watchedSince: hoursAgo(100),
      },
    }),
    session({
      name: 'lab_peer',
      neighborAs: 64511,
      state: 'down',
      stateText: 'down',
      adminState: 'down',
      since: hoursAgo(30),
      shutdownMessage: 'maintenance of the lab switch <b>tonight</b>',
      shutdownMessageFrom: 'own',
      localCapabilities: [],
      remoteCapabilities: [],
      families: [],
    }),
    session({
      router: 'gw2',
      name: '2001:db8:6939::9',
      neighborAddress: '2001:db8:6939::9',
      families: ['ipv4-unicast', 'ipv6-unicast'].map(name => ({
        ...family,
        family: name,
        counters: gobgpCounters(),
        importLimit: undefined,
      })),
    }),
  ];
}

/** Both routers ended a session over its limit: GoBGP says it as a state, BIRD as an error. */
export function stoppedSessions(): { gobgp: Session; bird: Session } {
  const [family] = session().families;
  const stopped = (
    counts: 'before-filters' | 'after-filters',
    action: string,
  ): Partial<Session> => ({
    since: hoursAgo(2),
    adminState: 'prefix-limit',
    localCapabilities: [],
    remoteCapabilities: [],
    families: [
      {
        ...family,
        up: false,
        counters: {},
        importLimit: { limit: 1_000, counts, action },
      },
    ],
  });
  return {
    gobgp: session({
      ...stopped('before-filters', 'teardown'),
      router: 'gw2',
      name: '2001:db8:6939::9',
      state: 'idle',
      stateText: 'Idle(PfxCt)',
    }),
    bird: session({
      ...stopped('after-filters', 'disable'),
      state: 'down',
      stateText: 'Down',
      lastError: 'Automatic shutdown: Route limit exceeded',
    }),
  };
}

/**
 * What is left to the index is counted there; of `asOf` where no events keep the
 * table up, or where it is behind.
 */
export function gobgpCounters(asOf?: string, stale?: boolean): FamilyCounters {
  const index = (value?: number) => ({
    value,
    definition: 'index' as const,
    asOf,
    stale,
  });
  return {
    received: { value: 4_489, definition: 'gobgp.received' },
    filtered: index(312),
    accepted: index(4_177),
    best: index(4_100),
    exported: index(),
  };
}

/** A daemon, and what its driver can read from it. */
export function identityOf(driver: BgpDriver): RouterIdentity {
  const bird = driver === 'bird';
  const events = driver === 'gobgp-v4';
  return {
    driver,
    version: bird ? '2.0.12' : undefined,
    routerId: '10.0.10.1',
    startedAt: bird ? hoursAgo(300) : undefined,
    configuredAt: bird ? hoursAgo(80) : undefined,
    capabilities: {
      sessionEvents: !bird,
      routeEvents: events,
      filteredRoutes: true,
      filterReasons: bird,
      exportedRoutes: true,
      lastError: bird,
      bfd: bird || events,
      roles: bird,
      ownValidation: false,
      announce: !bird,
    },
  };
}

export function router(over: Partial<Router> = {}): Router {
  return {
    id: 'gw1',
    title: 'gw1 (VM 200)',
    asn: 394955,
    configurable: false,
    identity: identityOf('bird'),
    sessions: { total: 4, established: 2, disabled: 1 },
    notes: [],
    complete: true,
    freshness: freshNow(),
    ...over,
  };
}

export function transition(
  over: Partial<SessionTransition> = {},
): SessionTransition {
  return {
    id: '1',
    observedAt: hoursAgo(50),
    since: hoursAgo(50),
    from: 'active',
    to: 'established',
    adminState: 'up',
    flap: false,
    ...over,
  };
}

/** A flap of ten minutes two days ago. */
export function transitions(): SessionTransition[] {
  return [
    transition({ id: '3', observedAt: hoursAgo(47.8) }),
    transition({
      id: '2',
      observedAt: hoursAgo(48),
      from: 'established',
      to: 'idle',
      flap: true,
      lastError: 'Received: Hold timer expired',
      received: { 'ipv6-unicast': 214_002 },
    }),
    transition({ id: '1', observedAt: hoursAgo(2000), from: undefined }),
  ];
}

export function route(over: Partial<Route> = {}): Route {
  return {
    router: 'gw1',
    prefix: '2001:db8:100::/40',
    session: 'he_v6',
    origin: 'bgp',
    filtered: false,
    accepted: true,
    best: true,
    stale: false,
    unreachable: false,
    exportedTo: ['shadow'],
    nextHop: '2001:db8:6939::1',
    nextHopLinkLocal: 'fe80::1',
    asPath: '6939 64500 64501',
    originAs: 64501,
    bgpOrigin: 'igp',
    localPref: 100,
    communities: [
      { kind: 'standard', value: '6939:100', meaning: 'learned from a peer' },
      { kind: 'large', value: '394955:1:2' },
    ],
    unknownAttributes: [],
    rpki: {
      state: 'valid',
      covering: [{ prefix: '2001:db8:100::/40', maxLength: 48, asn: 64501 }],
    },
    aspa: { state: 'valid', direction: 'downstream', hops: [] },
    since: hoursAgo(5),
    ...over,
  };
}

export function rejected(over: Partial<Route> = {}): Route {
  return route({
    prefix: '2001:db8:200::/40',
    filtered: true,
    accepted: false,
    best: false,
    exportedTo: [],
    asPath: '6939 64511',
    originAs: 64511,
    filterReason: 'RPKI invalid',
    rpki: {
      state: 'invalid',
      reason: 'origin',
      covering: [{ prefix: '2001:db8:200::/40', maxLength: 40, asn: 64502 }],
    },
    aspa: {
      state: 'invalid',
      direction: 'downstream',
      reason: 'hop',
      hops: [
        { customer: 64511, provider: 6939, attestation: 'not-provider' },
        { customer: 6939, provider: 64511, attestation: 'not-provider' },
      ],
    },
    ...over,
  });
}

export function routePage(
  items: Route[] = [route(), rejected()],
  over: Partial<RoutePage> = {},
): RoutePage {
  return {
    items,
    total: items.length,
    rejected: items.filter(({ filtered }) => filtered).length,
    understood: 'English for others than the page',
    terms: [
      { kind: 'prefix', match: 'more-specific', prefix: '2001:db8::/32' },
    ],
    tables: [table()],
    tookMs: 1.2,
    ...over,
  };
}

/** One that is as it should be, and one nobody can see. */
export function ownPrefixes(): OwnPrefix[] {
  return [
    {
      prefix: '2001:db8:3949::/48',
      rpki: {
        state: 'valid',
        covering: [
          { prefix: '2001:db8:3949::/48', maxLength: 48, asn: 394955 },
        ],
      },
      announced: [{ router: 'gw1', to: ['he_v6'] }],
      drifts: [],
    },
    {
      prefix: '2001:db8:394a::/48',
      rpki: { state: 'not-found', covering: [] },
      announced: [{ router: 'gw1', to: [] }],
      drifts: [],
    },
  ];
}

/** A change of yesterday that the daemon forgot two hours ago. */
export function drift(over: Partial<Drift> = {}): Drift {
  return {
    router: 'gw1',
    target: 'session',
    name: 'he_v6',
    state: 'down',
    changeId: 1042,
    reason: 'new optics <b>tonight</b>',
    requester: 'user:default/operator',
    decidedAt: hoursAgo(26),
    since: hoursAgo(2),
    ...over,
  };
}
export const asNames = [
  { asn: 6939, name: 'Hurricane Electric' },
  { asn: 64500, name: 'documentation (RFC 5398)' },
];

/** Refused routes of a session by reason. */
export function refusals(over: Partial<RefusalReasons> = {}): RefusalReasons {
  return {
    items: [
      { reason: 'RPKI invalid', community: '394955:65666:1', count: 280 },
      { rpki: 'length', count: 20 },
      { count: 9 },
    ],
    total: 312,
    more: 3,
    tellsReasons: true,
    table: table(),
    ...over,
  };
}

/** The API of an installation where all is well; a test overrides what it is about. */
export function fakeBgpApi(over: Partial<BgpApi> = {}): BgpApi {
  return {
    listRouters: jest.fn().mockResolvedValue({ items: [router()] }),
    listSessions: jest.fn().mockResolvedValue({
      items: [session()],
      freshness: [freshNow()],
    }),
    getSession: jest.fn().mockResolvedValue({
      ...session(),
      identity: identityOf('bird'),
      actions: true,
      freshness: freshNow(),
    }),
    listTransitions: jest
      .fn()
      .mockResolvedValue({ items: transitions(), silences: [] }),
    getCounters: jest.fn().mockResolvedValue({ stepSeconds: 60, series: [] }),
    countRefusals: jest.fn().mockResolvedValue(refusals()),
    listTrends: jest.fn().mockResolvedValue({ stepSeconds: 1800, items: [] }),
    getPrefixRecords: jest.fn().mockResolvedValue(prefixRecords()),
    listPrefixHistory: jest.fn().mockResolvedValue(prefixHistory()),
    getGrowth: jest.fn().mockResolvedValue({ stepSeconds: 60, series: [] }),
    getOwnAggregates: jest.fn().mockResolvedValue({ prefixes: [] }),
    listOwnPrefixes: jest.fn().mockResolvedValue({
      items: ownPrefixes(),
      actionRouters: [],
      aspa: {
        asn: 394955,
        available: true,
        providers: [6939],
        transits: [6939],
      },
    }),
    listAsNames: jest.fn(async (asns: number[]) => ({
      items: asNames.filter(({ asn }) => asns.includes(asn)),
      source: { from: 'bundled' as const, date: '2026-11-26', count: 198 },
    })),
    getMigration: jest.fn().mockResolvedValue({ migration: migration() }),
    listDifferences: jest.fn().mockResolvedValue({
      items: [],
      comparison: comparison(),
      tookMs: 1,
    }),
    listKernelDifferences: jest.fn().mockResolvedValue({
      items: [],
      kernel: migration().kernels[0],
      tookMs: 1,
    }),
    searchRoutes: jest.fn().mockResolvedValue(routePage()),
    listTables: jest.fn().mockResolvedValue({ items: [table()], rpki: [] }),
    forgetDecidedState: jest.fn(),
    refresh: jest.fn(),
    ...over,
  };
}
