/* eslint-disable no-bitwise */
import {
  AttributeFlag,
  AttributeType,
  segmentTypes,
} from '../../attributes/attributeTypes';
import { CanonicalBytes } from './CanonicalBytes';
import { CommunityText } from './CommunityText';
import { hexValue } from './readAddress';
import { skipLine, TextScanner } from './TextScanner';

const WELL_KNOWN = AttributeFlag.transitive;
const OPTIONAL = AttributeFlag.optional;
const OPTIONAL_TRANSITIVE = AttributeFlag.optional | AttributeFlag.transitive;

const LF = 0x0a;
const SPACE = 0x20;
const DOT = 0x2e;
const COLON = 0x3a;
/** BIRD prints `undefined` for an attribute a filter took away. */
const LETTER_U = 0x75;
const MAX_SEGMENT = 255;
const AIGP = 26;
/** Types that BIRD prints by name; by number they would not be its own. */
const named = new Set<number>(Object.values(AttributeType));

/**
 * Turns BIRD's text of one path's attributes into their canonical bytes, equal
 * to those of `encodeAttributes`. Reads bytes and writes bytes: a full table has
 * 300 MB of text, of which no string is made.
 */
export class AttributeText {
  readonly #scan = new TextScanner();
  readonly #bytes = new CanonicalBytes();
  readonly #communities = new CommunityText(this.#scan, this.#bytes);
  #incomplete = 0;

  /** Attributes of which BIRD printed only a part, since the start. */
  get incomplete(): number {
    return this.#incomplete + this.#communities.incomplete;
  }

  /** Forgets the attributes of the path before. */
  reset(): void {
    this.#bytes.reset();
    this.#communities.reset();
  }

  /** The canonical bytes of what was read, until the next path is. */
  finish(): Uint8Array {
    this.#communities.close();
    return this.#bytes.finish();
  }

  /**
   * Reads a line that may be an attribute of BGP; any other is passed over.
   *
   * @param text - must hold the end of the line.
   * @param at - behind the tab.
   * @returns the place behind the end of the line.
   */
  readLine(text: Uint8Array, at: number): number {
    this.#communities.close();
    let p = at;
    const first = text[p] | 0x20;
    // `BGP.` of BIRD 2, `bgp_` of BIRD 3; 3.0.0 wrote `otc` bare.
    const prefixed =
      first === 0x62 &&
      (text[p + 1] | 0x20) === 0x67 &&
      (text[p + 2] | 0x20) === 0x70 &&
      (text[p + 3] === DOT || text[p + 3] === 0x5f);
    if (prefixed) {
      p += 4;
    } else if (first !== 0x6f) {
      return skipLine(text, p);
    }
    let end = p;
    let byte = text[end];
    while (byte !== COLON && byte !== LF && byte !== SPACE) {
      byte = text[++end];
    }
    const length = end - p;
    if (prefixed && length === 2) {
      return this.#readUnknown(text, p);
    }
    if (byte !== COLON || (!prefixed && length !== 3)) {
      return skipLine(text, end);
    }
    const value = text[end + 1] === SPACE ? end + 2 : end + 1;
    if (text[value] === LETTER_U) {
      return skipLine(text, value);
    }
    return skipLine(text, this.#readKnown(text, text[p] | 0x20, length, value));
  }

  /** Reads on in a set of communities that was too long for one line. */
  readMore(text: Uint8Array, at: number): number {
    return skipLine(text, this.#communities.read(text, at));
  }

  /** The first letter and the length tell BIRD's attributes apart. */
  #readKnown(text: Uint8Array, first: number, length: number, p: number) {
    switch ((first << 8) | length) {
      case (0x6f << 8) | 6: // origin
        return this.#readOrigin(text, p);
      case (0x61 << 8) | 7: // as_path
      case (0x70 << 8) | 4: // path
        return this.#readAsPath(text, p);
      case (0x6e << 8) | 8: // next_hop
        return this.#readNextHop(text, p);
      case (0x6d << 8) | 3: // med
        return this.#readWord(text, p, AttributeType.med, OPTIONAL);
      case (0x6c << 8) | 10: // local_pref
        return this.#readWord(text, p, AttributeType.localPref, WELL_KNOWN);
      case (0x61 << 8) | 11: // atomic_aggr
        if (this.#bytes.begin(AttributeType.atomicAggregate, WELL_KNOWN)) {
          this.#bytes.end();
        }
        return p;
      case (0x61 << 8) | 10: // aggregator
        return this.#readAggregator(text, p);
      case (0x63 << 8) | 9: // community
        this.#communities.open(AttributeType.communities);
        return this.#communities.read(text, p);
      case (0x6f << 8) | 13: // originator_id
        return this.#readRouterIds(text, p, AttributeType.originatorId);
      case (0x63 << 8) | 12: // cluster_list
        return this.#readRouterIds(text, p, AttributeType.clusterList);
      case (0x65 << 8) | 13: // ext_community
        this.#communities.open(AttributeType.extendedCommunities);
        return this.#communities.read(text, p);
      case (0x6c << 8) | 15: // large_community
        this.#communities.open(AttributeType.largeCommunities);
        return this.#communities.read(text, p);
      case (0x6f << 8) | 3: // otc
        return this.#readWord(text, p, AttributeType.otc, OPTIONAL_TRANSITIVE);
      case (0x61 << 8) | 4: // aigp
        return this.#readAigp(text, p);
      default:
        return p;
    }
  }

  #readOrigin(text: Uint8Array, p: number): number {
    let origin = -1;
    if (text[p] === 0x45) {
      origin = 1;
    } else if (text[p] === 0x49) {
      origin = text[p + 1] === 0x47 ? 0 : 2;
    }
    const bytes = this.#bytes;
    if (origin >= 0 && bytes.begin(AttributeType.origin, WELL_KNOWN)) {
      bytes.out[bytes.at++] = origin;
      bytes.end();
    }
    return p;
  }

  /** `6939 64500 {64501 64502}`, confederations as `(1 2)` and `({1 2})`. */
  #readAsPath(text: Uint8Array, at: number): number {
    const bytes = this.#bytes;
    const scan = this.#scan;
    if (!bytes.begin(AttributeType.asPath, WELL_KNOWN)) {
      return at;
    }
    let p = at;
    let type: number = segmentTypes.sequence;
    let header = -1;
    let byte = text[p];
    while (byte !== LF && bytes.fits(6)) {
      if (byte >= 0x30 && byte <= 0x39) {
        p = scan.readNumber(text, p);
        byte = text[p];
        if (scan.number < 0 || byte === DOT) {
          // Cut by BIRD within a number: `... 64500 645...`
          this.#incomplete++;
          break;
        }
        if (header < 0 || bytes.out[header + 1] === MAX_SEGMENT) {
          header = bytes.at;
          bytes.out[header] = type;
          bytes.out[header + 1] = 0;
          bytes.at += 2;
        }
        bytes.out[header + 1]++;
        bytes.word(scan.number);
        continue;
      }
      if (byte === 0x7b) {
        type =
          type === segmentTypes['confed-sequence'] && header < 0
            ? segmentTypes['confed-set']
            : segmentTypes.set;
        header = -1;
      } else if (byte === 0x28) {
        type =
          type === segmentTypes.set && header < 0
            ? segmentTypes['confed-set']
            : segmentTypes['confed-sequence'];
        header = -1;
      } else if (byte === 0x7d || byte === 0x29) {
        type = segmentTypes.sequence;
        header = -1;
      } else if (byte !== SPACE) {
        this.#incomplete++;
        break;
      }
      byte = text[++p];
    }
    bytes.end();
    return p;
  }

  /** One address, or a global and a link-local one. */
  #readNextHop(text: Uint8Array, at: number): number {
    const bytes = this.#bytes;
    const { address } = this.#scan;
    if (bytes.hasNextHop) {
      return at;
    }
    let p = this.#scan.readAddress(text, at);
    if (address.size === 4) {
      if (bytes.begin(AttributeType.nextHop, WELL_KNOWN)) {
        bytes.v4(address.bytes);
        bytes.end();
      }
    } else if (address.size === 16) {
      bytes.keepNextHop(address.bytes);
      if (text[p] === SPACE && hexValue(text[p + 1]) >= 0) {
        p = this.#scan.readAddress(text, p + 1);
        if (address.size === 16) {
          bytes.keepNextHop(address.bytes, address.bytes);
        }
      }
    }
    return p;
  }

  #readWord(text: Uint8Array, at: number, type: number, flags: number): number {
    const p = this.#scan.readNumber(text, at);
    if (this.#scan.number >= 0 && this.#bytes.begin(type, flags)) {
      this.#bytes.word(this.#scan.number);
      this.#bytes.end();
    }
    return p;
  }

  /** `192.0.2.1 AS64500` */
  #readAggregator(text: Uint8Array, at: number): number {
    const bytes = this.#bytes;
    const scan = this.#scan;
    let p = scan.readAddress(text, at);
    if (scan.address.size !== 4 || text[p] !== SPACE || text[p + 1] !== 0x41) {
      return p;
    }
    p = scan.readNumber(text, text[p + 2] === LF ? p + 2 : p + 3);
    if (
      scan.number >= 0 &&
      bytes.begin(AttributeType.aggregator, OPTIONAL_TRANSITIVE)
    ) {
      bytes.word(scan.number);
      bytes.v4(scan.address.bytes);
      bytes.end();
    }
    return p;
  }

  /** One or more identifiers written as IPv4 addresses. */
  #readRouterIds(text: Uint8Array, at: number, type: number): number {
    const bytes = this.#bytes;
    const { address } = this.#scan;
    let p = this.#scan.readAddress(text, at);
    if (address.size !== 4 || !bytes.begin(type, OPTIONAL)) {
      return p;
    }
    while (address.size === 4 && bytes.fits(4)) {
      bytes.v4(address.bytes);
      if (text[p] !== SPACE || type === AttributeType.originatorId) {
        break;
      }
      if (text[p + 1] === DOT) {
        this.#incomplete++;
        break;
      }
      p = this.#scan.readAddress(text, p + 1);
    }
    bytes.end();
    return p;
  }

  /** RFC 7311: BIRD prints the metric of the one TLV there is. */
  #readAigp(text: Uint8Array, at: number): number {
    const bytes = this.#bytes;
    let p = at;
    let metric = 0n;
    while (text[p] >= 0x30 && text[p] <= 0x39 && p - at < 20) {
      metric = metric * 10n + BigInt(text[p++] - 48);
    }
    if (p > at && metric < 1n << 64n && bytes.begin(AIGP, OPTIONAL)) {
      bytes.out.set([1, 0, 11], bytes.at);
      bytes.at += 3;
      bytes.word(Number(metric >> 32n));
      bytes.word(Number(metric & 0xffffffffn));
      bytes.end();
    }
    return p;
  }

  /**
   * `23 [t]: 00 1a`: type and value in hexadecimal, `[t]` for transitive. BIRD 3
   * does not print the value of an attribute it does not know.
   */
  #readUnknown(text: Uint8Array, at: number): number {
    const bytes = this.#bytes;
    const high = hexValue(text[at]);
    const low = hexValue(text[at + 1]);
    let p = at + 2;
    let flags: number = OPTIONAL;
    if (text[p] === SPACE && text[p + 1] === 0x5b && text[p + 2] === 0x74) {
      flags = OPTIONAL_TRANSITIVE;
      p += text[p + 3] === 0x5d ? 4 : 3;
    }
    if (
      high < 0 ||
      low < 0 ||
      text[p] !== COLON ||
      (text[p + 1] === SPACE && text[p + 2] === LETTER_U) ||
      named.has((high << 4) | low) ||
      !bytes.begin((high << 4) | low, flags)
    ) {
      return skipLine(text, p);
    }
    p++;
    while (
      text[p] === SPACE &&
      hexValue(text[p + 1]) >= 0 &&
      hexValue(text[p + 2]) >= 0 &&
      bytes.fits(1)
    ) {
      bytes.out[bytes.at++] =
        (hexValue(text[p + 1]) << 4) | hexValue(text[p + 2]);
      p += 3;
    }
    if (text[p] === SPACE && text[p + 1] !== LF) {
      this.#incomplete++;
    }
    bytes.end();
    return skipLine(text, p);
  }
}
