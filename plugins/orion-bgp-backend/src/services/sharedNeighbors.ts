import { Session } from '@orion/backstage-plugin-orion-bgp-common';

/** A neighbor two routers have, and what each calls the session. */
export interface SharedNeighbor {
  address: string;
  from: string;
  to: string;
}

/**
 * The external neighbors both routers have a session with, by address: the same
 * neighbor announces the same routes to both. Families in sessions of their own
 * have addresses of their own.
 */
export function sharedNeighbors(
  from: Session[],
  to: Session[],
): SharedNeighbor[] {
  const external = (sessions: Session[]) =>
    sessions.filter(({ type, gone }) => type === 'external' && !gone);
  const others = external(to);
  return external(from).flatMap(({ neighborAddress: address, name }) => {
    const other = others.find(one => one.neighborAddress === address);
    return other ? [{ address, from: name, to: other.name }] : [];
  });
}

/** Shared neighbors by who speaks with them. */
export interface NeighborUse {
  /** Established on both: what can be compared. */
  both: SharedNeighbor[];
  /** Switched off on `from`, established on `to`. */
  moved: SharedNeighbor[];
  /** The rest, such as one that `to` may not speak to yet. */
  waiting: SharedNeighbor[];
}

export function splitByUse(
  neighbors: SharedNeighbor[],
  from: Session[],
  to: Session[],
): NeighborUse {
  const use: NeighborUse = { both: [], moved: [], waiting: [] };
  for (const neighbor of neighbors) {
    const here = from.find(({ name }) => name === neighbor.from);
    const there = to.find(({ name }) => name === neighbor.to);
    const isThere = there?.state === 'established';
    if (isThere && here?.state === 'established') {
      use.both.push(neighbor);
    } else if (isThere && here?.adminState === 'down') {
      use.moved.push(neighbor);
    } else {
      use.waiting.push(neighbor);
    }
  }
  return use;
}
