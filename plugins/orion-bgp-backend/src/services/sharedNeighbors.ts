import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';

/** What of a session says whose it is. */
type Named = Pick<SessionReading, 'name' | 'type' | 'neighborAddress'> & {
  /** The daemon no longer knows it. */
  gone?: boolean;
};

/** What of a session says whether it speaks. */
type Standing = Pick<SessionReading, 'name' | 'state' | 'adminState'>;

/** A neighbor two routers have, and what each calls the session. */
export interface SharedNeighbor {
  address: string;
  from: string;
  to: string;
  /** It stands in for a neighbor: what both tell it is compared, and it never goes over. */
  standsIn?: boolean;
}

/** Names of sessions with something that stands in for a neighbor, by router. */
export interface StandIns {
  from?: readonly string[];
  to?: readonly string[];
}

/**
 * The external neighbors both routers have a session with, by address: the same
 * neighbor announces the same routes to both. Families in sessions of their own
 * have addresses of their own.
 */
export function sharedNeighbors(
  from: Named[],
  to: Named[],
  standIns: StandIns = {},
): SharedNeighbor[] {
  const external = (sessions: Named[]) =>
    sessions.filter(({ type, gone }) => type === 'external' && !gone);
  const others = external(to);
  return external(from).flatMap(({ neighborAddress: address, name }) => {
    const other = others.find(one => one.neighborAddress === address);
    if (!other) {
      return [];
    }
    const standsIn =
      standIns.from?.includes(name) || standIns.to?.includes(other.name);
    return [
      { address, from: name, to: other.name, ...(standsIn && { standsIn }) },
    ];
  });
}

/**
 * Who speaks with a shared neighbor. `both`: established on both. `moved`:
 * switched off on `from`, established on `to`. `silent`: switched off on `from`,
 * and not established on `to` either. `waiting`: the rest, such as one that `to`
 * may not speak to yet.
 */
export type PairStanding = 'both' | 'moved' | 'silent' | 'waiting';

export function standingOf(
  from: Omit<Standing, 'name'> | undefined,
  to: Omit<Standing, 'name'> | undefined,
): PairStanding {
  const isThere = to?.state === 'established';
  if (isThere && from?.state === 'established') {
    return 'both';
  }
  if (from?.adminState === 'down') {
    return isThere ? 'moved' : 'silent';
  }
  return 'waiting';
}

/** Shared neighbors by who speaks with them; with one that is silent nobody does yet. */
export interface NeighborUse {
  both: SharedNeighbor[];
  moved: SharedNeighbor[];
  waiting: SharedNeighbor[];
}

export function splitByUse(
  neighbors: SharedNeighbor[],
  from: Standing[],
  to: Standing[],
): NeighborUse {
  const use: NeighborUse = { both: [], moved: [], waiting: [] };
  for (const neighbor of neighbors) {
    const standing = standingOf(
      from.find(({ name }) => name === neighbor.from),
      to.find(({ name }) => name === neighbor.to),
    );
    use[standing === 'silent' ? 'waiting' : standing].push(neighbor);
  }
  return use;
}
