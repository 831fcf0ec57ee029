import { Route, TableState } from '@orion/backstage-plugin-orion-bgp-common';
import { SourceLoopOptions } from '@orion/backstage-plugin-orion-node';
import { nameFirst } from '../../nameFirst';
import { CollectorClient } from '../../collector/CollectorClient';
import { RouterConfig } from '../../config';
import { RouteHistoryStore } from '../../database/RouteHistoryStore';
import { SessionStore } from '../../database/SessionStore';
import { ListedSessionRow } from '../../database/tables';
import { liesIn } from '../../routes/liesIn';
import { CollectorMemory } from '../CollectorMemory';
import { isKnownTable } from '../isKnownTable';
import { observeCounts } from './observeCounts';
import { observeRoutes, OWN_ORIGIN } from './observeRoutes';
import {
  AggregateObservation,
  HistoryReading,
  RouteObservation,
  TableSize,
} from './RouteObservation';
import { WatchedPrefixes } from './WatchedPrefixes';

/** The name of this watch among the sources. */
export const HISTORY_SOURCE = 'collector:own-routes';

const PAGE = 200;
/** More paths than anybody has of their own; beyond it a look is not complete. */
const MAX_PATHS = 1000;
const MAX_NAMED = 3;
/** Longer than the rest between two dumps, and longer than the fifty dumps it may be. */
const BEHIND_MS = 15 * 60_000;
const BEHIND_DUMPS = 60;

export interface HistoryPollDeps {
  collector: Pick<CollectorClient, 'ask'>;
  /** Keeps how the tables stood, whether somebody looks or not. */
  memory: CollectorMemory;
  routers: RouterConfig[];
  sessions: SessionStore;
  store: RouteHistoryStore;
  watched: Pick<WatchedPrefixes, 'find'>;
}

/**
 * Looks at what the routers have inside our aggregates and the other prefixes
 * that are watched, how large their tables are, and what only the index counts.
 */
export function createHistoryPoll(
  deps: HistoryPollDeps,
): SourceLoopOptions['poll'] {
  return async () => {
    const { tables } = await deps.memory.remember('tables', () =>
      deps.collector.ask('tables', {}),
    );
    const { own, others, skipped } = await deps.watched.find();
    const rows = await deps.sessions.listSessions(
      deps.routers.map(({ id }) => id),
    );
    const up = findEstablished(rows);
    const known = tables.filter(isKnownTable).map(({ router }) => router);
    const reading: HistoryReading = {
      aggregates: own && [...own, ...others],
      observations: [],
      sizes: tables.flatMap(sizesOf),
      counts: await observeCounts(deps, rows),
    };
    // Ours first: what lies in one of them has moved there before the rest is written.
    const cut = new Set<string>();
    for (const aggregate of own ?? []) {
      const { complete, observations } = await look(deps, aggregate, {
        known,
        up,
      });
      reading.observations.push(...observations);
      if (!complete) {
        cut.add(aggregate);
      }
    }
    for (const aggregate of others) {
      const elsewhere = (own ?? []).filter(one => liesIn(one, [aggregate]));
      const { observations } = await look(deps, aggregate, {
        ...{ known, up, elsewhere },
        // What was not looked at there may still be kept as lying in this one.
        cut: elsewhere.some(one => cut.has(one)),
      });
      reading.observations.push(...observations);
    }
    // A table may have been read anew while it was looked at, or be gone: then what
    // was found in it is no longer everything.
    const after = await deps.collector.ask('tables', {});
    const still = new Set(
      after.tables.filter(isKnownTable).map(({ router }) => router),
    );
    reading.observations = reading.observations.filter(({ router }) =>
      still.has(router),
    );
    for (const observation of reading.observations) {
      observation.unreadExports = findUnread(
        [...tables, ...after.tables],
        observation.router,
        up,
      );
    }
    const problems = [
      skipped > 0 &&
        `Only ${own?.length} aggregates are watched; ${skipped} are not.`,
      tellCut(reading.observations),
    ].filter(Boolean);
    return {
      complete: problems.length === 0,
      problem: problems.join(' ') || undefined,
      write: trx => deps.store.write(trx, reading),
    };
  };
}

/** What goes is not seen where not every path was read. */
function tellCut(observations: AggregateObservation[]): string | undefined {
  const cut = new Set(
    observations
      .filter(({ complete }) => !complete)
      .map(({ aggregate }) => aggregate),
  );
  return cut.size > 0
    ? `More than ${MAX_PATHS} paths lie in ${nameFirst(
        [...cut],
        MAX_NAMED,
      )}: not all are looked at, and what goes there is not told.`
    : undefined;
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

/** What is kept of a table that cannot be read any more is no measurement. */
function isBehind({ dumpedAt, dumpMs = 0, error, state }: TableState): boolean {
  const age = dumpedAt ? Date.now() - Date.parse(dumpedAt) : 0;
  // Of a table that is live, or between two dumps as it should be, an error is of something else.
  return (
    state !== 'live' &&
    error !== undefined &&
    age > Math.max(BEHIND_MS, BEHIND_DUMPS * dumpMs)
  );
}

function sizesOf(table: TableState): TableSize[] {
  const { router, state, paths, prefixes, dumpedAt } = table;
  if (state === 'loading' || state === 'unavailable' || isBehind(table)) {
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
  {
    known,
    up,
    elsewhere = [],
    cut = false,
  }: {
    known: string[];
    up: Set<string>;
    /** Each route belongs to one: what lies in these is looked at with them. */
    elsewhere?: string[];
    /** Not all of that was. */
    cut?: boolean;
  },
): Promise<{ complete: boolean; observations: AggregateObservation[] }> {
  const read: Route[] = [];
  let cursor: string | undefined;
  do {
    const page = await collector.ask('search', {
      q: aggregate,
      match: 'more-specific',
      limit: PAGE,
      cursor,
    });
    read.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor && read.length < MAX_PATHS);
  // Paths come by prefix: of the one a look ends in there may be more.
  const last = cursor ? read.at(-1)?.prefix : undefined;
  const paths = read.filter(
    ({ prefix }) => prefix !== last && !liesIn(prefix, elsewhere),
  );
  const complete = !cursor && !cut;
  const verdicts = new Map<string, RouteObservation['rpki']>();
  const observations = await Promise.all(
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
      return { router, aggregate, routes, complete };
    }),
  );
  return { complete: !cursor, observations };

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
