import { isDeepStrictEqual } from 'node:util';

/** Keys into a value: attribute names and list indexes. */
export type ValuePath = readonly (string | number)[];
export type Container = Record<string, unknown> | unknown[];

export const isContainer = (value: unknown): value is Container =>
  typeof value === 'object' && value !== null;

/** Attribute names, or indexes as numbers. */
export const keysOf = (value: Container): (string | number)[] =>
  Array.isArray(value) ? [...value.keys()] : Object.keys(value);

export function childOf(value: unknown, key: string | number): unknown {
  if (!isContainer(value) || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string | number, unknown>)[key];
}

/** A mask's part: what is marked as a whole marks all its parts. */
export const childMask = (mask: unknown, key: string | number) =>
  mask === true ? true : childOf(mask, key);

/** True when any part is marked. */
export function hasMark(mask: unknown): boolean {
  if (!isContainer(mask)) return mask === true;
  return keysOf(mask).some(key => hasMark(childOf(mask, key)));
}

/** Equal values; a missing attribute is a null one. */
export const sameValue = (a: unknown, b: unknown) =>
  isDeepStrictEqual(a ?? null, b ?? null);

/** `network_device[0].vlan_id`, as engines write it. */
export function formatPath(path: ValuePath): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    if (!/^[A-Za-z_][\w-]*$/.test(key))
      return `${text}[${JSON.stringify(key)}]`;
    return text === '' ? key : `${text}.${key}`;
  }, '');
}

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === false ||
  value === 0 ||
  (isContainer(value) && keysOf(value).length === 0);

/**
 * Equal, where null and the empty value of a type count as the same. Providers
 * of the older SDK cannot tell them apart: what they plan as null they read back
 * as "", false, 0 or an empty list.
 */
export function sameButForEmpty(a: unknown, b: unknown): boolean {
  if (isEmpty(a) && isEmpty(b)) return true;
  if (!isContainer(a) || !isContainer(b)) return sameValue(a, b);
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  if (Array.isArray(a) && Array.isArray(b) && a.length !== b.length) {
    return false;
  }
  return [...new Set([...keysOf(a), ...keysOf(b)])].every(key =>
    sameButForEmpty(childOf(a, key), childOf(b, key)),
  );
}
