import { decodeAttributes } from '../../attributes/decodeAttributes';
import { parseAddress } from '../../routes/addresses';
import { PathFlag } from '../../routes/RouteSource';
import { Neighbor } from './listNeighbors';

/**
 * Flags of a path that a neighbor sent and that is not in the global table:
 * refused by the import policy, or dropped as a loop before the policy saw it,
 * which is no fault of a filter.
 */
export function flagRefused(
  attributes: Uint8Array,
  neighbor: Neighbor,
): number {
  return isLoop(attributes, neighbor)
    ? PathFlag.received
    : PathFlag.received | PathFlag.filtered;
}

function isLoop(attributes: Uint8Array, neighbor: Neighbor): boolean {
  const { asPath = [], originatorId } = decodeAttributes(attributes);
  const own = asPath
    .flatMap(({ asns }) => asns)
    .filter(asn => asn === neighbor.ownAs);
  if (own.length > neighbor.allowOwnAs) {
    return true;
  }
  const routerId = parseAddress(neighbor.routerId);
  return (
    originatorId !== undefined &&
    routerId !== undefined &&
    Buffer.from(routerId).readUInt32BE() === originatorId
  );
}
