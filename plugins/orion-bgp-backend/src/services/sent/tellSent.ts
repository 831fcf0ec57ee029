import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { decodeAttributes } from '../../attributes/decodeAttributes';
import { formatAsPath } from '../../attributes/formatAsPath';
import { formatAttributes } from '../../attributes/formatAttributes';
import { SentRoute } from '../../routes/toSentRoute';
import {
  formatAddress,
  parseAddress,
  parsePrefix,
} from '../../routes/addresses';
import { covers } from '../../routes/covers';
import { AsPathSegment, PathAttributes } from '../../routes/PathAttributes';

/** What a neighbor is told of a prefix beside the prefix, in the order people read it. */
export const toldFields = [
  'asPath',
  'communities',
  'largeCommunities',
  'extendedCommunities',
  'med',
  'origin',
  'nextHop',
  'other',
] as const;

/** One of {@link toldFields}. */
export type ToldField = (typeof toldFields)[number];

/** What is left out or filled in, so that two daemons can be held against each other. */
export const sentNormalisations = [
  /** The own AS once in front, which the other one adds after its list. */
  'own-as',
  /** Each router's own address. */
  'own-next-hop',
  /** BIRD gives its own routes IGP as it sends them. */
  'sent-origin',
  /** LOCAL_PREF, ORIGINATOR_ID and CLUSTER_LIST never go to a neighbor outside. */
  'inside-only',
  /** Extended communities that BIRD takes off as it sends. */
  'non-transitive',
  /** Added by a daemon with roles, after its list (RFC 9234). */
  'otc',
] as const;

/** One of {@link sentNormalisations}. */
export type SentNormalisation = (typeof sentNormalisations)[number];

/** How a neighbor outside is told of a prefix, as texts; plain data. */
export interface ToldRoute {
  prefix: string;
  /** Empty where there is none; a next hop that is the router's own is empty. */
  values: Record<ToldField, string>;
  ignored: SentNormalisation[];
  /** As it went out, and not from the list before that. */
  asSent: boolean;
  /** What the daemon does not tell, as half a sentence. */
  doubt?: string;
}

/** What of a session says what is its own. */
export type SentSession = Pick<SessionReading, 'localAddress' | 'localAs'> & {
  families: { nextHop?: string }[];
  /** Prefixes of its links: an address of them may be its own, set by a policy. */
  links?: readonly string[];
};

/** The bit of an extended community that stays inside the AS, RFC 4360 §2. */
const NON_TRANSITIVE = 0x40;
/** In front of an IPv4 address, RFC 4291 §2.5.5.2. */
const MAPPED = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

/** A route as one daemon lists it, without what every neighbor outside is told alike. */
export function tellSent(route: SentRoute, session: SentSession): ToldRoute {
  const { asSent, doubtfulMed, prefix } = route;
  const attributes = decodeAttributes(Buffer.from(route.attributes, 'hex'));
  const ignored = new Set<SentNormalisation>();
  const asPath = withoutOwnAs(attributes.asPath ?? [], route, session);
  if (asPath !== attributes.asPath && attributes.asPath) {
    ignored.add('own-as');
  }
  const nextHop = foreignNextHop(attributes, session);
  if (nextHop === '') {
    ignored.add('own-next-hop');
  }
  if (!asSent && attributes.origin === undefined) {
    ignored.add('sent-origin');
  }
  const { clusterList, localPref, originatorId, otc } = attributes;
  if ([clusterList, localPref, originatorId].some(one => one !== undefined)) {
    ignored.add('inside-only');
  }
  if (otc !== undefined) {
    ignored.add('otc');
  }
  const extended = attributes.extendedCommunities ?? [];
  // GoBGP sends them.
  const extendedCommunities = extended.filter(
    // eslint-disable-next-line no-bitwise
    ([type]) => asSent || (type & NON_TRANSITIVE) === 0,
  );
  if (extendedCommunities.length < extended.length) {
    ignored.add('non-transitive');
  }
  const origin = attributes.origin ?? (asSent ? undefined : 0);
  const sent = { ...attributes, asPath, extendedCommunities, origin };
  const { bgpOrigin = '', communities } = formatAttributes(sent);
  const listed = (kind: string) =>
    communities
      .filter(one => one.kind === kind)
      .map(({ value }) => value)
      .join(' ');
  return {
    prefix,
    values: {
      asPath: formatAsPath(asPath),
      communities: listed('standard'),
      largeCommunities: listed('large'),
      extendedCommunities: listed('extended'),
      med: attributes.med?.toString() ?? '',
      origin: bgpOrigin,
      nextHop,
      other: otherText(attributes),
    },
    ignored: [...ignored],
    asSent,
    doubt: doubtfulMed
      ? `whether its MED ${attributes.med}, which the route has already, goes out too`
      : undefined,
  };
}

/** The own AS goes in front of everything, a policy's prepends among it. */
function withoutOwnAs(
  asPath: AsPathSegment[],
  { asSent }: SentRoute,
  { localAs }: SentSession,
): AsPathSegment[] {
  const [first, ...more] = asPath;
  const isOwn =
    asSent && first?.type === 'sequence' && first.asns[0] === localAs;
  return isOwn ? [{ ...first, asns: first.asns.slice(1) }, ...more] : asPath;
}

/** A next hop that somebody set; empty where it is the router's own. */
function foreignNextHop(
  { nextHop }: PathAttributes,
  { families, links = [], localAddress }: SentSession,
): string {
  const own = [localAddress, ...families.map(family => family.nextHop)];
  return nextHop?.some(Boolean) &&
    !own.some(text => isHost(text, nextHop)) &&
    !links.some(link => isWithin(link, nextHop))
    ? formatAddress(nextHop)
    : '';
}

function isWithin(link: string, address: Uint8Array): boolean {
  const prefix = parsePrefix(link);
  const host = {
    family: address.length === 4 ? (4 as const) : (6 as const),
    address,
    length: 8 * address.length,
  };
  return prefix !== undefined && covers(prefix, host);
}

/** Of a session of IPv4 the next hop of IPv6 is the mapped address. */
function isHost(text: string | undefined, address: Uint8Array): boolean {
  const host = text && parseAddress(text.split(/[ %]/)[0]);
  return Boolean(
    host &&
      (Buffer.compare(host, address) === 0 ||
        Buffer.compare(Buffer.from([...MAPPED, ...host]), address) === 0),
  );
}

function otherText(attributes: PathAttributes): string {
  const { aggregator, atomicAggregate, unknown = [] } = attributes;
  return [
    atomicAggregate && 'atomic',
    aggregator &&
      `aggregator ${aggregator.asn} ${formatAddress(aggregator.address)}`,
    ...unknown.map(
      ({ type, value }) => `${type}:${Buffer.from(value).toString('hex')}`,
    ),
  ]
    .filter(Boolean)
    .join(' ');
}
