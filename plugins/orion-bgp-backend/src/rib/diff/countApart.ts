import { DiffSides } from './TableDiff';

/** How many routes are not the same, whichever side has them. */
export function countApart({ onlyA, onlyB, different }: DiffSides): number {
  return onlyA + onlyB + different;
}
