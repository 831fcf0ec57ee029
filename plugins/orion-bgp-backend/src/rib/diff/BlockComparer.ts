import { AttributeFlag } from '../../attributes/attributeTypes';
import { AttributeColumn } from '../pool/AttributeColumn';
import { endOf } from '../pool/AttributeSplitter';
import { fieldBit, fieldOf } from './diffFields';
import {
  Normalisation,
  NormalisationName,
  normalisationOf,
} from './normalisations';

/** Behind the bits of the fields. */
const USED_SHIFT = 16;
/** Behind every attribute type. */
const NO_TYPE = 256;

/**
 * Compares sets of attributes by their numbers. The same set of one table
 * nearly always stands against the same of the other, so the last answer of
 * each is kept.
 */
export class BlockComparer {
  readonly #blocks: AttributeColumn;
  readonly #names: NormalisationName[];
  /** By attribute type: what may hide a difference, and its bit. */
  readonly #byType: { rule: Normalisation; bit: number }[][];
  /** By the set of the first table. */
  readonly #lastOther: Uint32Array;
  readonly #lastBits: Uint32Array;

  constructor(
    blocks: AttributeColumn,
    names: NormalisationName[],
    ownAs: number,
  ) {
    this.#blocks = blocks;
    this.#names = names;
    this.#byType = Array.from({ length: NO_TYPE }, () => []);
    names.forEach((name, index) => {
      const rule = normalisationOf(name, ownAs);
      for (const type of rule.types) {
        this.#byType[type].push({ rule, bit: 1 << (USED_SHIFT + index) });
      }
    });
    this.#lastOther = new Uint32Array(blocks.count).fill(0xffffffff);
    this.#lastBits = new Uint32Array(blocks.count);
  }

  /** Bits of the fields that differ, and behind them of the normalisations that hid others. */
  compare(a: number, b: number): number {
    if (a === b) {
      return 0;
    }
    if (this.#lastOther[a] !== b) {
      this.#lastOther[a] = b;
      this.#lastBits[a] = this.#compareBytes(a, b);
    }
    return this.#lastBits[a];
  }

  /** Names of the normalisations in the bits of an answer. */
  usedIn(bits: number): NormalisationName[] {
    return this.#names.filter(
      (_, index) => ((bits >>> (USED_SHIFT + index)) & 1) === 1,
    );
  }

  /** Both ascend by type: one walk over both. */
  #compareBytes(a: number, b: number): number {
    const [bytesA, bytesB] = [this.#blocks.chunkOf(a), this.#blocks.chunkOf(b)];
    let atA = this.#blocks.startOf(a);
    let atB = this.#blocks.startOf(b);
    const stopA = atA + this.#blocks.lengthOf(a);
    const stopB = atB + this.#blocks.lengthOf(b);
    let bits = 0;
    while (atA < stopA || atB < stopB) {
      const typeA = atA < stopA ? bytesA[atA + 1] : NO_TYPE;
      const typeB = atB < stopB ? bytesB[atB + 1] : NO_TYPE;
      const type = typeA < typeB ? typeA : typeB;
      const endA = typeA === type ? endOf(bytesA, atA) : atA;
      const endB = typeB === type ? endOf(bytesB, atB) : atB;
      // Bytes that are not canonical: the rest cannot be told apart.
      if (!(endA <= stopA && endB <= stopB)) {
        return bits | fieldBit('other');
      }
      if (
        endA - atA !== endB - atB ||
        !sameValue(bytesA, atA, bytesB, atB, endA - atA)
      ) {
        bits |= this.#judge(
          type,
          typeA === type ? valueOf(bytesA, atA, endA) : undefined,
          typeB === type ? valueOf(bytesB, atB, endB) : undefined,
        );
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
    for (const { rule, bit } of this.#byType[type]) {
      if (rule.same(a, b)) {
        return bit;
      }
    }
    return fieldBit(fieldOf(type));
  }
}

/** The flags before the type may differ: whether an attribute is partial says nothing of the route. */
function sameValue(
  a: Uint8Array,
  atA: number,
  b: Uint8Array,
  atB: number,
  length: number,
): boolean {
  for (let at = 1; at < length; at++) {
    if (a[atA + at] !== b[atB + at]) {
      return false;
    }
  }
  return true;
}

function valueOf(bytes: Uint8Array, from: number, to: number): Uint8Array {
  const header = (bytes[from] & AttributeFlag.extended) !== 0 ? 4 : 3;
  return bytes.subarray(from + header, to);
}
