import { useApi } from '@backstage/frontend-plugin-api';
import { OwnPrefixList } from '@orion/backstage-plugin-orion-bgp-common';
import { Loadable, useLoadable } from '@orion/backstage-plugin-orion-react';
import { bgpApiRef } from '../api/bgpApiRef';
import { BGP_CHANNEL } from './useSessions';

const POLL_MS = 30_000;

/** What the AS announces, kept up to date. */
export function useOwnPrefixes(): Loadable<OwnPrefixList> {
  const api = useApi(bgpApiRef);
  return useLoadable(() => api.listOwnPrefixes(), [api], {
    channel: BGP_CHANNEL,
    pollMs: POLL_MS,
  });
}
