import {
  PlanAction,
  PlanLine,
} from '@orion/backstage-plugin-orion-changes-common';

const order: PlanAction[] = [
  'destroy',
  'replace',
  'change',
  'add',
  'import',
  'keep',
];

/** Losses first; the plan's own order within one action. */
export function sortPlanLines(lines: PlanLine[]): PlanLine[] {
  return [...lines].sort(
    (a, b) => order.indexOf(a.action) - order.indexOf(b.action),
  );
}
