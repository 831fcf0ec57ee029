import { WorldMark } from '@orion/backstage-plugin-orion-changes-node';
import { PveClient, PveResource } from '../../clients/PveClient';
import { ClusterConfig } from '../../config';
import { MachineDeps, readClient, requireIpam } from './MachineTools';

/** Configurations read at the same time, per cluster. */
const AT_ONCE = 5;
const MARK = /^orion-change:(\d{1,15})\/([0-9a-f]+)$/m;

/**
 * Guests whose description says which change made them, and addresses that carry
 * a change's number. Only VMIDs that ORION gives away are looked at.
 */
export async function listMachineMarks(
  deps: MachineDeps,
  signal: AbortSignal,
): Promise<WorldMark[]> {
  const guests = await Promise.all(
    [...deps.clusters.values()].map(cluster => marksOf(cluster, signal)),
  );
  const addresses = await requireIpam(deps).listMarkedAddresses({ signal });
  return [
    ...guests.flat(),
    ...addresses
      // One at rest belongs to nobody any more.
      .filter(({ changeId }) => /^\d{1,15}$/.test(changeId ?? ''))
      .map(({ address, changeId, status }) => ({
        changeId: Number(changeId),
        ref: `netbox:address/${address}`,
        title: `address ${address}`,
        reservation: status === 'reserved',
      })),
  ];
}

async function marksOf(
  cluster: ClusterConfig,
  signal: AbortSignal,
): Promise<WorldMark[]> {
  const pve = readClient(cluster, signal);
  try {
    const { from, to } = cluster.vmidRange;
    const guests = (await pve.listResources('vm')).filter(
      ({ type, vmid }) => type === 'qemu' && vmid! >= from && vmid! <= to,
    );
    const marks: WorldMark[] = [];
    const next = guests.values();
    const reader = async () => {
      for (const guest of next) {
        const mark = await readMark(pve, cluster, guest);
        if (mark) {
          marks.push(mark);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, reader));
    return marks;
  } finally {
    await pve.close();
  }
}

async function readMark(
  pve: PveClient,
  cluster: ClusterConfig,
  { node, vmid }: PveResource,
): Promise<WorldMark | undefined> {
  const config = await pve.findGuestConfig(node!, vmid!);
  const [, changeId, nonce] = MARK.exec(config?.description ?? '') ?? [];
  return changeId
    ? {
        changeId: Number(changeId),
        nonce,
        ref: `proxmox:${cluster.id}/${vmid}`,
        title: `VM ${config!.name ?? vmid}`,
      }
    : undefined;
}
