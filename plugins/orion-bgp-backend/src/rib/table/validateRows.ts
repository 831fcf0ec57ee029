import { routeOrigin, VrpTable } from '../../rpki/VrpTable';
import { PathColumns } from '../pool/PathColumns';
import { PrefixKey } from './PrefixKey';
import { RowMeta } from './RowMeta';
import { Rows } from './Rows';

/**
 * Writes the RPKI state of every row. Rows and VRPs are both sorted, so it is
 * one walk over both; a prefix that comes over many sessions is looked at once
 * per origin.
 */
export function validateRows(
  rows: Rows,
  paths: PathColumns,
  vrps: VrpTable | undefined,
  ownAs: number,
): void {
  const { meta, path } = rows;
  for (let at = 0; at < rows.count; at++) {
    meta[at] &= ~RowMeta.rpkiBits;
  }
  const table = vrps?.family(rows.family);
  if (!table) {
    return;
  }
  const originOf = (at: number) => {
    const asn = paths.origin(path[at]);
    return asn || routeOrigin(paths.originKind(path[at]), asn, ownAs);
  };
  const key: PrefixKey = rows.readKey(0);
  let position = -1;
  let closest = -1;
  let lastOrigin = -1;
  let bits = 0;
  for (let at = 0; at < rows.count; at++) {
    const origin = originOf(at);
    if (at === 0 || !rows.samePrefix(at, at - 1)) {
      rows.readKeyInto(at, key);
      position = table.position(key, position);
      closest = table.closest(key, position);
      lastOrigin = -1;
    }
    if (origin !== lastOrigin) {
      bits = table.verdict(closest, key.length, origin);
      lastOrigin = origin;
    }
    meta[at] |= bits;
  }
}
