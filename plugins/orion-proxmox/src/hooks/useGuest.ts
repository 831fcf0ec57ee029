import { useApi } from '@backstage/frontend-plugin-api';
import { GuestDetail } from '@orion/backstage-plugin-orion-proxmox-common';
import { Loadable, useLoadable } from '@orion/backstage-plugin-orion-react';
import { proxmoxApiRef } from '../api/proxmoxApiRef';
import { GUESTS_CHANNEL } from './useGuests';

const POLL_MS = 10_000;

/** One guest with what its agent says, kept up to date while the tab is visible. */
export function useGuest(cluster: string, vmid: number): Loadable<GuestDetail> {
  const api = useApi(proxmoxApiRef);
  return useLoadable(
    () => api.getGuest({ cluster, vmid }, { agent: true }),
    [api, cluster, vmid],
    { channel: GUESTS_CHANNEL, pollMs: POLL_MS },
  );
}
