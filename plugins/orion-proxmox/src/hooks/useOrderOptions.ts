import { useApi } from '@backstage/frontend-plugin-api';
import {
  ClusterOptions,
  ClusterSummary,
} from '@orion/backstage-plugin-orion-proxmox-common';
import { Loadable, useLoadable } from '@orion/backstage-plugin-orion-react';
import { proxmoxApiRef } from '../api/proxmoxApiRef';
import { GUESTS_CHANNEL } from './useGuests';

const POLL_MS = 30_000;

/** The clusters that take orders, with the note that says why there is none. */
export function useOrderClusters(): Loadable<{
  items: ClusterSummary[];
  note?: string;
}> {
  const api = useApi(proxmoxApiRef);
  return useLoadable(async () => {
    const { items, note } = await api.listClusters();
    return { items: items.filter(({ ordering }) => ordering), note };
  }, [api]);
}

/** What can be ordered on a cluster; null while none is chosen. */
export function useOrderOptions(
  cluster: string | undefined,
): Loadable<ClusterOptions | null> {
  const api = useApi(proxmoxApiRef);
  return useLoadable(
    async () => (cluster ? api.getOptions(cluster) : null),
    [api, cluster],
    {
      channel: GUESTS_CHANNEL,
      pollMs: POLL_MS,
    },
  );
}
