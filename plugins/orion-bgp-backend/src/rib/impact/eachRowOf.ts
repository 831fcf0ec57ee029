import { FamilyTable } from '../table/FamilyTable';
import { Rows } from '../table/Rows';

/** Every path of a family: the sorted base first, then what came since. */
export function eachRowOf(
  { base, delta, hidden }: FamilyTable,
  visit: (rows: Rows, at: number) => void,
): void {
  for (let at = 0; at < base.count; at++) {
    if (!hidden?.has(at)) {
      visit(base, at);
    }
  }
  for (let at = 0; at < delta.count; at++) {
    visit(delta, at);
  }
}
