import { Route } from '@orion/backstage-plugin-orion-bgp-common';
import { formatAddress } from '../routes/addresses';
import { PathAttributes } from '../routes/PathAttributes';
import { findOriginAs } from './findOriginAs';
import { formatAsPath } from './formatAsPath';
import { formatCommunities } from './formatCommunities';

/** What a `Route` says of its attributes. */
export type FormattedAttributes = Pick<
  Route,
  | 'asPath'
  | 'originAs'
  | 'nextHop'
  | 'nextHopLinkLocal'
  | 'bgpOrigin'
  | 'med'
  | 'localPref'
  | 'aggregator'
  | 'otc'
  | 'communities'
  | 'unknownAttributes'
>;

const origins = ['igp', 'egp', 'incomplete'] as const;
/** A longer value is cut: nobody reads more, and a neighbor chooses its size. */
const MAX_UNKNOWN_BYTES = 256;

/** The attributes of a path as texts for people; absent stays absent. */
export function formatAttributes(
  attributes: PathAttributes,
): FormattedAttributes {
  const { asPath = [], nextHop, nextHopLinkLocal, aggregator } = attributes;
  return {
    asPath: formatAsPath(asPath),
    originAs: findOriginAs(asPath),
    nextHop: nextHop && formatAddress(nextHop),
    nextHopLinkLocal: nextHopLinkLocal && formatAddress(nextHopLinkLocal),
    bgpOrigin:
      attributes.origin === undefined ? undefined : origins[attributes.origin],
    med: attributes.med,
    localPref: attributes.localPref,
    aggregator:
      aggregator && `${aggregator.asn} ${formatAddress(aggregator.address)}`,
    otc: attributes.otc,
    communities: formatCommunities(attributes),
    unknownAttributes: (attributes.unknown ?? []).map(({ type, value }) => ({
      type,
      value: Buffer.from(value.subarray(0, MAX_UNKNOWN_BYTES)).toString('hex'),
    })),
  };
}
