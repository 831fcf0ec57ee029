/** ASNs from the first to the last, both included. */
export type AsnRange = [number, number];

/** One position of a path. */
export interface AsnNode {
  type: 'asn';
  ranges: AsnRange[];
  negated: boolean;
}

/** A pattern over the ASNs of a path, parsed. */
export type PathNode =
  | AsnNode
  | { type: 'sequence'; items: PathNode[] }
  | { type: 'choice'; items: PathNode[] }
  | { type: 'repeat'; item: PathNode; min: number; max: number }
  | { type: 'start' }
  | { type: 'end' };

/** Highest ASN. */
export const MAX_ASN = 0xffffffff;

/** Whether an AS may stand at a position. */
export function fitsAsn({ ranges, negated }: AsnNode, asn: number): boolean {
  let within = false;
  // Asked of a million paths: nothing is made for it.
  for (let at = 0; at < ranges.length && !within; at++) {
    within = asn >= ranges[at][0] && asn <= ranges[at][1];
  }
  return within !== negated;
}

/** One position, whatever its AS. */
export const anyAsn: PathNode = {
  type: 'asn',
  ranges: [[0, MAX_ASN]],
  negated: false,
};

/** A pattern nobody can evaluate, with the place in it, counted from 1. */
export class AsPathPatternError extends Error {
  readonly position: number;

  constructor(message: string, position: number) {
    super(`${message} (at character ${position})`);
    this.name = 'AsPathPatternError';
    this.position = position;
  }
}
