/** A limit of a family of a session, as it was when it was exceeded. */
export interface TriedLimit {
  family: string;
  limit: number;
  action?: string;
  /** Counted at the last look before. */
  used?: number;
}

/** A session that its daemon ended because the neighbor sent more than the limit. */
export interface LimitTrial {
  router: string;
  session: string;
  /** As `daemonsOf` has it. */
  daemon: string;
  /** Those that were up: the daemon does not say which of them it was. */
  families: TriedLimit[];
  /** In the daemon's words. */
  reaction: string;
  at: Date;
}
