import {
  ChangeState,
  TimelineEntry,
} from '@orion/backstage-plugin-orion-changes-common';

export const stepNames = [
  'plan',
  'approval',
  'apply',
  'verify',
  'finish',
] as const;
export type StepName = (typeof stepNames)[number];
export type StepStatus = 'done' | 'now' | 'todo' | 'stopped' | 'trouble';

const stepOf: Partial<Record<ChangeState, number>> = {
  requested: 0,
  planning: 0,
  'awaiting-approval': 1,
  approved: 2,
  applying: 2,
  recovering: 2,
  verifying: 3,
  finishing: 4,
};

/** Where a change stands on its way, or where it left it. */
export function changeSteps(
  state: ChangeState,
  timeline: TimelineEntry[],
): { name: StepName; status: StepStatus }[] {
  const at = stepOf[state] ?? lastStep(timeline);
  return stepNames.map((name, index) => ({
    name,
    status: statusOf(state, index, at),
  }));
}

function statusOf(state: ChangeState, index: number, at: number): StepStatus {
  if (state === 'succeeded' || index < at) {
    return 'done';
  }
  if (index > at) {
    return 'todo';
  }
  if (state === 'needs-attention') {
    return 'trouble';
  }
  return stepOf[state] === undefined ? 'stopped' : 'now';
}

/** The last step the timeline names: an end says nothing about the way to it. */
function lastStep(timeline: TimelineEntry[]): number {
  return timeline.reduce(
    (step, { state }) => (state && stepOf[state]) ?? step,
    0,
  );
}
