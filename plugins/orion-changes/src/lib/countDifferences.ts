import { PlanLine } from '@orion/backstage-plugin-orion-changes-common';

/** Lines that came, went or read differently between two plans; at least one. */
export function countDifferences(
  before: PlanLine[],
  after: PlanLine[],
): number {
  const text = (line: PlanLine) => JSON.stringify(line);
  const old = new Map(before.map(line => [line.address, text(line)]));
  const changed = after.filter(
    line => old.get(line.address) !== text(line),
  ).length;
  const kept = new Set(after.map(({ address }) => address));
  const gone = before.filter(({ address }) => !kept.has(address)).length;
  return Math.max(1, changed + gone);
}
