import { AttributeFlag } from '../../attributes/attributeTypes';
import { RestColumns } from '../pool/RestColumns';
import { endOf } from '../pool/splitAttributes';
import { fieldBit, fieldOf } from './diffFields';
import { NormalisationName, normalisations } from './normalisations';

/** Entries of the cache of pairs. */
const CACHE = 1 << 16;
/** Behind the bits of the fields. */
const USED_SHIFT = 16;

/**
 * Compares sets of attributes by their numbers. Two tables have few distinct
 * pairs, and what comes often stands in a small cache.
 */
export class RestComparer {
  readonly #rests: RestColumns;
  readonly #names: NormalisationName[];
  readonly #cachedA = new Uint32Array(CACHE);
  readonly #cachedB = new Uint32Array(CACHE);
  readonly #cached = new Uint32Array(CACHE);

  constructor(rests: RestColumns, names: NormalisationName[]) {
    this.#rests = rests;
    this.#names = names;
  }

  /** Bits of the fields that differ, and behind them of the normalisations that hid others. */
  compare(a: number, b: number): number {
    if (a === b) {
      return 0;
    }
    const slot = (Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b)) >>> 16;
    // Different numbers are never both 0, so an empty entry fits no pair.
    if (this.#cachedA[slot] !== a || this.#cachedB[slot] !== b) {
      this.#cachedA[slot] = a;
      this.#cachedB[slot] = b;
      this.#cached[slot] = this.#compareBytes(
        this.#rests.get(a),
        this.#rests.get(b),
      );
    }
    return this.#cached[slot];
  }

  /** Names of the normalisations in the bits of an answer. */
  usedIn(bits: number): NormalisationName[] {
    return this.#names.filter(
      (_, index) => ((bits >>> (USED_SHIFT + index)) & 1) === 1,
    );
  }

  /** Both ascend by type: one walk over both. */
  #compareBytes(a: Uint8Array, b: Uint8Array): number {
    let bits = 0;
    let atA = 0;
    let atB = 0;
    while (atA < a.length || atB < b.length) {
      const typeA = atA < a.length ? a[atA + 1] : 256;
      const typeB = atB < b.length ? b[atB + 1] : 256;
      const type = Math.min(typeA, typeB);
      const endA = typeA === type ? endOf(a, atA) : atA;
      const endB = typeB === type ? endOf(b, atB) : atB;
      // Bytes that are not canonical: the rest cannot be told apart.
      if (!(endA <= a.length && endB <= b.length)) {
        return bits | fieldBit('other');
      }
      const valueA = typeA === type ? valueOf(a, atA, endA) : undefined;
      const valueB = typeB === type ? valueOf(b, atB, endB) : undefined;
      if (!valueA || !valueB || Buffer.compare(valueA, valueB) !== 0) {
        bits |= this.#judge(type, valueA, valueB);
      }
      atA = endA;
      atB = endB;
    }
    return bits;
  }

  #judge(
    type: number,
    a: Uint8Array | undefined,
    b: Uint8Array | undefined,
  ): number {
    const hidden = this.#names.findIndex(name =>
      normalisations[name](type, a, b),
    );
    return hidden < 0 ? fieldBit(fieldOf(type)) : 1 << (USED_SHIFT + hidden);
  }
}

function valueOf(bytes: Uint8Array, from: number, to: number): Uint8Array {
  const header = (bytes[from] & AttributeFlag.extended) !== 0 ? 4 : 3;
  return bytes.subarray(from + header, to);
}
