import { isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { BgpAttributes } from '../bgp';

const MOST_REMEMBERED = 20_000;

const addressBytes = remembered(text =>
  Buffer.from(ipaddr.parse(text).toByteArray()),
);

/** GoBGP's NLRI of a prefix, RFC 4271 §4.3; not to be written to. */
export const nlriOf = remembered(prefix => {
  const [address, length] = ipaddr.parseCIDR(prefix);
  const size = Math.ceil(length / 8);
  return Buffer.from([length, ...address.toByteArray().slice(0, size)]);
});

/** The text of an NLRI; throws when it is none of the family. */
export function prefixOf(nlri: Uint8Array, afi: number): string {
  const bytes = Buffer.alloc(afi === 2 ? 16 : 4);
  const [length] = nlri;
  if (nlri.length !== 1 + Math.ceil(length / 8) || length > 8 * bytes.length) {
    throw new Error('malformed NLRI');
  }
  bytes.set(nlri.subarray(1));
  return `${ipaddr.fromByteArray([...bytes])}/${length}`;
}

/** AFI and SAFI of a prefix of unicast. */
export function familyOf(prefix: string): { afi: number; safi: number } {
  return { afi: isIPv6(prefix.split('/')[0]) ? 2 : 1, safi: 1 };
}

/** Path attributes as GoBGP hands them over: one buffer each, MP_REACH_NLRI in full. */
export function attributesOf(
  prefix: string,
  attributes: Partial<BgpAttributes> & { nextHop: string },
): Buffer[] {
  const { med, localPref, aggregator, communities, largeCommunities, otc } =
    attributes;
  const isIpv4 = familyOf(prefix).afi === 1;
  const nextHop = addressBytes(attributes.nextHop);
  const origins = { IGP: 0, EGP: 1, Incomplete: 2 };
  const parts: unknown[] = [
    attribute(0x40, 1, Buffer.from([origins[attributes.origin ?? 'IGP']])),
    attribute(0x40, 2, asPathOf(attributes.asPath ?? [])),
    isIpv4 && attribute(0x40, 3, nextHop),
    med !== undefined && attribute(0x80, 4, words([med])),
    localPref !== undefined && attribute(0x40, 5, words([localPref])),
    attributes.atomicAggregate && attribute(0x40, 6, Buffer.alloc(0)),
    aggregator &&
      attribute(
        0xc0,
        7,
        Buffer.concat([
          words([aggregator.asn]),
          addressBytes(aggregator.address),
        ]),
      ),
    communities?.length &&
      attribute(
        0xc0,
        8,
        words(communities.map(([high, low]) => high * 0x10000 + low)),
      ),
    !isIpv4 && attribute(0x80, 14, mpReachOf(prefix, attributes)),
    attributes.extendedCommunities?.length &&
      attribute(
        0xc0,
        16,
        Buffer.concat(attributes.extendedCommunities.map(extendedOf)),
      ),
    largeCommunities?.length &&
      attribute(0xc0, 32, words(largeCommunities.flat())),
    otc !== undefined && attribute(0xc0, 35, words([otc])),
  ];
  return parts.filter(part => Buffer.isBuffer(part));
}

/** Two attributes of one type, both of them sets, as one. */
export function joinSets(one: Buffer, other: Buffer): Buffer {
  const valueOf = (bytes: Buffer) =>
    bytes.subarray(bytes[0] % 32 >= 16 ? 4 : 3);
  return attribute(0xc0, one[1], Buffer.concat([valueOf(one), valueOf(other)]));
}

function asPathOf(path: BgpAttributes['asPath']): Buffer {
  const segments: { type: number; asns: number[] }[] = [];
  for (const element of path) {
    const last = segments.at(-1);
    if (Array.isArray(element)) {
      segments.push({ type: 1, asns: element });
    } else if (last?.type === 2 && last.asns.length < 255) {
      last.asns.push(element);
    } else {
      segments.push({ type: 2, asns: [element] });
    }
  }
  return Buffer.concat(
    segments.map(({ type, asns }) =>
      Buffer.concat([Buffer.from([type, asns.length]), words(asns)]),
    ),
  );
}

function mpReachOf(
  prefix: string,
  { nextHop, nextHopLinkLocal }: { nextHop: string; nextHopLinkLocal?: string },
): Buffer {
  const hops = [nextHop, nextHopLinkLocal]
    .filter(hop => hop !== undefined)
    .map(hop => mapped(addressBytes(hop)));
  return Buffer.concat([
    Buffer.from([0, 2, 1, 16 * hops.length]),
    ...hops,
    Buffer.from([0]),
    nlriOf(prefix),
  ]);
}

/** Over a session of IPv4 GoBGP writes its own next hop as an IPv4-mapped address. */
function mapped(address: Buffer): Buffer {
  return address.length === 16
    ? address
    : Buffer.concat([Buffer.alloc(10), Buffer.from([0xff, 0xff]), address]);
}

function extendedOf([kind, administrator, value]: NonNullable<
  BgpAttributes['extendedCommunities']
>[number]): Buffer {
  const subtype = kind === 'rt' ? 2 : 3;
  const bytes = Buffer.alloc(8);
  if (typeof administrator === 'string') {
    bytes.set([1, subtype, ...addressBytes(administrator)]);
    bytes.writeUInt16BE(value, 6);
  } else if (administrator > 0xffff) {
    bytes.set([2, subtype]);
    bytes.writeUInt32BE(administrator, 2);
    bytes.writeUInt16BE(value, 6);
  } else {
    bytes.set([0, subtype]);
    bytes.writeUInt16BE(administrator, 2);
    bytes.writeUInt32BE(value, 4);
  }
  return bytes;
}

/** A table is handed out again and again, and its texts are slow to read. */
function remembered(read: (text: string) => Buffer): (text: string) => Buffer {
  const known = new Map<string, Buffer>();
  return text => {
    let bytes = known.get(text);
    if (!bytes) {
      bytes = read(text);
      if (known.size >= MOST_REMEMBERED) {
        known.clear();
      }
      known.set(text, bytes);
    }
    return bytes;
  };
}

function attribute(flags: number, type: number, value: Buffer): Buffer {
  const head =
    value.length > 255
      ? [flags + 0x10, type, Math.floor(value.length / 256), value.length % 256]
      : [flags, type, value.length];
  return Buffer.concat([Buffer.from(head), value]);
}

function words(numbers: number[]): Buffer {
  const bytes = Buffer.alloc(4 * numbers.length);
  numbers.forEach((number, index) => bytes.writeUInt32BE(number, 4 * index));
  return bytes;
}
