import { PlanLine } from '@orion/backstage-plugin-orion-changes-common';

/** A router of the crossing, and whether it undoes a step by itself. */
export interface CrossingRouter {
  router: string;
  holds: boolean;
}

/**
 * What becomes of a crossing when the machine of ORION is lost in the middle of
 * it: of whoever spoke before, `old`, and of whoever is to, `young`.
 */
export function guardLine(
  old: CrossingRouter,
  young: CrossingRouter,
): PlanLine {
  const line = {
    action: 'keep' as const,
    address: 'guard',
    attributes: [],
  };
  if (!old.holds && young.holds) {
    return {
      ...line,
      title: `${young.router} speaks by itself without ORION once ${old.router} is silent`,
      detail: `${old.router} does not speak again by itself: nothing of ORION runs beside it. So ${young.router} is told to speak before ${old.router} falls silent, and the neighbor is not left with nobody`,
    };
  }
  if (!old.holds) {
    return {
      ...line,
      title: 'only the machine of ORION undoes it',
      detail: `neither ${old.router} nor ${young.router} switches a session by itself: with that machine lost in between, the neighbor is left with whoever it speaks with then, or with nobody`,
    };
  }
  return young.holds
    ? {
        ...line,
        title: `${young.router} and ${old.router} undo it by themselves without ORION`,
        detail: `${young.router} falls silent first, ${old.router} speaks a minute later; until it is confirmed`,
      }
    : {
        ...line,
        title: `${old.router} speaks again by itself without ORION, until ${young.router} is proven to speak`,
        detail: `${young.router} cannot be silenced by itself: nothing of ORION runs beside it. From that proof on it keeps speaking, and ${old.router} stays off until somebody comes back`,
      };
}
