import { AsPathPattern } from '../path/AsPathPattern';
import { AttributePool } from '../pool/AttributePool';
import { BitSet } from '../pool/BitSet';
import { RibTable } from '../table/RibTable';
import { aspaBits, RowMeta, rpkiCode } from '../table/RowMeta';
import { RouteQuery } from './RouteQuery';

/** A query without its prefix, as what a scan compares with each row. */
export interface RowFilter {
  /** Undefined: any. */
  paths?: BitSet;
  communities?: BitSet;
  rests?: BitSet;
  flagsMask: number;
  flagsValue: number;
  metaMask: number;
  metaValue: number;
  /** -1: any. */
  session: number;
  /** Bit of the export bitmap, -1: any. */
  exportBit: number;
  /** Nothing can fit. */
  never: boolean;
}

/**
 * Asks the pool once which attributes fit, so that a row costs two looks at
 * bits. Good for all tables until the pool changes.
 *
 * @throws AsPathPatternError, PatternTooCostlyError
 */
export function createFilter(
  pool: AttributePool,
  query: RouteQuery,
): RowFilter {
  const pathSets = (query.asns ?? []).map(asn => pool.paths.withAsn(asn));
  if (query.originAs !== undefined) {
    pathSets.push(pool.paths.withOrigin(query.originAs));
  }
  for (const pattern of query.pathPatterns ?? []) {
    pathSets.push(AsPathPattern.parse(pattern).select(pool.paths));
  }
  const communitySets = (query.communities ?? []).map(pattern =>
    pool.communities.with(pattern),
  );
  const session =
    query.session === undefined ? -1 : pool.sessions.find(query.session);
  return {
    paths: intersect(pathSets),
    communities: intersect(communitySets),
    rests: query.nextHop && pool.rests.withNextHop(query.nextHop),
    flagsMask: query.flagsMask ?? 0,
    flagsValue: query.flagsValue ?? 0,
    metaMask:
      (query.rpki ? RowMeta.rpkiMask : 0) | (query.aspa ? RowMeta.aspaMask : 0),
    metaValue:
      (query.rpki ? rpkiCode(query.rpki) : 0) |
      (query.aspa ? aspaBits(query.aspa) : 0),
    session: session ?? -1,
    exportBit: -1,
    never: session === undefined,
  };
}

/** The filter for one table: its bit of the session routes go out to. */
export function forTable(
  filter: RowFilter,
  table: RibTable,
  { exportedTo }: RouteQuery,
): RowFilter {
  if (exportedTo === undefined) {
    return filter;
  }
  const session = table.pool.sessions.find(exportedTo);
  const exportBit = session === undefined ? -1 : table.exportBit(session);
  return { ...filter, exportBit, never: filter.never || exportBit < 0 };
}

function intersect([first, ...others]: BitSet[]): BitSet | undefined {
  others.forEach(other => first.retain(other));
  return first;
}
