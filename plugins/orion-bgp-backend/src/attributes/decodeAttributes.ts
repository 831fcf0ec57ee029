import {
  AsPathSegment,
  Origin,
  PathAttributes,
} from '../routes/PathAttributes';
import { AttributeFlag, AttributeType, segmentTypes } from './attributeTypes';

const segmentNames = Object.fromEntries(
  Object.entries(segmentTypes).map(([name, code]) => [code, name]),
) as Record<number, AsPathSegment['type']>;

/**
 * Reads canonical bytes, see `encodeAttributes`. Bytes that are not canonical
 * come back as far as they make sense, the rest as `unknown`; it never throws.
 */
export function decodeAttributes(bytes: Uint8Array): PathAttributes {
  const attributes: PathAttributes = {};
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at + 3 <= bytes.length) {
    const flags = bytes[at];
    const type = bytes[at + 1];
    const extended = (flags & AttributeFlag.extended) !== 0;
    if (extended && at + 4 > bytes.length) {
      break;
    }
    const length = extended ? view.getUint16(at + 2) : bytes[at + 2];
    const from = at + (extended ? 4 : 3);
    if (from + length > bytes.length) {
      break;
    }
    const value = bytes.subarray(from, from + length);
    if (!readAttribute(attributes, type, value)) {
      (attributes.unknown ??= []).push({
        flags: flags & 0xe0,
        type,
        value: value.slice(),
      });
    }
    at = from + length;
  }
  return attributes;
}

/** Bytes of one element of attributes that are a list. */
const unitSizes: Record<number, number> = {
  [AttributeType.communities]: 4,
  [AttributeType.clusterList]: 4,
  [AttributeType.extendedCommunities]: 8,
  [AttributeType.largeCommunities]: 12,
};

/** Bytes of attributes that have one size. */
const sizes: Record<number, number> = {
  [AttributeType.origin]: 1,
  [AttributeType.nextHop]: 4,
  [AttributeType.med]: 4,
  [AttributeType.localPref]: 4,
  [AttributeType.atomicAggregate]: 0,
  [AttributeType.aggregator]: 8,
  [AttributeType.originatorId]: 4,
  [AttributeType.otc]: 4,
};

/** False when the value does not fit its type. */
function readAttribute(
  attributes: PathAttributes,
  type: number,
  value: Uint8Array,
): boolean {
  const { length } = value;
  if (
    length !== (sizes[type] ?? length) ||
    length % (unitSizes[type] ?? 1) !== 0
  ) {
    return false;
  }
  switch (type) {
    case AttributeType.origin:
      if (value[0] > 2) {
        return false;
      }
      attributes.origin = value[0] as Origin;
      return true;
    case AttributeType.asPath: {
      const segments = readAsPath(value);
      attributes.asPath = segments ?? attributes.asPath;
      return segments !== undefined;
    }
    case AttributeType.nextHop:
      attributes.nextHop = value.slice();
      return true;
    case AttributeType.mpReach:
      return readNextHop(attributes, value);
    case AttributeType.med:
      [attributes.med] = toWords(value);
      return true;
    case AttributeType.localPref:
      [attributes.localPref] = toWords(value);
      return true;
    case AttributeType.atomicAggregate:
      attributes.atomicAggregate = true;
      return true;
    case AttributeType.aggregator:
      attributes.aggregator = {
        asn: toWords(value)[0],
        address: value.slice(4),
      };
      return true;
    case AttributeType.originatorId:
      [attributes.originatorId] = toWords(value);
      return true;
    case AttributeType.otc:
      [attributes.otc] = toWords(value);
      return true;
    default:
      return readList(attributes, type, value);
  }
}

function readList(
  attributes: PathAttributes,
  type: number,
  value: Uint8Array,
): boolean {
  switch (type) {
    case AttributeType.communities:
      attributes.communities = toWords(value);
      return true;
    case AttributeType.clusterList:
      attributes.clusterList = toWords(value);
      return true;
    case AttributeType.extendedCommunities:
      attributes.extendedCommunities = units(value, 8);
      return true;
    case AttributeType.largeCommunities:
      attributes.largeCommunities = units(value, 12).map(
        unit => toWords(unit) as [number, number, number],
      );
      return true;
    default:
      return false;
  }
}

function readNextHop(attributes: PathAttributes, value: Uint8Array): boolean {
  const size = value[0];
  if (value.length !== 1 + size || (size !== 16 && size !== 32)) {
    return false;
  }
  const global = value.slice(1, 17);
  attributes.nextHop = global.some(byte => byte !== 0) ? global : undefined;
  attributes.nextHopLinkLocal = size === 32 ? value.slice(17) : undefined;
  return true;
}

/** Pieces of one sequence that was longer than 255 hops come back as one. */
function readAsPath(value: Uint8Array): AsPathSegment[] | undefined {
  const segments: AsPathSegment[] = [];
  let at = 0;
  let full = false;
  while (at < value.length) {
    const type = segmentNames[value[at]];
    const count = value[at + 1];
    const end = at + 2 + 4 * count;
    if (!type || !(end <= value.length)) {
      return undefined;
    }
    const asns = toWords(value.subarray(at + 2, end));
    const last = segments.at(-1);
    if (full && last?.type === type && type === 'sequence') {
      last.asns.push(...asns);
    } else {
      segments.push({ type, asns });
    }
    full = count === 255;
    at = end;
  }
  return segments;
}

function toWords(value: Uint8Array): number[] {
  const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
  return Array.from({ length: value.length >> 2 }, (_, index) =>
    view.getUint32(4 * index),
  );
}

function units(value: Uint8Array, size: number): Uint8Array[] {
  return Array.from({ length: Math.floor(value.length / size) }, (_, index) =>
    value.slice(index * size, (index + 1) * size),
  );
}
