import { CommunityDictionary } from '../answer/CommunityDictionary';
import { NeighborFacts } from '../answer/NeighborFacts';
import { RibTable } from '../table/RibTable';
import { Rows } from '../table/Rows';
import { RouteCursor } from './RouteCursor';
import { RouteQuery } from './RouteQuery';
import { createFilter, forTable } from './RowFilter';
import { Found, searchTable } from './searchTable';

/** A route in a table. */
export interface FoundRoute {
  table: RibTable;
  rows: Rows;
  at: number;
}

/** A page of an answer, and how many there are in all. */
export interface FoundPage {
  routes: FoundRoute[];
  next?: RouteCursor;
  total: number;
  /** Of them, those that an import policy refused. */
  rejected: number;
}

/**
 * Looks through tables: routes by prefix, and of one prefix by router, session
 * and path identifier. Tables must share one pool, and be sorted by router.
 *
 * @throws AsPathPatternError, SearchTooCostlyError
 */
export function searchTables(
  tables: RibTable[],
  query: RouteQuery,
  {
    limit,
    cursor,
    neighbors,
    dictionary = new CommunityDictionary([]),
    tellsReasons = () => true,
  }: {
    limit: number;
    cursor?: RouteCursor;
    neighbors?: NeighborFacts;
    dictionary?: CommunityDictionary;
    /** Whether what a router's filters did to a refused route can be seen in it. */
    tellsReasons?(router: string): boolean;
  },
): FoundPage {
  if (tables.length === 0) {
    return { routes: [], total: 0, rejected: 0 };
  }
  const filter = createFilter(tables[0].pool, query, dictionary);
  // Only what is asked by reason depends on who tells them, and patterns cost.
  const silent =
    query.reason && tables.some(({ router }) => !tellsReasons(router))
      ? createFilter(tables[0].pool, query, new CommunityDictionary([]))
      : filter;
  let total = 0;
  let rejected = 0;
  const heads: Head[] = [];
  for (const table of tables) {
    // One more than the page says whether there is a next one.
    if (query.aspa) {
      table.judge(neighbors?.[table.router] ?? {});
    }
    const its = tellsReasons(table.router) ? filter : silent;
    const answer = searchTable(table, forTable(its, table, query), query, {
      limit: limit + 1,
      cursor,
    });
    total += answer.total;
    rejected += answer.rejected;
    heads.push({ table, found: answer.found, at: 0 });
  }
  const routes = merge(heads, limit);
  const last = routes[routes.length - 1];
  const more = heads.some(({ found, at }) => at < found.length);
  return {
    routes,
    ...{ total, rejected },
    next: more && last ? cursorAt(last) : undefined,
  };
}

interface Head {
  table: RibTable;
  found: Found[];
  at: number;
}

function merge(heads: Head[], limit: number): FoundRoute[] {
  const routes: FoundRoute[] = [];
  while (routes.length < limit) {
    let first: Head | undefined;
    for (const head of heads) {
      if (head.at < head.found.length && (!first || isBefore(head, first))) {
        first = head;
      }
    }
    if (!first) {
      break;
    }
    const { rows, at } = first.found[first.at++];
    routes.push({ table: first.table, rows, at });
  }
  return routes;
}

/** Of equal prefixes the one of the earlier table stays first. */
function isBefore(one: Head, other: Head): boolean {
  const [mine, theirs] = [one.found[one.at], other.found[other.at]];
  return (
    (mine.rows.family - theirs.rows.family ||
      mine.rows.comparePrefix(mine.at, theirs.rows, theirs.at)) < 0
  );
}

function cursorAt({ table, rows, at }: FoundRoute): RouteCursor {
  return {
    key: rows.readKey(at),
    router: table.router,
    session: table.pool.sessions.name(rows.session[at]),
    pathId: rows.pathIdAt(at),
  };
}
