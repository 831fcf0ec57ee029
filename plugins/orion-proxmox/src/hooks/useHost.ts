import { useApi } from '@backstage/frontend-plugin-api';
import {
  ClusterOptions,
  ClusterSummary,
} from '@orion/backstage-plugin-orion-proxmox-common';
import { Loadable, useLoadable } from '@orion/backstage-plugin-orion-react';
import { proxmoxApiRef } from '../api/proxmoxApiRef';
import { Host } from '../lib/host';
import { GUESTS_CHANNEL } from './useGuests';

const POLL_MS = 30_000;

export interface HostData {
  options: ClusterOptions;
  summary?: ClusterSummary;
  /** Guests the reader may see here; absent where nobody counts them. */
  guests?: { total: number; running: number };
}

/** A cluster with what is on it, kept up to date while the tab is visible. */
export function useHost({ kind, cluster, name }: Host): Loadable<HostData> {
  const api = useApi(proxmoxApiRef);
  return useLoadable(
    async () => {
      const filter = guestFilter(kind, cluster, name);
      const [options, { items }, all, running] = await Promise.all([
        api.getOptions(cluster),
        api.listClusters(),
        filter && api.listGuests({ filter, limit: 1 }),
        filter &&
          api.listGuests({ filter: `${filter} status:running`, limit: 1 }),
      ]);
      return {
        options,
        summary: items.find(({ id }) => id === cluster),
        guests:
          all && running
            ? { total: all.total, running: running.total }
            : undefined,
      };
    },
    [api, kind, cluster, name],
    { channel: GUESTS_CHANNEL, pollMs: POLL_MS },
  );
}

/** The filter of the guests' page that shows what runs on a host. */
export function guestFilter(
  kind: Host['kind'],
  cluster: string,
  name: string,
): string | undefined {
  if (kind === 'cluster') {
    return `cluster:${cluster}`;
  }
  return kind === 'node' ? `cluster:${cluster} node:${name}` : undefined;
}
