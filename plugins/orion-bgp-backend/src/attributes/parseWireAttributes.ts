import { AttributeFlag, AttributeType } from './attributeTypes';
import { cleanAsPath, mergeAs4Path, readWireAsPath } from './asPathWire';
import { AttributePart, joinAttributes } from './joinAttributes';
import { readMpNextHop } from './readMpNextHop';
import { readTlvs } from './readTlvs';
import { sortUnits } from './sortUnits';

export interface WireOptions {
  /**
   * Bytes of an ASN in AS_PATH and AGGREGATOR: 2 between speakers without
   * RFC 6793 and in the old records of MRT; AS4_PATH and AS4_AGGREGATOR are then
   * merged in. Otherwise 4, and those two are dropped (RFC 6793 §4.1).
   */
  asBytes?: 2 | 4;
  /** For the IPv4 routes in the classic field of an UPDATE that has MP_REACH_NLRI too. */
  ignoreMpReach?: boolean;
}

const WELL_KNOWN = AttributeFlag.transitive;
const OPTIONAL = AttributeFlag.optional;
const OPTIONAL_TRANSITIVE = AttributeFlag.optional | AttributeFlag.transitive;
const AS_TRANS = 23456;

/**
 * Canonical bytes (see `encodeAttributes`) of path attributes as a speaker sends
 * them: one block, or one array per attribute. It serves gRPC, BMP and MRT.
 *
 * @remarks
 * Never throws. What is malformed is treated after RFC 7606 as far as a reader
 * can: ATOMIC_AGGREGATE and AGGREGATOR are dropped (its "attribute discard"),
 * others stay as unknown attributes, so that a person sees what was there. The
 * flags of known attributes are those of their definition. Unspecified next hops
 * are left out, a link-local address alone is a link-local next hop, and the
 * NLRI within MP_REACH_NLRI and all of MP_UNREACH_NLRI are no attributes of a
 * path.
 */
export function parseWireAttributes(
  input: Uint8Array | readonly Uint8Array[],
  options: WireOptions = {},
): Uint8Array {
  const found = readTlvs(input);
  const wide = options.asBytes !== 2;
  const parts: AttributePart[] = [];
  const nextHop = options.ignoreMpReach ? undefined : findMpReach(found);
  for (const part of found) {
    const { type } = part;
    if (type === AttributeType.mpReach) {
      if (nextHop && nextHop.type === type) {
        parts.push(nextHop);
      }
    } else if (type === AttributeType.nextHop) {
      addNextHop(parts, part, nextHop);
    } else if (type === AttributeType.asPath) {
      addAsPath(parts, part, found, wide);
    } else if (type === AttributeType.aggregator) {
      addAggregator(parts, part, found, wide);
    } else if (!isLeftOut(part)) {
      parts.push(normalise(part));
    }
  }
  // An IPv4 next hop that came in MP_REACH_NLRI becomes NEXT_HOP.
  if (nextHop?.type === AttributeType.nextHop) {
    parts.push(nextHop);
  }
  return joinAttributes(parts);
}

/** The next hop of MP_REACH_NLRI in its canonical attribute; undefined when there is none. */
function findMpReach(found: AttributePart[]): AttributePart | undefined {
  const reach = found.find(({ type }) => type === AttributeType.mpReach);
  return reach && readMpNextHop(reach);
}

function addNextHop(
  parts: AttributePart[],
  part: AttributePart,
  fromMpReach: AttributePart | undefined,
): void {
  const { value } = part;
  if (value.length !== 4) {
    parts.push(part);
  } else if (!fromMpReach && value.some(byte => byte !== 0)) {
    parts.push({ ...part, flags: WELL_KNOWN });
  }
}

function addAsPath(
  parts: AttributePart[],
  part: AttributePart,
  found: AttributePart[],
  wide: boolean,
): void {
  const value = wide ? cleanAsPath(part.value) : narrowAsPath(part, found);
  if (value) {
    parts.push({ ...part, flags: WELL_KNOWN, value });
  } else if (wide) {
    // A malformed path of 2-byte ASNs may look like one of 4 bytes: left out.
    parts.push(part);
  }
}

/** RFC 6793 §4.2.3; undefined when malformed. */
function narrowAsPath(
  part: AttributePart,
  found: AttributePart[],
): Uint8Array | undefined {
  const path = readWireAsPath(part.value, 2);
  if (!path) {
    return undefined;
  }
  const aggregator = found.find(
    ({ type }) => type === AttributeType.aggregator,
  )?.value;
  // An aggregator that fits says that an old speaker aggregated last: the
  // longer attributes belong to what was before.
  const outdated = aggregator?.length === 6 && word16(aggregator) !== AS_TRANS;
  const longer = outdated
    ? undefined
    : found.find(({ type }) => type === AttributeType.as4Path)?.value;
  return mergeAs4Path(path, longer && readWireAsPath(longer, 4));
}

function addAggregator(
  parts: AttributePart[],
  { type, value }: AttributePart,
  found: AttributePart[],
  wide: boolean,
): void {
  const flags = OPTIONAL_TRANSITIVE;
  if (value.length === 8 && wide) {
    parts.push({ type, flags, value });
  } else if (value.length === 6) {
    // Also in wide mode: some daemons keep the short form in their tables.
    const longer = found.find(
      part => part.type === AttributeType.as4Aggregator,
    )?.value;
    if (!wide && longer?.length === 8 && word16(value) === AS_TRANS) {
      parts.push({ type, flags, value: longer });
    } else {
      parts.push({ type, flags, value: Uint8Array.of(0, 0, ...value) });
    }
  }
}

function word16(value: Uint8Array): number {
  return value[0] * 256 + value[1];
}

/** No attribute of a path, empty, or to be discarded. */
function isLeftOut({ type, value }: AttributePart): boolean {
  switch (type) {
    case AttributeType.mpUnreach:
    case AttributeType.as4Path:
    case AttributeType.as4Aggregator:
      return true;
    case AttributeType.atomicAggregate:
      return value.length > 0;
    case AttributeType.communities:
    case AttributeType.extendedCommunities:
    case AttributeType.largeCommunities:
    case AttributeType.clusterList:
      return value.length === 0;
    default:
      return false;
  }
}

/** With canonical flags and value when it is well-formed, else as it came. */
function normalise(part: AttributePart): AttributePart {
  const { type, value } = part;
  const { length } = value;
  const known = (fits: boolean, flags: number) =>
    fits ? { type, flags, value } : part;
  const set = (size: number) =>
    length % size === 0
      ? { type, flags: OPTIONAL_TRANSITIVE, value: sortUnits(value, size) }
      : part;
  switch (type) {
    case AttributeType.origin:
      return known(length === 1 && value[0] <= 2, WELL_KNOWN);
    case AttributeType.localPref:
      return known(length === 4, WELL_KNOWN);
    case AttributeType.atomicAggregate:
      return known(true, WELL_KNOWN);
    case AttributeType.med:
    case AttributeType.originatorId:
      return known(length === 4, OPTIONAL);
    case AttributeType.clusterList:
      return known(length % 4 === 0, OPTIONAL);
    case AttributeType.otc:
      return known(length === 4, OPTIONAL_TRANSITIVE);
    case AttributeType.communities:
      return set(4);
    case AttributeType.extendedCommunities:
      return set(8);
    case AttributeType.largeCommunities:
      return set(12);
    default:
      return part;
  }
}
