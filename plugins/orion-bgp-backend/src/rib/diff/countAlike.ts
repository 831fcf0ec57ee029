import { Rows } from '../table/Rows';
import { BlockComparer } from './BlockComparer';

/**
 * How many rows from here on are alike on both sides: the same prefix, once on
 * each side, and the same path in everything that is compared. The fast lane of
 * two tables that are nearly equal: no object, and hardly a call, per row.
 * Stops where the answer of `rests` is not `bits`.
 */
export function countAlike(
  a: Rows,
  fromA: number,
  b: Rows,
  fromB: number,
  { flag, rests, bits }: { flag: number; rests: BlockComparer; bits: number },
): number {
  const { path, community, rest, flags } = a;
  const { path: pathB, community: communityB, rest: restB, flags: flagsB } = b;
  const most = Math.min(a.count - fromA, b.count - fromB);
  let count = 0;
  // The first row of a prefix is known to be; of the next the loop makes sure.
  for (; count < most; count++) {
    const atA = fromA + count;
    const atB = fromB + count;
    if (
      path[atA] !== pathB[atB] ||
      community[atA] !== communityB[atB] ||
      flags[atA] !== flagsB[atB] ||
      (flags[atA] & flag) !== flag ||
      (rest[atA] === restB[atB]
        ? bits !== 0
        : rests.compare(rest[atA], restB[atB]) !== bits) ||
      a.comparePrefix(atA, b, atB) !== 0 ||
      (atA + 1 < a.count && a.samePrefix(atA, atA + 1)) ||
      (atB + 1 < b.count && b.samePrefix(atB, atB + 1))
    ) {
      break;
    }
  }
  return count;
}
