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

/** @public */
export type CheckId = (typeof checkIds)[number];

/** @public */
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
  id: CheckId;
  /** 1 to 7, as `orion verify` prints it. */
  number: number;
  title: string;
  state: CheckState;
  summary: string;
  nextStep?: string;
  /** Counts behind the sentence, for example 9 of 9. */
  value?: { good: number; total: number };
  checkedAt: string;
}
