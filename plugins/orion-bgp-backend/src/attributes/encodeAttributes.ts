import { PathAttributes } from '../routes/PathAttributes';
import { AttributeFlag, AttributeType, segmentTypes } from './attributeTypes';
import { AttributePart, joinAttributes } from './joinAttributes';
import { sortUnits } from './sortUnits';

const WELL_KNOWN = AttributeFlag.transitive;
const OPTIONAL = AttributeFlag.optional;
const OPTIONAL_TRANSITIVE = AttributeFlag.optional | AttributeFlag.transitive;
/** More ASNs go into further segments of the same type. */
const MAX_SEGMENT = 255;

/**
 * The canonical bytes of a path's attributes: equal sets have equal bytes, so a
 * table keeps each once, and two daemons can be compared.
 *
 * Path attributes as in RFC 4271 §4.3, ascending by type. ASNs have 4 bytes.
 * Communities are sorted and without repetition. A next hop of 4 bytes is
 * NEXT_HOP; any other is MP_REACH_NLRI in the short form of RFC 6396 §4.3.4: a
 * length byte and the next hop, 16 bytes of zero standing for an absent global
 * address.
 */
export function encodeAttributes(attributes: PathAttributes): Uint8Array {
  const parts: AttributePart[] = [];
  const add = (type: number, flags: number, value: Uint8Array) =>
    parts.push({ type, flags, value });
  const { origin, asPath, med, localPref, aggregator, originatorId, otc } =
    attributes;
  if (origin !== undefined) {
    add(AttributeType.origin, WELL_KNOWN, Uint8Array.of(origin));
  }
  if (asPath) {
    add(AttributeType.asPath, WELL_KNOWN, encodeAsPath(asPath));
  }
  addNextHop(attributes, add);
  if (med !== undefined) {
    add(AttributeType.med, OPTIONAL, words([med]));
  }
  if (localPref !== undefined) {
    add(AttributeType.localPref, WELL_KNOWN, words([localPref]));
  }
  if (attributes.atomicAggregate) {
    add(AttributeType.atomicAggregate, WELL_KNOWN, new Uint8Array());
  }
  if (aggregator) {
    const value = new Uint8Array(8);
    value.set(words([aggregator.asn]));
    value.set(aggregator.address, 4);
    add(AttributeType.aggregator, OPTIONAL_TRANSITIVE, value);
  }
  addCommunities(attributes, add);
  if (originatorId !== undefined) {
    add(AttributeType.originatorId, OPTIONAL, words([originatorId]));
  }
  if (attributes.clusterList?.length) {
    add(AttributeType.clusterList, OPTIONAL, words(attributes.clusterList));
  }
  if (otc !== undefined) {
    add(AttributeType.otc, OPTIONAL_TRANSITIVE, words([otc]));
  }
  for (const { type, flags, value } of attributes.unknown ?? []) {
    add(type, flags & 0xe0, value);
  }
  return joinAttributes(parts);
}

type Add = (type: number, flags: number, value: Uint8Array) => void;

function addNextHop(
  { nextHop, nextHopLinkLocal }: PathAttributes,
  add: Add,
): void {
  if (nextHop?.length === 4) {
    add(AttributeType.nextHop, WELL_KNOWN, nextHop);
  } else if (nextHop || nextHopLinkLocal) {
    const size = nextHopLinkLocal ? 32 : 16;
    const value = new Uint8Array(1 + size);
    value[0] = size;
    value.set(nextHop ?? new Uint8Array(16), 1);
    value.set(nextHopLinkLocal ?? new Uint8Array(), 17);
    add(AttributeType.mpReach, OPTIONAL, value);
  }
}

function addCommunities(
  { communities, extendedCommunities, largeCommunities }: PathAttributes,
  add: Add,
): void {
  const addSet = (type: number, size: number, value: Uint8Array) =>
    value.length > 0 && add(type, OPTIONAL_TRANSITIVE, sortUnits(value, size));
  addSet(AttributeType.communities, 4, words(communities ?? []));
  addSet(
    AttributeType.extendedCommunities,
    8,
    new Uint8Array(Buffer.concat(extendedCommunities ?? [])),
  );
  addSet(
    AttributeType.largeCommunities,
    12,
    words((largeCommunities ?? []).flat()),
  );
}

function encodeAsPath(segments: NonNullable<PathAttributes['asPath']>) {
  const chunks = segments.flatMap(({ type, asns }) => {
    const pieces = [];
    for (let at = 0; at < asns.length; at += MAX_SEGMENT) {
      pieces.push({ type, asns: asns.slice(at, at + MAX_SEGMENT) });
    }
    return pieces;
  });
  const value = new Uint8Array(
    chunks.reduce((sum, { asns }) => sum + 2 + 4 * asns.length, 0),
  );
  let at = 0;
  for (const { type, asns } of chunks) {
    value[at] = segmentTypes[type];
    value[at + 1] = asns.length;
    value.set(words(asns), at + 2);
    at += 2 + 4 * asns.length;
  }
  return value;
}

/** Numbers of 32 bits in network byte order. */
function words(numbers: number[]): Uint8Array {
  const value = new Uint8Array(4 * numbers.length);
  const view = new DataView(value.buffer);
  numbers.forEach((number, index) => view.setUint32(4 * index, number));
  return value;
}
