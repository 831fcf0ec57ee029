import {
  IntentOverview,
  IntentRecord,
  PrefixRecords,
  RouteHistoryPage,
  SessionIntent,
} from '@orion/backstage-plugin-orion-bgp-common';
import { freshNow, hoursAgo } from './times';

/** What NetBox has of a session that is as it was meant. */
export function intentRecord(over: Partial<IntentRecord> = {}): IntentRecord {
  return {
    id: 1,
    name: 'he_v6',
    description: 'Hurricane Electric, IPv6',
    status: 'active',
    machine: 'router',
    router: 'gw1',
    localAddress: '2001:db8:6939::2',
    remoteAddress: '2001:db8:6939::1',
    localAs: 394955,
    remoteAs: 6939,
    peerGroup: 'transit',
    importPolicies: ['he_in'],
    exportPolicies: ['own_out'],
    url: 'https://netbox.example/plugins/bgp/session/1/',
    updatedAt: hoursAgo(24),
    ...over,
  };
}

export function sessionIntent(
  over: Partial<SessionIntent> = {},
): SessionIntent {
  return {
    finding: 'agrees',
    record: intentRecord(),
    differences: [],
    ...over,
  };
}

/** NetBox beside the sessions: it answers, and has one that nobody has. */
export function intentOverview(
  over: Partial<IntentOverview> = {},
): IntentOverview {
  return {
    freshness: freshNow('netbox:bgp'),
    notes: [],
    onlyInNetbox: [],
    onlyInNetboxTotal: 0,
    ...over,
  };
}

export function prefixRecords(
  over: Partial<PrefixRecords> = {},
): PrefixRecords {
  return {
    netbox: { freshness: freshNow('netbox:bgp'), notes: [] },
    aggregate: {
      id: 2,
      prefix: '2001:db8:3949::/48',
      rir: 'ARIN',
      url: 'https://netbox.example/ipam/aggregates/2/',
    },
    exact: [
      {
        id: 5,
        prefix: '2001:db8:3949::/48',
        status: 'container',
        scope: 'home-dc',
        url: 'https://netbox.example/ipam/prefixes/5/',
      },
    ],
    ...over,
  };
}

export function prefixHistory(
  over: Partial<RouteHistoryPage> = {},
): RouteHistoryPage {
  return {
    watched: true,
    watchedSince: hoursAgo(960),
    items: [
      {
        id: '3',
        observedAt: hoursAgo(1),
        router: 'gw1',
        prefix: '2001:db8:3949::/48',
        event: 'exported',
        session: 'he_v6',
      },
      {
        id: '2',
        observedAt: hoursAgo(2),
        router: 'gw1',
        prefix: '2001:db8:3949::/48',
        event: 'rpki-changed',
        from: 'not-found',
        to: 'valid',
      },
    ],
    ...over,
  };
}
