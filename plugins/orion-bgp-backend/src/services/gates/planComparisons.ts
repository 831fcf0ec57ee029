import {
  ComparisonScope,
  isSwitchedOff,
  RouterIdentity,
  Session,
} from '@orion/backstage-plugin-orion-bgp-common';
import { findInside } from '../findInside';
import { NeighborUse, SharedNeighbor } from '../sharedNeighbors';

/** A router whose routes are compared. */
export interface ComparedRouter {
  id: string;
  sessions: Session[];
  identity?: RouterIdentity | null;
}

/** Routes of both routers that are held against each other. */
export interface PlannedComparison {
  scope: ComparisonScope;
  /** Whom it goes out to, of `exported`. */
  neighbor?: SharedNeighbor;
  /** Sessions of the same neighbors; none where there is nothing to compare. */
  pairs: SharedNeighbor[];
  /** The session of `to` inside the network that stands in for all neighbors. */
  over?: string;
  /** Why there is nothing to compare: a whole sentence. */
  empty?: string;
}

const MAX_NAMED = 3;

/**
 * What can be compared: what came over neighbors that speak with both. Where
 * there is none yet, what `from` hands on to `to` inside shows what was accepted
 * and chosen, but neither what was sent nor what goes out.
 */
export function planComparisons(
  from: ComparedRouter,
  to: ComparedRouter,
  use: Pick<NeighborUse, 'both' | 'moved'>,
): PlannedComparison[] {
  const { both } = use;
  if (both.length > 0) {
    const tables = (['received', 'accepted', 'best'] as const).map(scope => ({
      scope,
      pairs: both,
    }));
    const exports = both.map(neighbor => ({
      scope: 'exported' as const,
      neighbor,
      pairs: both,
    }));
    return [...tables, ...exports];
  }
  const lack = lackOfNeighbors(from, to, use);
  const inside = findInside(to.sessions, from.identity?.routerId);
  if (!inside) {
    const also = `No session inside brings ${to.id} what ${from.id} has either.`;
    return (['received', 'accepted', 'best', 'exported'] as const).map(
      scope => ({ scope, pairs: [], empty: `${lack} ${also}` }),
    );
  }
  const over = inside.name;
  const pairs = from.sessions
    .filter(({ type }) => type === 'external')
    .map(one => ({ address: one.neighborAddress, from: one.name, to: over }));
  const addPath = inside.families.every(
    ({ addPath: its, up }) => !up || its?.receive,
  );
  return [
    { scope: 'received', pairs: [], empty: lack },
    addPath
      ? { scope: 'accepted', pairs, over }
      : {
          scope: 'accepted',
          pairs: [],
          empty: `${lack} ${over} on ${to.id} carries only what ${from.id} chose: it has no add-path.`,
        },
    { scope: 'best', pairs, over },
    { scope: 'exported', pairs: [], empty: lack },
  ];
}

/** Which session is missing where no neighbor speaks with both. */
export function lackOfNeighbors(
  from: ComparedRouter,
  to: ComparedRouter,
  { moved }: Pick<NeighborUse, 'moved'>,
): string {
  const external = (sessions: Session[]) =>
    sessions.filter(({ type }) => type === 'external');
  const gone = new Set(moved.map(one => one.from));
  const reasons = external(from.sessions).map(session => {
    const { name, neighborAddress: address } = session;
    const twin = external(to.sessions).find(
      one => one.neighborAddress === address,
    );
    if (!twin) {
      return `${to.id} has no session with ${address} (${name} on ${from.id})`;
    }
    if (gone.has(name)) {
      return `${name} speaks with ${to.id} alone already`;
    }
    const [router, side] =
      session.state === 'established' ? [to, twin] : [from, session];
    return `${side.name} on ${router.id} is ${
      isSwitchedOff(side) ? 'switched off' : side.state
    }`;
  });
  if (reasons.length === 0) {
    return `${from.id} has no external session.`;
  }
  const more = reasons.length - MAX_NAMED;
  return `No neighbor is established on both: ${reasons
    .slice(0, MAX_NAMED)
    .join(', ')}${more > 0 ? `, and ${more} more` : ''}.`;
}
