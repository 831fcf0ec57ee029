import { PathRecord } from '../../routes/RouteSource';
import { AttributePool, PerPart } from '../pool/AttributePool';
import { BitSet } from '../pool/BitSet';
import { originMeta } from './RowMeta';
import { Row, Rows } from './Rows';

/** Interns what a record says. */
export function toRow(pool: AttributePool, record: PathRecord): Row {
  pool.intern(record.attributes);
  return {
    path: pool.path,
    community: pool.community,
    rest: pool.rest,
    session: pool.sessions.intern(record.session),
    pathId: record.pathId,
    flags: record.flags,
    meta: originMeta(record.origin),
    since: record.since,
  };
}

/** Marks what rows use. */
export function markRows(rows: Rows, used: PerPart<BitSet>): void {
  for (let at = 0; at < rows.count; at++) {
    used.paths.add(rows.path[at]);
    used.communities.add(rows.community[at]);
    used.rests.add(rows.rest[at]);
  }
}

/** Exchanges the numbers of rows. */
export function renumberRows(
  rows: Rows,
  { paths, communities, rests }: PerPart<Uint32Array>,
): void {
  for (let at = 0; at < rows.count; at++) {
    rows.path[at] = paths[rows.path[at]];
    rows.community[at] = communities[rows.community[at]];
    rows.rest[at] = rests[rows.rest[at]];
  }
}
