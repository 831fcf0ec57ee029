import { ResourceChange } from '../plan/planTypes';
import {
  childMask,
  childOf,
  formatPath,
  hasMark,
  isContainer,
  keysOf,
  sameValue,
  ValuePath,
} from '../plan/values';

interface Pair {
  approved: unknown;
  approvedUnknown: unknown;
  next: unknown;
  nextUnknown: unknown;
}

const sameShape = (a: unknown, b: unknown) =>
  isContainer(a) && isContainer(b) && Array.isArray(a) === Array.isArray(b);

function keysOfPair(pair: Pair): (string | number)[] {
  const parts = [pair.approved, pair.approvedUnknown, pair.next];
  return [...new Set(parts.filter(isContainer).flatMap(keysOf))];
}

function compare(pair: Pair, path: ValuePath, into: string[]): void {
  const { approved, approvedUnknown, next, nextUnknown } = pair;
  // Approved without being known: whatever came out is what was approved.
  if (approvedUnknown === true) return;
  // Known then, open now: the engine would do something else.
  if (nextUnknown === true) {
    into.push(formatPath(path));
    return;
  }
  const open = hasMark(approvedUnknown) || hasMark(nextUnknown);
  if (!sameShape(approved, next)) {
    // An object whose parts were all unknown is missing in `after`.
    if (open && sameShape(approvedUnknown, next))
      compareParts(pair, path, into);
    else if (!sameValue(approved, next)) into.push(formatPath(path));
    return;
  }
  if (Array.isArray(approved) && Array.isArray(next)) {
    if (approved.length !== next.length) {
      into.push(formatPath(path));
      return;
    }
  }
  compareParts(pair, path, into);
}

function compareParts(pair: Pair, path: ValuePath, into: string[]): void {
  for (const key of keysOfPair(pair)) {
    const part: Pair = {
      approved: childOf(pair.approved, key),
      approvedUnknown: childMask(pair.approvedUnknown, key),
      next: childOf(pair.next, key),
      nextUnknown: childMask(pair.nextUnknown, key),
    };
    compare(part, [...path, key], into);
  }
}

/**
 * Where the new plan's `after` is not what the approved plan knew it would be.
 * An attribute one side does not mention is null there.
 */
export function differingPaths(
  approved: ResourceChange,
  next: ResourceChange,
): string[] {
  const into: string[] = [];
  compare(
    {
      approved: approved.after,
      approvedUnknown: approved.afterUnknown,
      next: next.after,
      nextUnknown: next.afterUnknown,
    },
    [],
    into,
  );
  return into.map(path => path || 'the object');
}
