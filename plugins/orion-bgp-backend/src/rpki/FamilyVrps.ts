import { resize } from '../rib/pool/grow';
import { PrefixKey } from '../rib/table/PrefixKey';
import { Digit, digitsOf, radixSort } from '../rib/table/radixSort';
import { RowMeta, rpkiCode } from '../rib/table/RowMeta';
import type { VrpEntry } from './VrpTable';

const NOT_FOUND = rpkiCode('not-found');
const VALID = rpkiCode('valid');
const INVALID = rpkiCode('invalid');

/** Unsorted columns, one entry per VRP. */
export interface VrpColumns {
  family: 4 | 6;
  count: number;
  /** One or four words each. */
  address: Uint32Array;
  length: Uint8Array;
  maxLength: Uint8Array;
  asn: Uint32Array;
  /** Places in `anchors`. */
  anchor: Uint8Array;
  anchors: string[];
  /** Unix seconds, 0 when unknown. */
  expires: Uint32Array;
}

/**
 * The VRPs of one family: sorted groups, one per prefix, each with the closest
 * group that covers it, and the VRPs of all groups one after the other.
 */
export class FamilyVrps {
  readonly count: number;
  /** By group. */
  readonly parent: Int32Array;
  readonly #family: 4 | 6;
  readonly #width: 1 | 4;
  readonly #address: Uint32Array;
  readonly #length: Uint8Array;
  readonly #start: Uint32Array;
  readonly #maxLength: Uint8Array;
  readonly #asn: Uint32Array;
  readonly #anchor: Uint8Array;
  readonly #anchors: string[];
  /** Left out when the source never says. */
  readonly #expires?: Uint32Array;
  /** Unix seconds: what ended before counts no more. */
  #now = 0;

  /** Of two equal VRPs the one that came later stays. */
  constructor(columns: VrpColumns) {
    this.#family = columns.family;
    this.#width = columns.family === 4 ? 1 : 4;
    const order = sortVrps(columns, this.#width);
    this.count = order.length;
    this.#maxLength = pick(order, columns.maxLength);
    this.#asn = pick(order, columns.asn);
    this.#anchor = pick(order, columns.anchor);
    this.#anchors = columns.anchors;
    const expires = pick(order, columns.expires);
    this.#expires = expires.some(at => at !== 0) ? expires : undefined;
    const groups = groupVrps(columns, order, this.#width);
    this.#address = groups.address;
    this.#length = groups.length;
    this.#start = groups.start;
    this.parent = new Int32Array(this.#length.length);
    this.#link();
  }

  get byteLength(): number {
    return [
      this.parent,
      this.#address,
      this.#length,
      this.#start,
      this.#maxLength,
      this.#asn,
      this.#anchor,
    ].reduce(
      (sum, column) => sum + column.byteLength,
      this.#expires?.byteLength ?? 0,
    );
  }

  /** The last group that is not behind the prefix, or -1. For rising prefixes the last answer as `hint` saves the search. */
  position(prefix: PrefixKey, hint = -1): number {
    let low = hint;
    let high = this.#length.length;
    for (let step = 0; step < 8; step++) {
      if (low + 1 >= high || this.#compare(low + 1, prefix) > 0) {
        return low;
      }
      low++;
    }
    while (low + 1 < high) {
      const middle = (low + high) >>> 1;
      if (this.#compare(middle, prefix) <= 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The most specific group that covers the prefix, or -1; `position` is of this prefix. */
  closest(prefix: PrefixKey, position: number): number {
    let group = position;
    while (group >= 0 && !this.#covers(group, prefix)) {
      group = this.parent[group];
    }
    return group;
  }

  /**
   * VRPs that end at this moment, in Unix seconds, or ended before count no more.
   *
   * @returns the next moment at which any ends; Infinity without one.
   */
  expire(now: number): number {
    this.#now = now;
    let next = Infinity;
    for (const at of this.#expires ?? []) {
      if (at > now && at < next) {
        next = at;
      }
    }
    return next;
  }

  /** RPKI bits of a route whose closest group this is. */
  verdict(closest: number, length: number, originAs: number): number {
    let byLength = false;
    let covered = false;
    for (let group = closest; group >= 0; group = this.parent[group]) {
      const end = this.#start[group + 1];
      for (let at = this.#start[group]; at < end; at++) {
        if (this.#isOver(at)) {
          continue;
        }
        covered = true;
        // AS 0 is nobody's, RFC 6483 §4: it makes routes invalid, never valid.
        if (this.#asn[at] === originAs && originAs !== 0) {
          if (length <= this.#maxLength[at]) {
            return VALID;
          }
          byLength = true;
        }
      }
    }
    if (!covered) {
      return NOT_FOUND;
    }
    return byLength ? INVALID | RowMeta.rpkiByLength : INVALID;
  }

  /** VRPs of a group that count. */
  entries(group: number): VrpEntry[] {
    const found: VrpEntry[] = [];
    for (let at = this.#start[group]; at < this.#start[group + 1]; at++) {
      if (this.#isOver(at)) {
        continue;
      }
      found.push({
        prefix: this.#key(group),
        maxLength: this.#maxLength[at],
        asn: this.#asn[at],
        trustAnchor: this.#anchors[this.#anchor[at]] || undefined,
        expires: this.#expires?.[at] ?? 0,
      });
    }
    return found;
  }

  #isOver(at: number): boolean {
    const end = this.#expires?.[at] ?? 0;
    return end !== 0 && end <= this.#now;
  }

  #key(group: number): PrefixKey {
    const from = group * this.#width;
    const [a, b = 0, c = 0, d = 0] = this.#address.subarray(
      from,
      from + this.#width,
    );
    return { family: this.#family, a, b, c, d, length: this.#length[group] };
  }

  #compare(group: number, prefix: PrefixKey): number {
    const address = this.#address;
    if (this.#width === 1) {
      return address[group] - prefix.a || this.#length[group] - prefix.length;
    }
    const from = group * 4;
    return (
      address[from] - prefix.a ||
      address[from + 1] - prefix.b ||
      address[from + 2] - prefix.c ||
      address[from + 3] - prefix.d ||
      this.#length[group] - prefix.length
    );
  }

  #covers(group: number, prefix: PrefixKey): boolean {
    const length = this.#length[group];
    const address = this.#address;
    const from = group * this.#width;
    return (
      length <= prefix.length &&
      sameBits(address[from], prefix.a, length) &&
      (this.#width === 1 ||
        (sameBits(address[from + 1], prefix.b, length - 32) &&
          sameBits(address[from + 2], prefix.c, length - 64) &&
          sameBits(address[from + 3], prefix.d, length - 96)))
    );
  }

  #link(): void {
    for (let group = 0; group < this.parent.length; group++) {
      this.parent[group] = this.closest(this.#key(group), group - 1);
    }
  }
}

function sameBits(one: number, other: number, bits: number): boolean {
  if (bits <= 0) {
    return true;
  }
  return bits >= 32 ? one === other : (one ^ other) >>> (32 - bits) === 0;
}

function sortVrps(columns: VrpColumns, width: 1 | 4): Uint32Array {
  const digits: Digit[] = [
    { column: columns.maxLength },
    ...digitsOf(columns.asn),
    { column: columns.length },
  ];
  for (let word = width - 1; word >= 0; word--) {
    digits.push(...digitsOf(columns.address, width, word));
  }
  const order = radixSort(columns.count, digits);
  const { asn, maxLength } = columns;
  let kept = 0;
  for (const at of order) {
    const last = order[kept - 1];
    if (
      kept > 0 &&
      asn[last] === asn[at] &&
      maxLength[last] === maxLength[at] &&
      samePrefix(columns, width, last, at)
    ) {
      kept--;
    }
    order[kept++] = at;
  }
  return order.subarray(0, kept);
}

function groupVrps(columns: VrpColumns, order: Uint32Array, width: 1 | 4) {
  const address = new Uint32Array(order.length * width);
  const length = new Uint8Array(order.length);
  const start = new Uint32Array(order.length + 1);
  let groups = 0;
  for (let at = 0; at < order.length; at++) {
    if (at > 0 && samePrefix(columns, width, order[at - 1], order[at])) {
      continue;
    }
    for (let word = 0; word < width; word++) {
      address[groups * width + word] =
        columns.address[order[at] * width + word];
    }
    length[groups] = columns.length[order[at]];
    start[groups++] = at;
  }
  start[groups] = order.length;
  return {
    address: resize(address, groups * width),
    length: resize(length, groups),
    start: resize(start, groups + 1),
  };
}

function samePrefix(
  { address, length }: VrpColumns,
  width: 1 | 4,
  one: number,
  other: number,
): boolean {
  let same = length[one] === length[other];
  for (let word = 0; same && word < width; word++) {
    same = address[one * width + word] === address[other * width + word];
  }
  return same;
}

function pick<T extends Uint8Array | Uint32Array>(
  order: Uint32Array,
  column: T,
): T {
  const picked = new (column.constructor as new (size: number) => T)(
    order.length,
  );
  for (let at = 0; at < order.length; at++) {
    picked[at] = column[order[at]];
  }
  return picked;
}
