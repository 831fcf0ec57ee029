import { CommunityDictionary } from '../answer/CommunityDictionary';
import { AsPathPattern } from '../path/AsPathPattern';
import { AttributePool } from '../pool/AttributePool';
import { BitSet } from '../pool/BitSet';
import { WorkBudget } from '../pool/WorkBudget';
import { RibTable } from '../table/RibTable';
import { aspaBits, RowMeta, rpkiCode } from '../table/RowMeta';
import { MaskedByte, reasonFilter } from './reasonFilter';
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
  /** What RPKI calls invalid does not fit. */
  notInvalid: boolean;
  /** -1: any. */
  session: number;
  /** Bit of the export bitmap, -1: any. */
  exportBit: number;
  /** Nothing can fit. */
  never: boolean;
}

/**
 * Asks the pool once which attributes fit, so that a row costs two looks at
 * bits. Good for all tables until the pool changes. All terms have one budget:
 * whoever searches chooses how many there are.
 *
 * @param dictionary - which communities say why a route was refused
 * @throws AsPathPatternError, SearchTooCostlyError
 */
export function createFilter(
  pool: AttributePool,
  query: RouteQuery,
  dictionary: CommunityDictionary,
  budget = new WorkBudget(),
): RowFilter {
  const pathSets = (query.asns ?? []).map(asn =>
    pool.paths.withAsn(asn, budget),
  );
  if (query.originAs !== undefined) {
    pathSets.push(pool.paths.withOrigin(query.originAs));
  }
  for (const pattern of query.pathPatterns ?? []) {
    pathSets.push(AsPathPattern.parse(pattern).select(pool.paths, budget));
  }
  const communitySets = (query.communities ?? []).map(pattern =>
    pool.communities.with(pattern, budget),
  );
  const reason =
    query.reason && reasonFilter(pool, query.reason, dictionary, budget);
  if (reason) {
    communitySets.push(reason.communities);
  }
  const flags = both(
    { mask: query.flagsMask ?? 0, value: query.flagsValue ?? 0 },
    reason?.flags,
  );
  const meta = both(
    {
      mask:
        (query.rpki ? RowMeta.rpkiMask : 0) |
        (query.aspa ? RowMeta.aspaMask : 0),
      value:
        (query.rpki ? rpkiCode(query.rpki) : 0) |
        (query.aspa ? aspaBits(query.aspa) : 0),
    },
    reason?.meta,
  );
  const session =
    query.session === undefined ? -1 : pool.sessions.find(query.session);
  return {
    paths: intersect(pathSets),
    communities: intersect(communitySets),
    rests: query.nextHop && pool.rests.withNextHop(query.nextHop),
    flagsMask: flags?.mask ?? 0,
    flagsValue: flags?.value ?? 0,
    metaMask: meta?.mask ?? 0,
    metaValue: meta?.value ?? 0,
    notInvalid: reason?.notInvalid ?? false,
    session: session ?? -1,
    exportBit: -1,
    never: session === undefined || !flags || !meta,
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

/** Undefined when no byte can be as both want it. */
function both(
  one: MaskedByte,
  other: MaskedByte = { mask: 0, value: 0 },
): MaskedByte | undefined {
  return ((one.value ^ other.value) & one.mask & other.mask) === 0
    ? { mask: one.mask | other.mask, value: one.value | other.value }
    : undefined;
}

function intersect([first, ...others]: BitSet[]): BitSet | undefined {
  others.forEach(other => first.retain(other));
  return first;
}
