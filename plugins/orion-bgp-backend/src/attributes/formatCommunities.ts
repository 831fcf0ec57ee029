import { Community } from '@orion/backstage-plugin-orion-bgp-common';
import { PathAttributes } from '../routes/PathAttributes';
import { formatExtendedCommunity } from './formatExtendedCommunity';

/** IANA "BGP Well-known Communities". */
const wellKnown: Record<number, string> = {
  0xffff0000: 'GRACEFUL_SHUTDOWN',
  0xffff0001: 'ACCEPT_OWN',
  0xffff0002: 'ROUTE_FILTER_TRANSLATED_v4',
  0xffff0003: 'ROUTE_FILTER_v4',
  0xffff0004: 'ROUTE_FILTER_TRANSLATED_v6',
  0xffff0005: 'ROUTE_FILTER_v6',
  0xffff0006: 'LLGR_STALE',
  0xffff0007: 'NO_LLGR',
  0xffff0008: 'ACCEPT_OWN_NEXTHOP',
  0xffff0009: 'STANDBY_PE',
  0xffff029a: 'BLACKHOLE',
  0xffffff01: 'NO_EXPORT',
  0xffffff02: 'NO_ADVERTISE',
  0xffffff03: 'NO_EXPORT_SUBCONFED',
  0xffffff04: 'NOPEER',
};

const numbers = new Map(
  Object.entries(wellKnown).map(([value, name]) => [
    name,
    inNumbers(Number(value)),
  ]),
);

/** `6939:100`, or the name of a well-known one. */
export function formatCommunity(community: number): string {
  return wellKnown[community] ?? inNumbers(community);
}

/** `65535:666` for `BLACKHOLE`; any other text as it is. */
export function wellKnownNumbers(text: string): string {
  return numbers.get(text) ?? text;
}

function inNumbers(community: number): string {
  return `${community >>> 16}:${community & 0xffff}`;
}

/** All communities of a path as texts: standard, then large, then extended. */
export function formatCommunities(attributes: PathAttributes): Community[] {
  const { communities, largeCommunities, extendedCommunities } = attributes;
  return [
    ...(communities ?? []).map(community => ({
      kind: 'standard' as const,
      value: formatCommunity(community),
    })),
    ...(largeCommunities ?? []).map(parts => ({
      kind: 'large' as const,
      value: parts.join(':'),
    })),
    ...(extendedCommunities ?? []).map(bytes => ({
      kind: 'extended' as const,
      value: formatExtendedCommunity(bytes),
    })),
  ];
}
