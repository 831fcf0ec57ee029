import { useApi } from '@backstage/frontend-plugin-api';
import { QuotaUsage } from '@orion/backstage-plugin-orion-changes-common';
import {
  changesApiRef,
  useLoadable,
} from '@orion/backstage-plugin-orion-react';
import { proxmoxApiRef } from '../api/proxmoxApiRef';
import { dryRun } from '../lib/dryRun';
import { quotaProbe } from '../lib/order';

/** What is left of a group's quota; undefined while nobody knows. */
export function useQuotaLeft(
  owner: string | undefined,
): QuotaUsage | undefined {
  const changes = useApi(changesApiRef);
  const proxmox = useApi(proxmoxApiRef);
  const left = useLoadable(async () => {
    if (!owner) {
      return undefined;
    }
    const { items } = await proxmox.listClusters();
    const cluster = items.find(({ ordering }) => ordering);
    const probe =
      cluster && quotaProbe(owner, await proxmox.getOptions(cluster.id));
    const quota = probe && (await dryRun(changes, probe)).quota;
    return (
      quota && {
        vms: quota.limit.vms - quota.used.vms,
        cores: quota.limit.cores - quota.used.cores,
        memoryMib: quota.limit.memoryMib - quota.used.memoryMib,
        diskGib: quota.limit.diskGib - quota.used.diskGib,
      }
    );
  }, [changes, proxmox, owner]);
  return left.status === 'ready' ? left.data : undefined;
}
