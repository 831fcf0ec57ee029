import { ParsedPrefix } from './addresses';

/** True for a prefix that is the other one or lies in it. */
export function covers(
  outer: Omit<ParsedPrefix, 'hostBits'>,
  inner: Omit<ParsedPrefix, 'hostBits'>,
): boolean {
  if (outer.family !== inner.family || outer.length > inner.length) {
    return false;
  }
  const whole = outer.length >> 3;
  const rest = outer.length & 7;
  for (let at = 0; at < whole; at++) {
    if (outer.address[at] !== inner.address[at]) {
      return false;
    }
  }
  const mask = 0xff00 >> rest;
  return (
    rest === 0 ||
    ((outer.address[whole] ^ inner.address[whole]) & mask & 0xff) === 0
  );
}
