/**
 * Every state of a change, in the order of the main path and then the ends.
 *
 * @public
 */
export const changeStates = [
  'requested',
  'planning',
  'awaiting-approval',
  'approved',
  'applying',
  'recovering',
  'verifying',
  'finishing',
  'needs-attention',
  'succeeded',
  'denied',
  'rejected',
  'expired',
  'cancelled',
  'failed',
] as const;

/**
 * One of {@link changeStates}; which may follow which says {@link nextStates}.
 *
 * @public
 */
export type ChangeState = (typeof changeStates)[number];

/**
 * The state machine: which states may follow which. The store refuses every
 * other transition, whoever asks.
 *
 * @public
 */
export const nextStates: Readonly<Record<ChangeState, readonly ChangeState[]>> =
  {
    requested: ['planning', 'denied', 'cancelled'],
    planning: [
      'awaiting-approval',
      'approved',
      'denied',
      'failed',
      'cancelled',
      'expired',
    ],
    'awaiting-approval': [
      'approved',
      'rejected',
      'expired',
      'cancelled',
      'planning',
    ],
    approved: ['applying', 'planning', 'denied', 'expired', 'cancelled'],
    applying: ['verifying', 'recovering'],
    recovering: [
      'applying',
      'verifying',
      'failed',
      'cancelled',
      'needs-attention',
    ],
    verifying: ['finishing', 'recovering', 'needs-attention'],
    finishing: ['succeeded', 'recovering', 'needs-attention'],
    'needs-attention': ['recovering', 'succeeded', 'failed'],
    succeeded: [],
    denied: [],
    rejected: [],
    expired: [],
    cancelled: [],
    failed: [],
  };

/**
 * True when nothing can follow.
 *
 * @public
 */
export function isTerminal(state: ChangeState): boolean {
  return nextStates[state].length === 0;
}

/**
 * True from the claim for the apply on: from here an end needs proof of what
 * exists in the real system.
 *
 * @public
 */
export function isPastApplyClaim(state: ChangeState): boolean {
  return [
    'applying',
    'recovering',
    'verifying',
    'finishing',
    'needs-attention',
  ].includes(state);
}
