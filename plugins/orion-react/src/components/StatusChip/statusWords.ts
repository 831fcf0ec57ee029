import { ChangeState } from '@orion/backstage-plugin-orion-changes-common';

/**
 * Colour and shape of a status: `person` waits for somebody, `busy` for a
 * machine, `idle` ended without harm, `unknown` was not read.
 *
 * @public
 */
export type StatusTone =
  | 'good'
  | 'busy'
  | 'person'
  | 'warn'
  | 'bad'
  | 'idle'
  | 'unknown';

/** Every word a status chip may say, with its tone. The list is closed. @public */
export const statusTones = {
  succeeded: 'good',
  running: 'good',
  established: 'good',
  ok: 'good',
  passed: 'good',
  valid: 'good',
  inSync: 'good',
  requested: 'busy',
  planning: 'busy',
  approved: 'busy',
  applying: 'busy',
  verifying: 'busy',
  finishing: 'busy',
  starting: 'busy',
  stopping: 'busy',
  connecting: 'busy',
  resyncing: 'busy',
  settling: 'busy',
  awaitingApproval: 'person',
  recovering: 'warn',
  warning: 'warn',
  degraded: 'warn',
  paused: 'warn',
  drifted: 'warn',
  expiring: 'warn',
  needsAttention: 'bad',
  failed: 'bad',
  down: 'bad',
  notExchanged: 'bad',
  missing: 'bad',
  conflict: 'bad',
  invalid: 'bad',
  stopped: 'idle',
  disabled: 'idle',
  cancelled: 'idle',
  rejected: 'idle',
  denied: 'idle',
  expired: 'idle',
  notFound: 'idle',
  notConnected: 'idle',
  unknown: 'unknown',
  notProvable: 'unknown',
} as const satisfies Record<string, StatusTone>;

/** A word of {@link statusTones}. @public */
export type StatusWord = keyof typeof statusTones;

const changeWords: Record<ChangeState, StatusWord> = {
  requested: 'requested',
  planning: 'planning',
  'awaiting-approval': 'awaitingApproval',
  approved: 'approved',
  applying: 'applying',
  recovering: 'recovering',
  verifying: 'verifying',
  finishing: 'finishing',
  'needs-attention': 'needsAttention',
  succeeded: 'succeeded',
  denied: 'denied',
  rejected: 'rejected',
  expired: 'expired',
  cancelled: 'cancelled',
  failed: 'failed',
};

const guestWords: Record<string, StatusWord> = {
  running: 'running',
  stopped: 'stopped',
  paused: 'paused',
  suspended: 'paused',
};

const checkWords: Record<string, StatusWord> = {
  ok: 'ok',
  warning: 'warning',
  failed: 'failed',
  'not-connected': 'notConnected',
};

/** The word of a change's state. @public */
export function changeStatusWord(state: ChangeState): StatusWord {
  return changeWords[state] ?? 'unknown';
}

/** The word of a guest's status as Proxmox tells it. @public */
export function guestStatusWord(status: string): StatusWord {
  return guestWords[status] ?? 'unknown';
}

/** The word of one of the seven checks. @public */
export function checkStatusWord(state: string): StatusWord {
  return checkWords[state] ?? 'unknown';
}
