/* eslint-disable no-bitwise */
import { AttributeFlag, AttributeType } from '../../attributes/attributeTypes';
import { CanonicalBytes } from './CanonicalBytes';
import { afterComma, TextScanner } from './TextScanner';
import { WordSet } from './WordSet';

const LF = 0x0a;
const SPACE = 0x20;
const COMMA = 0x2c;
const DOT = 0x2e;
const FLAGS = AttributeFlag.optional | AttributeFlag.transitive;

/** Words of 32 bits in one member of each kind of community. */
const widths = {
  [AttributeType.communities]: 1,
  [AttributeType.extendedCommunities]: 2,
  [AttributeType.largeCommunities]: 3,
} as const;
type CommunityType = keyof typeof widths;

/**
 * Reads BIRD's three kinds of communities. A set that is too long for one line
 * goes on in the next one, so it stays open until something else comes.
 */
export class CommunityText {
  /** Sets of which only a part was printed or fits, since the start. */
  incomplete = 0;
  readonly #scan: TextScanner;
  readonly #bytes: CanonicalBytes;
  readonly #set = new WordSet();
  /** 0 when no set is open. */
  #open: CommunityType | 0 = 0;

  constructor(scan: TextScanner, bytes: CanonicalBytes) {
    this.#scan = scan;
    this.#bytes = bytes;
  }

  /** Drops an open set. */
  reset(): void {
    this.#open = 0;
  }

  open(type: CommunityType): void {
    this.#open = type;
    this.#set.clear(widths[type]);
  }

  /** Reads members up to the end of the line; returns its place. */
  read(text: Uint8Array, at: number): number {
    let p = at;
    let byte = text[p];
    while (byte !== LF) {
      if (byte === 0x28) {
        p = this.#readMember(text, p + 1);
      } else if (byte === DOT) {
        this.incomplete++;
        return p;
      } else {
        p++;
      }
      byte = text[p];
    }
    return p;
  }

  /** Writes the open set, sorted and without repetition. */
  close(): void {
    const type = this.#open;
    if (type === 0) {
      return;
    }
    this.#open = 0;
    const set = this.#set;
    if (set.overflowed) {
      this.incomplete++;
    }
    const count = set.sort();
    if (
      count > 0 &&
      this.#bytes.begin(type, FLAGS) &&
      this.#bytes.fits(4 * count)
    ) {
      for (let index = 0; index < count; index++) {
        this.#bytes.word(set.words[index]);
      }
      this.#bytes.end();
    }
  }

  #readMember(text: Uint8Array, at: number): number {
    switch (this.#open) {
      case AttributeType.communities:
        return this.#readStandard(text, at);
      case AttributeType.largeCommunities:
        return this.#readLarge(text, at);
      case AttributeType.extendedCommunities:
        return text[at] === 0x67
          ? this.#readGeneric(text, at)
          : this.#readExtended(text, at);
      default:
        return at;
    }
  }

  /** `(6939,100)` */
  #readStandard(text: Uint8Array, at: number): number {
    const scan = this.#scan;
    let p = scan.readNumber(text, at);
    const high = scan.number;
    if (high < 0 || high > 0xffff || text[p] !== COMMA) {
      return p;
    }
    p = scan.readNumber(text, p + 1);
    if (scan.number >= 0 && scan.number <= 0xffff) {
      this.#set.add(((high << 16) | scan.number) >>> 0);
    }
    return p;
  }

  /** `(6939, 1, 2)` */
  #readLarge(text: Uint8Array, at: number): number {
    const scan = this.#scan;
    let p = scan.readNumber(text, at);
    const global = scan.number;
    p = scan.readNumber(text, afterComma(text, p));
    const first = scan.number;
    p = scan.readNumber(text, afterComma(text, p));
    if (global >= 0 && first >= 0 && scan.number >= 0) {
      this.#set.add(global, first, scan.number);
    }
    return p;
  }

  /** `(generic, 0x43000000, 0x2)`: the 8 bytes as they are. */
  #readGeneric(text: Uint8Array, at: number): number {
    const scan = this.#scan;
    let p = scan.readNumber(text, afterComma(text, behindWord(text, at)));
    const high = scan.number;
    p = scan.readNumber(text, afterComma(text, p));
    if (high >= 0 && scan.number >= 0) {
      this.#set.add(high, scan.number);
    }
    return p;
  }

  /**
   * `(rt, 1, 2)`, `(ro, 192.0.2.1, 2)` or `(unknown 0x4302, 1, 2)`. BIRD prints
   * `rt` for an AS of 2 and of 4 bytes alike: the short form is taken wherever
   * the numbers fit.
   */
  #readExtended(text: Uint8Array, at: number): number {
    const scan = this.#scan;
    let p = behindWord(text, at);
    let type = -1;
    if (text[at] === 0x72) {
      type = text[at + 1] === 0x74 ? 2 : 3;
    } else if (text[at] === 0x75 && text[p] === SPACE) {
      p = scan.readNumber(text, p + 1);
      type = scan.number;
    }
    if (type < 0 || type > 0xffff) {
      return p;
    }
    const keyAt = afterComma(text, p);
    p = scan.readNumber(text, keyAt);
    let key = scan.number;
    const dotted = text[p] === DOT;
    if (dotted) {
      p = scan.readAddress(text, keyAt);
      const { bytes, size } = scan.address;
      key =
        size === 4
          ? ((bytes[0] << 24) |
              (bytes[1] << 16) |
              (bytes[2] << 8) |
              bytes[3]) >>>
            0
          : -1;
    }
    p = scan.readNumber(text, afterComma(text, p));
    const value = scan.number;
    if (key < 0 || value < 0) {
      return p;
    }
    if (type <= 3 && text[at] === 0x72) {
      if (dotted) {
        type |= 0x100;
      } else if (key > 0xffff) {
        type |= 0x200;
      }
    }
    if (((type >> 8) & 0x3f) === 0) {
      this.#set.add(((type << 16) | (key & 0xffff)) >>> 0, value);
    } else {
      this.#set.add(
        ((type << 16) | (key >>> 16)) >>> 0,
        ((key << 16) | (value & 0xffff)) >>> 0,
      );
    }
    return p;
  }
}

/** The place of the first comma, space or end of line. */
function behindWord(text: Uint8Array, at: number): number {
  let p = at;
  while (text[p] !== COMMA && text[p] !== SPACE && text[p] !== LF) {
    p++;
  }
  return p;
}
