/** What ORION reads from a stored state; never attribute values. @public */
export interface StateSnapshot {
  /** A UUID that stays the same for the life of a state. */
  lineage: string;
  /** Goes up with every write; 0 for a state nobody wrote yet. */
  serial: number;
  /** Of the engine that wrote it last; `1.0.0` for the first empty one. */
  terraformVersion: string;
  /** Managed resource instances, sorted. */
  addresses: string[];
  /** Those of them that are tainted. */
  tainted: string[];
  /** Instances with a deposed object left to delete. */
  deposed: string[];
}

/** Exactly which state a run began with. @public */
export interface StateBase {
  /** A different one is another stack's state. */
  lineage: string;
  /** What a run writes is above it. */
  serial: number;
}

/**
 * `base-differs`: somebody wrote since the run began. `not-newer`: the errored
 * state is no later one.
 *
 * @public
 */
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
