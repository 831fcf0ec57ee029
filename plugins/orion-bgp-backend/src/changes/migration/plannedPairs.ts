import { CrossingDirection, PairUse } from './crossing/crossingSteps';
import { MigrationSight } from './lookMigration';
import { Told } from './readTold';
import { RoutesIn, routesIn } from './routesIn';

/** What the plan saw of a neighbor, as the facts of a change keep it. */
export interface PlannedPair {
  /** Names of the sessions on either router. */
  from: string;
  to: string;
  use: PairUse;
  /** The session on `to` was switched off, by whomever. */
  toWasOff: boolean;
  /**
   * Own prefixes the speaking router announced, all of which must go out after.
   * Absent where nobody spoke, so that it is not known.
   */
  announces?: string[];
  /** With which attributes; absent where that is not known. */
  told?: Told[];
  /** How much of other networks went out; to a transit nothing does. Absent as above. */
  foreign?: number;
  /** What came in over the session that spoke, which must come in after. */
  routes?: RoutesIn[];
  /** The session on `to` stays up whatever `from` does. */
  keepsNew: boolean;
}

/** For the facts of the change, which its approval covers. */
export function plannedPairs(
  { pairs }: MigrationSight,
  direction: CrossingDirection,
  keepNew: boolean,
): PlannedPair[] {
  return pairs.map(({ exports, foreign, from, to, told, use }) => ({
    routes: routesIn(direction === 'back' ? to : from),
    from: from.name,
    to: to.name,
    use,
    toWasOff: to.adminState === 'down',
    announces: direction === 'back' ? exports.to : exports.from,
    told: direction === 'back' ? told.to : told.from,
    foreign: direction === 'back' ? foreign.to : foreign.from,
    keepsNew: use === 'both' || (use === 'moved' && keepNew),
  }));
}
