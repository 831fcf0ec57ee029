import ipaddr from 'ipaddr.js';

/** An address with its mask, kept as numbers so that ranges are plain arithmetic. */
export interface Inet {
  version: 4 | 6;
  value: bigint;
  length: number;
}

/** First and last address of a block, both included. */
export type Span = readonly [first: bigint, last: bigint];

const bitsOf = (version: 4 | 6) => (version === 4 ? 32 : 128);

/** Sorting a list parses each address many times; results are never changed. */
const parsed = new Map<string, Inet | undefined>();
const PARSED_LIMIT = 100_000;

/** Parses `a.b.c.d`, `a.b.c.d/n` and the IPv6 forms; undefined when malformed. */
export function parseInet(text: unknown): Inet | undefined {
  if (typeof text !== 'string') {
    return undefined;
  }
  if (!parsed.has(text)) {
    if (parsed.size >= PARSED_LIMIT) {
      parsed.clear();
    }
    parsed.set(text, parse(text));
  }
  return parsed.get(text);
}

function parse(text: string): Inet | undefined {
  const [host, mask, rest] = text.trim().split('/');
  const isV4 = ipaddr.IPv4.isValidFourPartDecimal(host);
  if (rest !== undefined || (!isV4 && !ipaddr.IPv6.isValid(host))) {
    return undefined;
  }
  const version = isV4 ? 4 : 6;
  const length = mask === undefined ? bitsOf(version) : Number(mask);
  if (
    mask === '' ||
    !Number.isInteger(length) ||
    length < 0 ||
    length > bitsOf(version)
  ) {
    return undefined;
  }
  let value = 0n;
  for (const byte of ipaddr.parse(host).toByteArray()) {
    value = value * 256n + BigInt(byte);
  }
  return { version, value, length };
}

export function formatHost(version: 4 | 6, value: bigint): string {
  const bytes: number[] = [];
  for (let rest = value, i = bitsOf(version) / 8; i > 0; i--) {
    bytes.unshift(Number(rest % 256n));
    rest /= 256n;
  }
  const address = ipaddr.fromByteArray(bytes);
  return address instanceof ipaddr.IPv6
    ? address.toRFC5952String()
    : address.toString();
}

export const formatInet = (inet: Inet) =>
  `${formatHost(inet.version, inet.value)}/${inet.length}`;

/** The block an inet lies in: its network and broadcast address. */
export function spanOf(inet: Inet): Span {
  const size = 1n << BigInt(bitsOf(inet.version) - inet.length);
  const first = (inet.value / size) * size;
  return [first, first + size - 1n];
}

export const networkOf = (inet: Inet): Inet => ({
  ...inet,
  value: spanOf(inet)[0],
});

export const containsSpan = (outer: Span, inner: Span) =>
  outer[0] <= inner[0] && inner[1] <= outer[1];

/** PostgreSQL's order of inet values: family, common network bits, mask, host. */
export function compareInet(a: Inet, b: Inet): number {
  if (a.version !== b.version) {
    return a.version - b.version;
  }
  const shift = BigInt(bitsOf(a.version) - Math.min(a.length, b.length));
  const common = compareBigint(a.value >> shift, b.value >> shift);
  return common || a.length - b.length || compareBigint(a.value, b.value);
}

function compareBigint(a: bigint, b: bigint) {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}

/** What remains of `whole` without `used`, as sorted blocks. */
export function subtractSpans(whole: Span, used: Span[]): Span[] {
  const free: Span[] = [];
  let next = whole[0];
  const sorted = used
    .filter(([first, last]) => last >= whole[0] && first <= whole[1])
    .sort((a, b) => compareBigint(a[0], b[0]));
  for (const [first, last] of sorted) {
    if (first > next) {
      free.push([next, first - 1n]);
    }
    if (last >= next) {
      next = last + 1n;
    }
  }
  if (next <= whole[1]) {
    free.push([next, whole[1]]);
  }
  return free;
}

/** The fewest aligned prefixes that cover the blocks exactly, in address order. */
export function* cidrsOf(version: 4 | 6, spans: Span[]): Generator<Inet> {
  const bits = bitsOf(version);
  for (const [first, last] of spans) {
    let at = first;
    while (at <= last) {
      let host = 0;
      while (
        host < bits &&
        at % (1n << BigInt(host + 1)) === 0n &&
        at + (1n << BigInt(host + 1)) - 1n <= last
      ) {
        host += 1;
      }
      yield { version, value: at, length: bits - host };
      at += 1n << BigInt(host);
    }
  }
}
