import { parsePrefix } from '../../../routes/addresses';
import { covers } from '../../../routes/covers';
import {
  GobgpConditions,
  GobgpDefinedSet,
  GobgpMatchSet,
} from '../gobgpMessages';

/** Where the router has a route from: itself, its network or a neighbor outside. */
export type RouteOrigin = 'local' | 'internal' | 'external';

/** Undefined: not told by what is known here. */
export type Match = boolean | undefined;

/** Whether a condition that names a set is met. */
export function matchSet(
  condition: GobgpMatchSet | undefined,
  sets: GobgpDefinedSet[],
  has: (set: GobgpDefinedSet) => boolean,
): Match {
  if (!condition) {
    return true;
  }
  const set = sets.find(({ name }) => name === condition.name);
  if (!set) {
    return undefined;
  }
  return has(set) !== (condition.type === 'TYPE_INVERT');
}

/**
 * Whether a statement is about a neighbor. To GoBGP an empty set of neighbors means
 * all of them, inverted or not.
 */
export function matchNeighbor(
  neighbors: GobgpDefinedSet[],
  { neighbor_set: condition }: GobgpConditions,
  neighbor: string,
): Match {
  const set = neighbors.find(({ name }) => name === condition?.name);
  return condition && set && !set.list?.length
    ? true
    : matchSet(condition, neighbors, one => hasNeighbor(one, neighbor));
}

function hasNeighbor({ list = [] }: GobgpDefinedSet, neighbor: string) {
  const host = parsePrefix(`${neighbor}/${neighbor.includes(':') ? 128 : 32}`);
  return list.some(text => {
    const outer = parsePrefix(text);
    return outer !== undefined && host !== undefined && covers(outer, host);
  });
}

/** An announcement of the router's own is neither internal nor external. */
export function matchRouteType(
  { route_type: type }: GobgpConditions,
  origin: RouteOrigin,
): Match {
  return (
    !type ||
    type === 'ROUTE_TYPE_UNSPECIFIED' ||
    type === `ROUTE_TYPE_${origin.toUpperCase()}`
  );
}
