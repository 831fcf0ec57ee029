/**
 * The seven checks that end the deployment path, in their order.
 *
 * @public
 */
export const checkIds = [
  'guests-running',
  'bgp-established',
  'cluster-healthy',
  'pods-running',
  'netbox-synced',
  'agents-responding',
  'monitoring-collecting',
] as const;

/** One of {@link checkIds}. @public */
export type CheckId = (typeof checkIds)[number];

/**
 * `unknown`: the check could not be run. `not-connected`: no system of its kind
 * is configured or built yet; that is no failure.
 *
 * @public
 */
export type CheckState =
  | 'ok'
  | 'warning'
  | 'failed'
  | 'unknown'
  | 'not-connected';

/**
 * One check's answer. `summary` is a whole sentence; `nextStep` says what to do
 * when the state is not `ok`.
 *
 * @public
 */
export interface CheckResult {
  /** Stable; links and exit texts use it. */
  id: CheckId;
  /** 1 to 7, as `orion verify` prints it. */
  number: number;
  /** A few words for a tile. */
  title: string;
  /** Worst finding of the check; `ok` only when all of it was read. */
  state: CheckState;
  /** Names numbers and systems. */
  summary: string;
  /** Absent when there is nothing to do. */
  nextStep?: string;
  /** Counts behind the sentence, for example 9 of 9. */
  value?: { good: number; total: number };
  /** ISO UTC; answers are shared for two seconds. */
  checkedAt: string;
}
