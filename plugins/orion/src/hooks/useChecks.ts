import { useApi } from '@backstage/frontend-plugin-api';
import { CheckResult } from '@orion/backstage-plugin-orion-common';
import { Loadable, useLoadable } from '@orion/backstage-plugin-orion-react';
import { checksApiRef } from '../api/checksApiRef';

/** The backend keeps an answer for 5 s, and a hidden tab does not ask. */
const POLL_MS = 30_000;

/** The seven checks, looked at again when guests change. */
export function useChecks(): Loadable<CheckResult[]> {
  const api = useApi(checksApiRef);
  return useLoadable(() => api.listChecks(), [api], {
    channel: 'orion-proxmox',
    pollMs: POLL_MS,
  });
}
