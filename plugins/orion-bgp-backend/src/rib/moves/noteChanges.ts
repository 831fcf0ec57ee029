import { PrefixKey } from '../table/PrefixKey';
import { Rows } from '../table/Rows';
import { MAX_MOVES, MoveLog } from './MoveLog';

/**
 * Notes each prefix whose rows are others than they were: one walk over both, as
 * they are sorted. Ends where more moved than a log remembers.
 *
 * @param isSame - whether two rows of one prefix are
 * @param at - when that was seen, of the log's clock
 */
export function noteChanges(
  log: MoveLog,
  before: Rows,
  after: Rows,
  {
    at,
    isSame,
  }: { at: number; isSame(before: number, after: number): boolean },
): void {
  const key: PrefixKey = { family: 4, a: 0, b: 0, c: 0, d: 0, length: 0 };
  let one = 0;
  let other = 0;
  let noted = 0;
  while ((one < before.count || other < after.count) && noted < MAX_MOVES) {
    const order = compare(before, one, after, other);
    if (order === 0 && isSame(one, other)) {
      one++;
      other++;
      continue;
    }
    if (order <= 0) {
      before.readKeyInto(one, key);
    } else {
      after.readKeyInto(other, key);
    }
    log.note(key, at);
    noted++;
    one = order <= 0 ? behind(before, one) : one;
    other = order >= 0 ? behind(after, other) : other;
  }
}

/** One that is at its end comes last. */
function compare(before: Rows, one: number, after: Rows, other: number) {
  if (one >= before.count || other >= after.count) {
    return one >= before.count ? 1 : -1;
  }
  return before.comparePrefix(one, after, other);
}

function behind(rows: Rows, from: number): number {
  let at = from + 1;
  while (at < rows.count && rows.samePrefix(at, from)) {
    at++;
  }
  return at;
}
