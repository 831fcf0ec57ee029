import { useApi } from '@backstage/frontend-plugin-api';
import { MigrationAnswer } from '@orion/backstage-plugin-orion-bgp-common';
import { Loadable, useLoadable } from '@orion/backstage-plugin-orion-react';
import { bgpApiRef } from '../api/bgpApiRef';
import { BGP_CHANNEL } from './useSessions';

const POLL_MS = 10_000;

/** How two routers differ, and what still stands in the way. */
export function useMigration(): Loadable<MigrationAnswer> {
  const api = useApi(bgpApiRef);
  return useLoadable(() => api.getMigration(), [api], {
    channel: BGP_CHANNEL,
    pollMs: POLL_MS,
  });
}
