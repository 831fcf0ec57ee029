import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { CrossingDirection, PairUse } from './crossing/crossingSteps';
import { MigrationSight } from './lookMigration';

/** What the plan saw of a neighbor, as the facts of a change keep it. */
export interface PlannedPair {
  /** Names of the sessions on either router. */
  from: string;
  to: string;
  use: PairUse;
  /**
   * Own prefixes the speaking router announced, all of which must go out after.
   * Absent where nobody spoke, so that it is not known.
   */
  announces?: string[];
  /** Families in which the speaking router got routes, which must come in after. */
  receives?: string[];
  /** The session on `to` stays up whatever `from` does. */
  keepsNew: boolean;
}

/** Where at least one route came in, whatever became of it. */
export function familiesWithRoutes({ families }: SessionReading): string[] {
  return families
    .filter(({ counters: { accepted, received }, up }) =>
      up ? Boolean(received?.value || accepted?.value) : false,
    )
    .map(({ family }) => family);
}

/** For the facts of the change, which its approval covers. */
export function plannedPairs(
  { pairs }: MigrationSight,
  direction: CrossingDirection,
  keepNew: boolean,
): PlannedPair[] {
  return pairs.map(({ exports, from, to, use }) => ({
    receives: familiesWithRoutes(direction === 'back' ? to : from),
    from: from.name,
    to: to.name,
    use,
    announces: direction === 'back' ? exports.to : exports.from,
    keepsNew: use === 'both' || (use === 'moved' && keepNew),
  }));
}
