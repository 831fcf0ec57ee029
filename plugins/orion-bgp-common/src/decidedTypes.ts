/** How a change left a session or a prefix. @public */
export type DecidedStanding = 'up' | 'down' | 'announced' | 'withdrawn';

/**
 * What a change decided that a daemon keeps only as long as it runs, as the
 * pipeline reports it.
 *
 * @public
 */
export interface DecidedStateReport {
  router: string;
  target: 'session' | 'prefix';
  /** Of the session; or the prefix in canonical form. */
  name: string;
  /** Sessions are `up` or `down`, administratively; prefixes the others. */
  state: DecidedStanding;
  changeId: number;
  /** As it was given to the change. */
  reason: string;
  /** Reference of who asked for it. */
  requester: string;
  /**
   * ISO UTC. In a report of the action, by the clock of its executor; nothing is
   * ordered by it. In an answer by the clock of the database.
   */
  decidedAt: string;
}

/**
 * What is no longer as a change decided, because the daemon forgot it or somebody
 * undid it by hand. ORION only says so: nothing is done again by itself.
 *
 * @public
 */
export interface Drift extends DecidedStateReport {
  /** ISO UTC since when it is otherwise, where that is known. */
  since?: string;
}
