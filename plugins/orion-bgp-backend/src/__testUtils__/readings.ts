import {
  RouterIdentity,
  SessionReading,
} from '@orion/backstage-plugin-orion-bgp-common';
import { RouterReading } from '../routes/RouteSource';

const identity: RouterIdentity = {
  driver: 'bird',
  version: '2.0.12',
  routerId: '192.0.2.1',
  capabilities: {
    sessionEvents: false,
    routeEvents: false,
    filteredRoutes: true,
    filterReasons: true,
    exportedRoutes: true,
    lastError: true,
    bfd: true,
    roles: true,
    ownValidation: false,
    announce: false,
  },
};

/** An established IPv6 session with AS6939, or what is given. */
export function sessionReading(
  given: Partial<SessionReading> = {},
): SessionReading {
  return {
    name: 'he_v6',
    neighborAddress: '2001:db8::1',
    neighborAs: 6939,
    localAs: 394955,
    type: 'external',
    state: 'established',
    stateText: 'Established',
    adminState: 'up',
    since: '2026-11-01T00:00:00.000Z',
    timers: { hold: 90, keepalive: 30 },
    localCapabilities: [],
    remoteCapabilities: [],
    families: [
      {
        family: 'ipv6-unicast',
        up: true,
        counters: {
          received: { value: 210_000, definition: 'bird.kept' },
          accepted: { value: 209_500, definition: 'bird.imported' },
          best: { definition: 'bird.preferred' },
        },
      },
    ],
    ...given,
  };
}

/** What a router with these sessions answers. */
export function routerReading(
  sessions: SessionReading[] = [sessionReading()],
  problems: string[] = [],
  notes: string[] = [],
): RouterReading {
  const parts = { rpkiCaches: [], fibWriters: [] };
  return { identity, sessions, parts, problems, notes };
}
