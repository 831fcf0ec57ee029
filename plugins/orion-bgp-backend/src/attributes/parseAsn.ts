/**
 * Reads an AS number: `64500`, `AS64500` or asdot `1.10` (RFC 5396). Undefined
 * when it is none; AS 0 and the reserved ones are numbers like all others.
 */
export function parseAsn(text: string): number | undefined {
  const match = /^(?:AS)?(0|[1-9]\d{0,9})(?:\.(0|[1-9]\d{0,4}))?$/i.exec(text);
  if (!match) {
    return undefined;
  }
  const [high, low] = [Number(match[1]), match[2]];
  if (low === undefined) {
    return high <= 0xffffffff ? high : undefined;
  }
  return high <= 0xffff && Number(low) <= 0xffff
    ? high * 0x10000 + Number(low)
    : undefined;
}
