/** A network as two facts and a warning. */
export interface ParsedPrefix {
  family: 4 | 6;
  /** 4 or 16 bytes in network byte order, host bits zero. */
  address: Uint8Array;
  length: number;
  /** The text had bits set behind the length: it named a host, not a network. */
  hostBits: boolean;
}

/**
 * Reads an IPv4 or IPv6 address into 4 or 16 bytes; undefined when it is none.
 *
 * @remarks
 * Strict as `inet_pton`: four decimal octets without leading zeros (no octal, no
 * short forms), the text forms of RFC 4291 §2.2, no zone id (`%eth0`), no
 * brackets, no blanks. An IPv4-mapped address stays IPv6.
 */
export function parseAddress(text: string): Uint8Array | undefined {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

/**
 * The text of an address: dotted decimal, or the canonical form of RFC 5952
 * with dotted decimal at the end of IPv4-mapped addresses (§5).
 *
 * @throws RangeError when there are not 4 or 16 bytes.
 */
export function formatAddress(bytes: Uint8Array): string {
  if (bytes.length === 4) {
    return `${bytes[0]}.${bytes[1]}.${bytes[2]}.${bytes[3]}`;
  }
  if (bytes.length !== 16) {
    throw new RangeError(`no address has ${bytes.length} bytes`);
  }
  return isIpv4Mapped(bytes)
    ? `::ffff:${bytes[12]}.${bytes[13]}.${bytes[14]}.${bytes[15]}`
    : formatIpv6(bytes);
}

/** The one text of an address; undefined for what is none. */
export function canonicalAddress(text: string): string | undefined {
  const bytes = parseAddress(text);
  return bytes && formatAddress(bytes);
}

/**
 * Reads `address/length`; undefined when it is no prefix. Bits behind the length
 * are cleared and reported, for the caller to refuse or to explain.
 */
export function parsePrefix(text: string): ParsedPrefix | undefined {
  const slash = text.indexOf('/');
  const digits = text.slice(slash + 1);
  const address = slash > 0 ? parseAddress(text.slice(0, slash)) : undefined;
  if (!address || !/^(?:0|[1-9]\d{0,2})$/.test(digits)) {
    return undefined;
  }
  const length = Number(digits);
  if (length > 8 * address.length) {
    return undefined;
  }
  const hostBits = clearHostBits(address, length);
  return { family: address.length === 4 ? 4 : 6, address, length, hostBits };
}

/** `address/length` of a network. */
export function formatPrefix(address: Uint8Array, length: number): string {
  return `${formatAddress(address)}/${length}`;
}

/** Zeroes what lies behind `length` bits, in place; true when anything was set there. */
export function clearHostBits(address: Uint8Array, length: number): boolean {
  let cleared = false;
  for (let at = length >> 3; at < address.length; at++) {
    const keep = at === length >> 3 ? 0xff00 >> (length & 7) : 0;
    if (address[at] & ~keep & 0xff) {
      cleared = true;
      address[at] &= keep;
    }
  }
  return cleared;
}

function parseIpv4(text: string): Uint8Array | undefined {
  const octets = text.split('.');
  if (octets.length !== 4) {
    return undefined;
  }
  const bytes = new Uint8Array(4);
  for (let index = 0; index < 4; index++) {
    const value = Number(octets[index]);
    if (!/^(?:0|[1-9]\d{0,2})$/.test(octets[index]) || value > 255) {
      return undefined;
    }
    bytes[index] = value;
  }
  return bytes;
}

function parseIpv6(text: string): Uint8Array | undefined {
  const halves = text.split('::');
  if (halves.length > 2) {
    return undefined;
  }
  const head = parseGroups(halves[0], halves.length === 1);
  const tail = halves.length === 2 ? parseGroups(halves[1], true) : [];
  if (!head || !tail) {
    return undefined;
  }
  const missing = 16 - head.length - tail.length;
  // `::` stands for at least one group.
  if (halves.length === 2 ? missing < 2 : missing !== 0) {
    return undefined;
  }
  const bytes = new Uint8Array(16);
  bytes.set(head);
  bytes.set(tail, 16 - tail.length);
  return bytes;
}

/** Bytes of colon separated groups; the last may be an IPv4 address where the text ends. */
function parseGroups(text: string, atEnd: boolean): number[] | undefined {
  const bytes: number[] = [];
  if (text === '') {
    return bytes;
  }
  const groups = text.split(':');
  for (const [index, group] of groups.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(group)) {
      const value = parseInt(group, 16);
      bytes.push(value >> 8, value & 0xff);
    } else {
      const isLast = atEnd && index === groups.length - 1;
      const embedded = isLast ? parseIpv4(group) : undefined;
      if (!embedded) {
        return undefined;
      }
      bytes.push(...embedded);
    }
    if (bytes.length > 16) {
      return undefined;
    }
  }
  return bytes;
}

function isIpv4Mapped(bytes: Uint8Array): boolean {
  for (let at = 0; at < 10; at++) {
    if (bytes[at] !== 0) {
      return false;
    }
  }
  return bytes[10] === 0xff && bytes[11] === 0xff;
}

function formatIpv6(bytes: Uint8Array): string {
  const [from, to] = longestZeroRun(bytes);
  let text = '';
  for (let group = 0; group < 8; group++) {
    if (group === from) {
      text += '::';
      group = to - 1;
    } else {
      const value = (bytes[2 * group] << 8) | bytes[2 * group + 1];
      const separated = group > 0 && group !== to;
      text += (separated ? ':' : '') + value.toString(16);
    }
  }
  return text;
}

/** RFC 5952 §4.2: the first of the longest runs of two or more zero groups. */
function longestZeroRun(bytes: Uint8Array): [number, number] {
  let best: [number, number] = [-1, -1];
  let start = 0;
  for (let group = 0; group <= 8; group++) {
    const zero =
      group < 8 && bytes[2 * group] === 0 && bytes[2 * group + 1] === 0;
    if (!zero) {
      const size = group - start;
      if (size >= 2 && size > best[1] - best[0]) {
        best = [start, group];
      }
      start = group + 1;
    }
  }
  return best;
}
