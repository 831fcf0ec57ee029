import { ResourceChange } from '../plan/planTypes';
import {
  childMask,
  childOf,
  formatPath,
  hasMark,
  isContainer,
  keysOf,
  sameButForEmpty,
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

/** How two plans of one object are compared. */
export interface CompareOptions {
  /** Null and the empty value of a type are the same. */
  emptyIsNull: boolean;
  /** Top-level attributes that are not compared. */
  except: readonly string[];
}

interface Comparison extends CompareOptions {
  into: string[];
}

const same = (a: unknown, b: unknown, { emptyIsNull }: Comparison) =>
  emptyIsNull ? sameButForEmpty(a, b) : sameValue(a, b);

function compare(pair: Pair, path: ValuePath, comparison: Comparison): void {
  const { into } = comparison;
  const { approved, approvedUnknown, next, nextUnknown } = pair;
  // Approved without being known: whatever came out is what was approved.
  if (approvedUnknown === true) return;
  // Known then, open now: the engine would do something else.
  if (nextUnknown === true) {
    into.push(formatPath(path));
    return;
  }
  const open = hasMark(approvedUnknown) || hasMark(nextUnknown);
  // An object whose parts were all unknown is missing in `after`.
  const wasOpen = open && sameShape(approvedUnknown, next);
  if (!sameShape(approved, next) && !wasOpen) {
    if (!same(approved, next, comparison)) into.push(formatPath(path));
    return;
  }
  const otherLength =
    Array.isArray(approved) &&
    Array.isArray(next) &&
    approved.length !== next.length;
  if (otherLength) {
    into.push(formatPath(path));
    return;
  }
  compareParts(pair, path, comparison);
}

function compareParts(pair: Pair, path: ValuePath, comparison: Comparison) {
  for (const key of keysOfPair(pair)) {
    const isTop = path.length === 0 && typeof key === 'string';
    if (isTop && comparison.except.includes(key)) continue;
    const part: Pair = {
      approved: childOf(pair.approved, key),
      approvedUnknown: childMask(pair.approvedUnknown, key),
      next: childOf(pair.next, key),
      nextUnknown: childMask(pair.nextUnknown, key),
    };
    compare(part, [...path, key], comparison);
  }
}

/**
 * Where the new plan's `after` is not what the approved plan knew it would be.
 * An attribute one side does not mention is null there.
 */
export function differingPaths(
  approved: ResourceChange,
  next: ResourceChange,
  options: CompareOptions,
): string[] {
  const comparison: Comparison = { ...options, into: [] };
  const pair: Pair = {
    approved: approved.after,
    approvedUnknown: approved.afterUnknown,
    next: next.after,
    nextUnknown: next.afterUnknown,
  };
  compare(pair, [], comparison);
  return comparison.into.map(path => path || 'the object');
}
