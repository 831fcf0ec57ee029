import { segmentTypes } from './attributeTypes';

/** One segment as it is on the wire, its ASNs as numbers. */
export interface WireSegment {
  /** A code of {@link segmentTypes}. */
  code: number;
  asns: number[];
}

const CODES: number[] = Object.values(segmentTypes);
/** More ASNs go into further segments of the same type. */
const MAX_SEGMENT = 255;

/**
 * The canonical value of an AS_PATH with 4-byte ASNs: without empty segments.
 * Undefined when it is malformed (RFC 7606 §7.2). The same bytes come back when
 * they are canonical already.
 */
export function cleanAsPath(value: Uint8Array): Uint8Array | undefined {
  let at = 0;
  let empty = 0;
  while (at < value.length) {
    const count = value[at + 1];
    if (!CODES.includes(value[at])) {
      return undefined;
    }
    empty += count === 0 ? 2 : 0;
    at += 2 + 4 * count;
  }
  // NaN when the value ends between a segment's type and count.
  if (at !== value.length) {
    return undefined;
  }
  if (empty === 0) {
    return value;
  }
  return writeAsPath(readWireAsPath(value, 4) ?? []);
}

/** Segments of AS_PATH or AS4_PATH; undefined when malformed. */
export function readWireAsPath(
  value: Uint8Array,
  asBytes: 2 | 4,
): WireSegment[] | undefined {
  const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
  const segments: WireSegment[] = [];
  let at = 0;
  while (at < value.length) {
    const code = value[at];
    const count = value[at + 1];
    const from = at + 2;
    at = from + asBytes * count;
    if (!CODES.includes(code) || !(at <= value.length)) {
      return undefined;
    }
    const asns: number[] = [];
    for (let index = from; index < at; index += asBytes) {
      asns.push(asBytes === 2 ? view.getUint16(index) : view.getUint32(index));
    }
    if (asns.length > 0) {
      segments.push({ code, asns });
    }
  }
  return segments;
}

/** Canonical bytes with 4-byte ASNs. */
export function writeAsPath(segments: WireSegment[]): Uint8Array {
  const bytes: number[] = [];
  for (const { code, asns } of segments) {
    for (let from = 0; from < asns.length; from += MAX_SEGMENT) {
      const piece = asns.slice(from, from + MAX_SEGMENT);
      bytes.push(code, piece.length);
      for (const asn of piece) {
        bytes.push(
          asn >>> 24,
          (asn >>> 16) & 255,
          (asn >>> 8) & 255,
          asn & 255,
        );
      }
    }
  }
  return Uint8Array.from(bytes);
}

/**
 * The path an old speaker carried in two attributes, RFC 6793 §4.2.3: the
 * leading ASNs of AS_PATH that AS4_PATH has not, then AS4_PATH. A longer
 * AS4_PATH than AS_PATH is not believed.
 */
export function mergeAs4Path(
  path: WireSegment[],
  as4Path: WireSegment[] | undefined,
): Uint8Array {
  const tail = (as4Path ?? []).filter(({ code }) => !isConfederation(code));
  let lead = countHops(path) - countHops(tail);
  if (tail.length === 0 || lead < 0) {
    return writeAsPath(path);
  }
  const merged: WireSegment[] = [];
  for (const segment of path) {
    const hops = countHops([segment]);
    if (hops > lead) {
      if (lead > 0) {
        merged.push({ ...segment, asns: segment.asns.slice(0, lead) });
      }
      break;
    }
    merged.push(segment);
    lead -= hops;
  }
  const last = merged.at(-1);
  const [next, ...rest] = tail;
  if (last?.code === segmentTypes.sequence && next.code === last.code) {
    const asns = [...last.asns, ...next.asns];
    return writeAsPath([
      ...merged.slice(0, -1),
      { code: last.code, asns },
      ...rest,
    ]);
  }
  return writeAsPath([...merged, ...tail]);
}

/** A set counts once (RFC 4271 §9.1.2.2), confederation segments not at all (RFC 5065 §5.3). */
function countHops(segments: WireSegment[]): number {
  return segments.reduce((sum, { code, asns }) => {
    if (isConfederation(code)) {
      return sum;
    }
    return sum + (code === segmentTypes.set ? 1 : asns.length);
  }, 0);
}

function isConfederation(code: number): boolean {
  return (
    code === segmentTypes['confed-sequence'] ||
    code === segmentTypes['confed-set']
  );
}
