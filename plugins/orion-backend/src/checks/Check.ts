import { CheckId, CheckResult } from '@orion/backstage-plugin-orion-common';

/** What a check finds out; its number, title and time are added by the caller. */
export type Finding = Pick<
  CheckResult,
  'state' | 'summary' | 'nextStep' | 'value'
>;

/** Longer than this nobody waits for what is behind a check. */
export const CHECK_DEADLINE_MS = 15_000;

/** One of the seven. Throws when it cannot tell. */
export interface Check {
  id: CheckId;
  title: string;
  run(signal: AbortSignal): Promise<Finding>;
}
