import { TableState } from './types';

/**
 * Refused routes with one reason. With neither `reason` nor `rpki` nobody can say
 * why. A route whose communities tell several reasons counts with each.
 *
 * @public
 */
export interface RefusalCount {
  count: number;
  /** What the dictionary has for the community. */
  reason?: string;
  /** The community that says why. */
  community?: string;
  /** No community says why, and the route is RPKI invalid: too long, or another origin. */
  rpki?: 'length' | 'origin';
}

/** @public */
export interface RefusalNumbers {
  /** Most first, at most 50. */
  items: RefusalCount[];
  total: number;
  /** Refused for reasons of which none is listed. */
  more: number;
}

/** Why routes of a session were refused, counted in the index. @public */
export interface RefusalReasons extends RefusalNumbers {
  /** What the router's filters did to a refused route stays in it. */
  tellsReasons: boolean;
  /** The table that was counted, and of when it is; nothing was while it is `loading`. */
  table: TableState;
}
