/** What ORION reads from a stored state; never attribute values. @public */
export interface StateSnapshot {
  lineage: string;
  serial: number;
  terraformVersion: string;
  /** Managed resource instances, sorted. */
  addresses: string[];
  /** Those of them that are tainted. */
  tainted: string[];
  /** Instances with a deposed object left to delete. */
  deposed: string[];
}

/** @public */
export interface StateBase {
  lineage: string;
  serial: number;
}

/** @public */
export type PushErroredResult =
  | { pushed: true; serial: number }
  | {
      pushed: false;
      reason:
        | 'no-state'
        | 'locked'
        | 'base-differs'
        | 'other-lineage'
        | 'not-newer'
        | 'unreadable';
    };

/** The states of stacks, one schema each. @public */
export interface StateStore {
  /**
   * Creates schema, table, index and a first empty state, each only if missing.
   *
   * @remarks
   * A first apply without it takes a lock that is global to the database.
   */
  provision(options: { schema: string }): Promise<StateBase>;
  /** `undefined` when the schema has no state. */
  read(options: { schema: string }): Promise<StateSnapshot | undefined>;
  /** True while an engine holds the state's lock. Takes no lock itself. */
  isLocked(options: { schema: string }): Promise<boolean>;
  /**
   * Stores an `errored.tfstate`, only over exactly the state its run began
   * with and only while no engine holds the lock.
   */
  pushErrored(options: {
    schema: string;
    erroredState: string;
    base: StateBase;
  }): Promise<PushErroredResult>;
  /** Removes the schema with its state; refused while it names resources. */
  drop(options: { schema: string; force?: boolean }): Promise<void>;
}
