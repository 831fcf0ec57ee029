import {
  BgpApi,
  CounterHistory,
  OwnPrefix,
  Session,
  SessionIntent,
  SessionList,
  TableGrowth,
  Trend,
} from '@orion/backstage-plugin-orion-bgp-common';
import {
  answerAs,
  Behaviour,
  refusal,
} from '@orion/backstage-plugin-orion-react/testing';
import {
  drift,
  asNames,
  freshNow,
  gobgpCounters,
  hoursAgo,
  identityOf,
  manySessions,
  migration,
  ownPrefixes,
  refusals,
  rejected,
  route,
  routePage,
  router,
  table,
  transitions,
} from '../src/tests/fakes';
import {
  intentOverview,
  intentRecord,
  prefixHistory,
  prefixRecords,
  sessionIntent,
} from '../src/tests/intentFakes';

export const states = [
  'full',
  'empty',
  'unconfigured',
  'loading',
  'stale',
  'partial',
  'error',
  'denied',
  'silent',
  'drifted',
] as const;

export type BgpState = (typeof states)[number];

const NOTE = 'No router is connected. Add one under orion.bgp.routers.';

const behaviours: Partial<Record<BgpState, Behaviour>> = {
  loading: 'loading',
  stale: 'stale',
  error: 'error',
  denied: 'denied',
  silent: 'silent',
};

const silent = () => ({
  ...freshNow('bgp:gw2'),
  fetchedAt: hoursAgo(0.2),
  stale: true,
  error: 'gw2 does not answer: connection refused',
});

/** One that a change switched off, and that is up again. */
function shownSessions(state: BgpState): Session[] {
  return manySessions().map(one =>
    state === 'drifted' && one.name === 'he_v4'
      ? { ...one, drift: drift({ name: one.name }) }
      : behind(one, state),
  );
}

/** What is counted in the table of a silent router is of before. */
function behind(one: Session, state: BgpState): Session {
  const was = gobgpCounters(hoursAgo(0.2), true);
  return state === 'partial' && one.router === 'gw2'
    ? {
        ...one,
        families: one.families.map(family => ({
          ...family,
          counters: was,
        })),
      }
    : one;
}

/** One of them as a change left it, and no longer. */
function shownPrefixes(state: BgpState): OwnPrefix[] {
  return ownPrefixes().map((one, index) =>
    state === 'drifted' && index === 1
      ? {
          ...one,
          drifts: [
            drift({ target: 'prefix', name: one.prefix, state: 'withdrawn' }),
          ],
        }
      : one,
  );
}

function sessions(state: BgpState): SessionList {
  if (state === 'unconfigured') {
    return { items: [], freshness: [], note: NOTE };
  }
  const quiet = state === 'empty';
  return {
    items: quiet ? [] : shownSessions(state).map(withIntent),
    netbox: intentOverview(
      quiet
        ? {}
        : {
            onlyInNetbox: [
              intentRecord({
                id: 6,
                name: 'ix_v6',
                status: 'planned',
                remoteAs: 64500,
                remoteAddress: '2001:db8:200::1',
              }),
            ],
            onlyInNetboxTotal: 1,
          },
    ),
    freshness: [
      freshNow(),
      state === 'partial' ? silent() : freshNow('bgp:gw2'),
    ],
  };
}

/** One only planned, one unknown, one otherwise, the rest as it was meant. */
function withIntent(one: Session, index: number): Session {
  const intents: SessionIntent[] = [
    sessionIntent({
      finding: 'planned-but-up',
      record: intentRecord({ status: 'planned' }),
    }),
    { finding: 'unknown-to-netbox', differences: [] },
    sessionIntent({
      finding: 'differs',
      differences: [{ field: 'remoteAs', live: '64500', recorded: '64501' }],
    }),
  ];
  return { ...one, intent: intents[index] ?? sessionIntent() };
}

/** A drift, a dip, and an hour nobody read. */
function wave(length: number, base: number): (number | null)[] {
  return Array.from({ length }, (_, index) => {
    const share = index / length;
    if (share > 0.3 && share < 0.33) {
      return null;
    }
    const dip = share > 0.7 && share < 0.72 ? -4000 : 0;
    return Math.round(base + 500 * share + 120 * Math.sin(share * 30) + dip);
  });
}

function trends(): Trend[] {
  return manySessions().flatMap(({ router: id, name, families, state }) =>
    state === 'established'
      ? families.map(({ family }) => ({
          router: id,
          session: name,
          family,
          counter: 'received' as const,
          values: wave(48, 213_000),
        }))
      : [],
  );
}

function counters(hours: number): CounterHistory {
  const stepSeconds = hours <= 26 ? 60 : 900;
  const count = Math.min(1440, (hours * 3600) / stepSeconds);
  const end = Math.floor(Date.now() / 1000);
  const times = Array.from(
    { length: count },
    (_, index) => end - (count - index) * stepSeconds,
  );
  return {
    stepSeconds,
    series: (['received', 'filtered', 'accepted', 'exported'] as const).map(
      (counter, index) => ({
        family: 'ipv6-unicast',
        counter,
        definition: (
          [
            'bird.kept',
            'bird.filtered',
            'bird.imported',
            'bird.exported',
          ] as const
        )[index],
        times,
        values: wave(count, [214_000, 4_500, 213_000, 4_003][index]),
      }),
    ),
  };
}

function growth(hours: number): TableGrowth {
  const { stepSeconds, series } = counters(hours);
  return {
    stepSeconds,
    series: (['ipv4-unicast', 'ipv6-unicast'] as const).map(
      (family, index) => ({
        family,
        counter: 'paths',
        times: series[0].times,
        values: wave(series[0].times.length, [1_010_000, 214_000][index]),
      }),
    ),
  };
}

export function fakeBgpApi(state: BgpState): BgpApi {
  return answerAs<BgpApi>(behaviours[state] ?? 'answers', {
    listRouters: async () =>
      state === 'unconfigured'
        ? { items: [], note: NOTE }
        : {
            items: [
              router(),
              router({
                id: 'gw2',
                title: 'gw2, GoBGP beside it',
                identity: identityOf('gobgp-v4'),
                sessions: { total: 1, established: 1, disabled: 0 },
                freshness: state === 'partial' ? silent() : freshNow('bgp:gw2'),
              }),
            ],
          },
    listSessions: async () => sessions(state),
    getSession: async ({ router: id, session }) => {
      const found = shownSessions(state)
        .map(withIntent)
        .find(one => one.router === id && one.name === session);
      if (!found) {
        throw refusal(404, `Router ${id} has no session ${session}`);
      }
      return {
        ...found,
        identity: identityOf(id === 'gw1' ? 'bird' : 'gobgp-v4'),
        actions: id === 'gw1',
        configurable: id === 'gw1',
        freshness: freshNow(`bgp:${id}`),
        netbox: intentOverview(),
      };
    },
    listTransitions: async () => ({ items: transitions(), silences: [] }),
    getCounters: async (_, { hours = 24 } = {}) => counters(hours),
    countRefusals: async ({ router: id }) =>
      refusals({
        table: table({
          router: id,
          error: state === 'stale' ? `${id} does not answer` : undefined,
        }),
        ...(state === 'empty' && { items: [], total: 0, more: 0 }),
      }),
    listTrends: async () => ({ stepSeconds: 1800, items: trends() }),
    getOwnAggregates: async () => ({ prefixes: [] }),
    listOwnPrefixes: async () => ({
      items: state === 'empty' ? [] : shownPrefixes(state),
      actionRouters: ['gw1', 'gw2'],
      aspa: {
        asn: 394955,
        available: true,
        providers: [6939],
        transits: [6939],
      },
    }),
    getPrefixRecords: async () => prefixRecords(),
    listPrefixHistory: async () => prefixHistory(),
    getGrowth: async (_, { hours = 24 } = {}) => growth(hours),
    getMigration: async () =>
      state === 'unconfigured' || state === 'empty'
        ? { note: 'No migration is configured.' }
        : { migration: migration() },
    listDifferences: async () => ({
      items: [
        {
          class: 'only-from',
          prefix: '2001:db8:1::/48',
          fields: [],
          from: route(),
        },
        {
          class: 'different',
          prefix: '2001:db8:2::/48',
          fields: ['med'],
          from: route({ med: 10 }),
          to: route({ router: 'gw2', med: 20 }),
        },
      ],
      comparison: migration().comparisons[0],
      tookMs: 8.2,
    }),
    listKernelDifferences: async () => ({
      items: [
        {
          class: 'missing',
          prefix: '2001:db8:2::/48',
          wanted: '2001:db8:6939::1',
        },
      ],
      kernel: migration().kernels[0],
      tookMs: 3.1,
    }),
    searchRoutes: async ({ limit = 50 } = {}) =>
      routePage(
        state === 'empty'
          ? []
          : [
              route(),
              rejected(),
              rejected({
                router: 'gw2',
                session: '2001:db8:6939::9',
                filterReason: undefined,
                noReason: 'as-received',
                rpki: { state: 'not-found', covering: [] },
              }),
              ...Array.from({ length: limit - 3 }, (_, index) =>
                route({
                  prefix: `2001:db8:${(0x300 + index).toString(16)}::/48`,
                  best: index % 3 !== 0,
                  rpki: { state: 'not-found', covering: [] },
                }),
              ),
            ],
        { nextCursor: 'next', total: 21_410 },
      ),
    listTables: async () => ({
      rpki: [
        {
          source: 'http://rpki1:8323/json',
          count: 612_340,
          fetchedAt: hoursAgo(state === 'stale' ? 3 : 0.1),
          generatedAt: hoursAgo(state === 'stale' ? 5 : 0.2),
          age: state === 'stale' ? 'old' : 'fresh',
          used: true,
        },
        {
          source: 'rtr://rpki2:3323',
          age: 'none',
          used: false,
          error: 'rtr://rpki2:3323: the connection ended',
        },
      ],
      items: [
        state === 'stale'
          ? table({
              state: 'resyncing',
              error: 'GoBGP of router gw1 did not answer GetBgp within 10 s',
            })
          : table(),
        state === 'partial'
          ? table({
              router: 'gw2',
              state: 'unavailable',
              error: 'gw2 does not answer: connection refused',
            })
          : table({ router: 'gw2', state: 'live' }),
      ],
    }),
    forgetDecidedState: async () => {},
    listAsNames: async asns => ({
      items: asNames.filter(({ asn }) => asns.includes(asn)),
      source: { from: 'bundled', date: '2026-11-26', count: 198 },
    }),
    refresh: async () => router(),
  });
}
