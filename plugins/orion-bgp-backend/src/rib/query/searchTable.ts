import { PathFlag } from '../../routes/RouteSource';
import { FamilyTable } from '../table/FamilyTable';
import { lastOf, PrefixKey, shorten } from '../table/PrefixKey';
import { RibTable } from '../table/RibTable';
import { Rows } from '../table/Rows';
import { RouteCursor } from './RouteCursor';
import { RouteQuery } from './RouteQuery';
import { RowFilter } from './RowFilter';
import { RowCount, scanRows } from './scanRows';

/** A row that fits. */
export interface Found {
  rows: Rows;
  at: number;
}

interface Page {
  limit: number;
  cursor?: RouteCursor;
}

/** The first rows of one table behind a cursor that fit, in order, and how many fit in all. */
export function searchTable(
  table: RibTable,
  filter: RowFilter,
  query: RouteQuery,
  page: Page,
): RowCount & { found: Found[] } {
  const found: Found[] = [];
  const counts: RowCount = { total: 0, rejected: 0 };
  for (const family of [table.v4, table.v6]) {
    const itsFamily = family.base.family;
    const { prefix } = query;
    if (
      (query.family ?? itsFamily) !== itsFamily ||
      (prefix && prefix.key.family !== itsFamily)
    ) {
      continue;
    }
    const ranges =
      prefix?.match === 'longest'
        ? longestRanges(table, family, filter, query)
        : rangesOf(family, query);
    for (const range of ranges) {
      const its = scanRange({ table, family, filter, range, page, found });
      counts.total += its.total;
      counts.rejected += its.rejected;
    }
  }
  return { found, ...counts };
}

/** Rows `from`..`to` of the base and of the delta: the same prefixes. */
interface Range {
  base: [number, number];
  delta: [number, number];
}

/** Where the query's prefix can be, in the order of rows; the longest match asks the longest first. */
function* rangesOf(family: FamilyTable, query: RouteQuery): Generator<Range> {
  const { base, delta } = family;
  if (!query.prefix) {
    yield { base: [0, base.count], delta: [0, delta.count] };
    return;
  }
  const { key, match } = query.prefix;
  switch (match) {
    case 'exact':
      yield { base: rowsOf(base, key), delta: rowsOf(delta, key) };
      return;
    case 'covered':
      yield { base: rowsIn(base, key), delta: rowsIn(delta, key) };
      return;
    default:
      for (let step = 0; step <= key.length; step++) {
        const length = match === 'longest' ? key.length - step : step;
        const one = shorten(key, length);
        const range = { base: rowsOf(base, one), delta: rowsOf(delta, one) };
        if (range.base[0] < range.base[1] || range.delta[0] < range.delta[1]) {
          yield range;
        }
      }
  }
}

/**
 * The longest prefix of which a row fits, in the order of rows. Where all of it was
 * refused nothing goes that way: then it is there together with those around it, up to
 * the first that has a row which was not, unless refused ones are asked for, or others.
 */
function longestRanges(
  table: RibTable,
  family: FamilyTable,
  filter: RowFilter,
  query: RouteQuery,
): Range[] {
  const count = (range: Range, its: RowFilter) =>
    scanRange({
      ...{ table, family, filter: its, range, found: [] },
      page: { limit: 0 },
    }).total;
  const { filtered } = PathFlag;
  const isAsked = (filter.flagsMask & filtered) !== 0;
  const usable = { ...filter, flagsMask: filter.flagsMask | filtered };
  const chosen: Range[] = [];
  for (const range of rangesOf(family, query)) {
    if (count(range, filter) > 0) {
      chosen.unshift(range);
      if (isAsked || count(range, usable) > 0) {
        return chosen;
      }
    }
  }
  return chosen.slice(-1);
}

function rowsOf(rows: Rows, key: PrefixKey): [number, number] {
  const from = rows.lowerBound(key);
  return [from, rows.upperBound(key, from)];
}

function rowsIn(rows: Rows, key: PrefixKey): [number, number] {
  const from = rows.lowerBound(key);
  // A host route of the last address is the last one inside.
  const end = rows.lowerBound(lastOf(key), from);
  return [from, rows.upperBound(lastOf(key), end)];
}

function scanRange(scan: {
  table: RibTable;
  family: FamilyTable;
  filter: RowFilter;
  range: Range;
  page: Page;
  found: Found[];
}): RowCount {
  const { table, family, filter, range, page, found } = scan;
  const { base, delta, hidden } = family;
  const limit = page.limit - found.length;
  const scanOne = (rows: Rows, [from, to]: [number, number]) => {
    const places: number[] = [];
    const collectFrom = startBehind(rows, table, page.cursor);
    const common = { filter, limit, from, to, collectFrom, found: places };
    const count = scanRows({
      ...common,
      rows,
      hidden: rows === base ? hidden : undefined,
    });
    return { places, ...count };
  };
  const old = scanOne(base, range.base);
  const recent = scanOne(delta, range.delta);
  let next = 0;
  for (const at of old.places) {
    while (
      next < recent.places.length &&
      delta.compareRow(recent.places[next], base, at) < 0
    ) {
      found.push({ rows: delta, at: recent.places[next++] });
    }
    found.push({ rows: base, at });
  }
  for (const at of recent.places.slice(next)) {
    found.push({ rows: delta, at });
  }
  found.length = Math.min(found.length, page.limit);
  return {
    total: old.total + recent.total,
    rejected: old.rejected + recent.rejected,
  };
}

/** First row behind the cursor; routers come in the order of their names. */
function startBehind(
  rows: Rows,
  table: RibTable,
  cursor: RouteCursor | undefined,
): number {
  if (!cursor || rows.family > cursor.key.family) {
    return 0;
  }
  if (rows.family < cursor.key.family) {
    return rows.count;
  }
  const { key, router, session, pathId } = cursor;
  if (table.router > router) {
    return rows.lowerBound(key);
  }
  const behind = rows.upperBound(key, rows.lowerBound(key));
  const id = table.pool.sessions.find(session);
  if (table.router < router || id === undefined) {
    return behind;
  }
  const at = rows.rowBound(key, id, pathId);
  const isThere =
    at < behind && rows.session[at] === id && rows.pathIdAt(at) === pathId;
  return isThere ? at + 1 : at;
}
