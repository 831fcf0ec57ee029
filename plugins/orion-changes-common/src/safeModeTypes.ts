/** Something in a real system that does not go together with the database. @public */
export interface ReconcileFinding {
  /**
   * `unknown-change`: marked by a change this database lacks. `ended-change`:
   * there, though its change ended without success. `open-change`: made by a
   * change that is still open. `missing`: in the database only.
   */
  type: 'unknown-change' | 'ended-change' | 'open-change' | 'missing';
  /** A whole sentence. */
  message: string;
  /** For example `proxmox:r730/1004`. */
  ref: string;
  /** As the mark says it, or the change the missing thing lives from. */
  changeId?: number;
}

/** What of the real systems does not fit the database. @public */
export interface ReconcileReport {
  /** ISO UTC, at the end of the look. */
  takenAt: string;
  /** `missing` is only looked for when every system answered. */
  findings: ReconcileFinding[];
  /** Systems that did not answer: the report says nothing about them. */
  errors: string[];
}

/**
 * Whether the database is older than what was signed outside of it. While it
 * is, nothing is claimed, approved or submitted.
 *
 * @public
 */
export interface SafeModeState {
  /** True from the moment something was found missing until an admin leaves. */
  active: boolean;
  /** ISO UTC; absent when it is off. */
  since?: string;
  /** Whole sentences: what was signed outside and is not in the database. */
  reasons: string[];
  /** Whether the caller is an admin and it is on. */
  mayLeave: boolean;
  /** Absent until the first is done, and for those who may not leave. */
  report?: ReconcileReport;
}
