import { Route, TableState } from '@orion/backstage-plugin-orion-bgp-common';
import { SourceLoopOptions } from '@orion/backstage-plugin-orion-node';
import { CollectorClient } from '../../collector/CollectorClient';
import { RouterConfig } from '../../config';
import { RouteHistoryStore } from '../../database/RouteHistoryStore';
import { SessionStore } from '../../database/SessionStore';
import { ListedSessionRow } from '../../database/tables';
import { parsePrefix } from '../../routes/addresses';
import { CollectorMemory } from '../CollectorMemory';
import { AggregateSource } from '../intent/AggregateSource';
import { isKnownTable } from '../isKnownTable';
import { observeCounts } from './observeCounts';
import { observeRoutes, OWN_ORIGIN } from './observeRoutes';
import {
  AggregateObservation,
  HistoryReading,
  RouteObservation,
  TableSize,
} from './RouteObservation';

/** The name of this watch among the sources. */
export const HISTORY_SOURCE = 'collector:own-routes';

const PAGE = 200;
/** More paths than anybody has of their own; beyond it a look is not complete. */
const MAX_PATHS = 1000;
/** Beyond that a look would take too long. */
const MAX_AGGREGATES = 100;

export interface HistoryPollDeps {
  aggregates: AggregateSource;
  collector: Pick<CollectorClient, 'ask'>;
  /** Keeps how the tables stood, whether somebody looks or not. */
  memory: CollectorMemory;
  routers: RouterConfig[];
  sessions: SessionStore;
  store: RouteHistoryStore;
}

/**
 * Looks at what the routers have inside our aggregates, how large their tables
 * are, and what only the index counts.
 */
export function createHistoryPoll(
  deps: HistoryPollDeps,
): SourceLoopOptions['poll'] {
  return async () => {
    const { tables } = await deps.memory.remember('tables', () =>
      deps.collector.ask('tables', {}),
    );
    const { prefixes } = await deps.aggregates.find();
    const all = prefixes && outermost(prefixes);
    const aggregates = all?.slice(0, MAX_AGGREGATES);
    const rows = await deps.sessions.listSessions(
      deps.routers.map(({ id }) => id),
    );
    const up = findEstablished(rows);
    const known = tables.filter(isKnownTable).map(({ router }) => router);
    const reading: HistoryReading = {
      aggregates,
      observations: [],
      sizes: tables.flatMap(sizesOf),
      counts: await observeCounts(deps, rows),
    };
    for (const aggregate of aggregates ?? []) {
      reading.observations.push(
        ...(await look(deps, aggregate, { known, up })),
      );
    }
    // A table may have been read anew while it was looked at.
    const after = await deps.collector.ask('tables', {});
    for (const observation of reading.observations) {
      observation.unreadExports = findUnread(
        [...tables, ...after.tables],
        observation.router,
        up,
      );
    }
    const skipped = (all?.length ?? 0) - (aggregates?.length ?? 0);
    return {
      complete: skipped === 0,
      problem:
        skipped > 0
          ? `Only ${MAX_AGGREGATES} aggregates are watched; ${skipped} are not.`
          : undefined,
      write: trx => deps.store.write(trx, reading),
    };
  };
}

/**
 * A table without events lags behind by minutes: a session that is down gets
 * nothing, whatever the table says.
 */
function findEstablished(rows: ListedSessionRow[]): Set<string> {
  return new Set(
    rows
      .filter(
        ({ gone_at, reading }) =>
          gone_at === null && reading.state === 'established',
      )
      .map(({ router, name }) => `${router} ${name}`),
  );
}

/** Sessions of a router of which nobody knows what they get; one that is down gets nothing. */
function findUnread(
  tables: TableState[],
  router: string,
  up: Set<string>,
): string[] {
  const names = tables
    .filter(table => table.router === router)
    .flatMap(({ unreadExports }) => unreadExports ?? [])
    .filter(session => up.has(`${router} ${session}`));
  return [...new Set(names)];
}

function sizesOf(table: TableState): TableSize[] {
  const { router, state, paths, prefixes, dumpedAt } = table;
  if (state === 'loading' || state === 'unavailable') {
    return [];
  }
  if (state === 'summary-only' && dumpedAt === undefined) {
    // Too long to be read to its end, so nobody counted it.
    return [];
  }
  return (['ipv4', 'ipv6'] as const).map(family => ({
    router,
    family: `${family}-unicast` as const,
    paths: paths[family],
    prefixes: prefixes?.[family],
  }));
}

async function look(
  { collector, routers }: HistoryPollDeps,
  aggregate: string,
  { known, up }: { known: string[]; up: Set<string> },
): Promise<AggregateObservation[]> {
  const paths: Route[] = [];
  let cursor: string | undefined;
  do {
    const page = await collector.ask('search', {
      q: aggregate,
      match: 'more-specific',
      limit: PAGE,
      cursor,
    });
    paths.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor && paths.length < MAX_PATHS);
  const verdicts = new Map<string, RouteObservation['rpki']>();
  return Promise.all(
    known.map(async router => {
      const routes = observeRoutes(
        paths.filter(path => path.router === router),
      );
      for (const route of routes) {
        route.exportedTo = route.exportedTo.filter(session =>
          up.has(`${router} ${session}`),
        );
        // Our own route has no origin in its path: the AS it leaves with counts.
        if (route.origins.includes(OWN_ORIGIN)) {
          route.rpki = await verdictOf(route.prefix, router);
        }
      }
      return { router, aggregate, routes, complete: !cursor };
    }),
  );

  async function verdictOf(prefix: string, router: string) {
    const originAs = routers.find(({ id }) => id === router)?.asn;
    const key = `${prefix} ${originAs}`;
    if (originAs !== undefined && !verdicts.has(key)) {
      const { state } = await collector.ask('validate', { prefix, originAs });
      verdicts.set(key, state);
    }
    return verdicts.get(key) ?? 'unknown';
  }
}

/** Without those that lie in another one: each route belongs to one. */
function outermost(prefixes: string[]): string[] {
  const parsed = prefixes.flatMap(text => {
    const prefix = parsePrefix(text);
    return prefix
      ? [{ text, bits: bitsOf(prefix.address, prefix.length) }]
      : [];
  });
  return parsed
    .filter(
      one =>
        !parsed.some(
          other =>
            other !== one &&
            one.bits.startsWith(other.bits) &&
            one.bits !== other.bits,
        ),
    )
    .map(({ text }) => text)
    .filter((text, index, all) => all.indexOf(text) === index);
}

/** The family and the leading bits: one lies in another when it begins like it. */
function bitsOf(address: Uint8Array, length: number): string {
  const bits = [...address]
    .map(byte => byte.toString(2).padStart(8, '0'))
    .join('');
  return `${address.length} ${bits.slice(0, length)}`;
}
