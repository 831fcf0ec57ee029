import { PveClient, PveVolume } from '../../clients/PveClient';

/** What lies on the storages of some nodes under a VMID. */
export interface DiskSight {
  volumes: PveVolume[];
  /** Some storage did not answer, so "no disk there" proves nothing. */
  incomplete?: string;
}

/**
 * The disks of a VMID on every storage that may hold any. Those of a storage
 * that several nodes share are listed once.
 */
export async function listDisks(
  pve: PveClient,
  vmid: number,
  nodes: string[],
): Promise<DiskSight> {
  const found = new Map<string, PveVolume>();
  let incomplete: string | undefined;
  for (const node of new Set(nodes)) {
    for (const storage of await pve.listImageStorages(node)) {
      if (!storage.active) {
        incomplete = `storage ${storage.storage} of ${node} does not answer`;
        continue;
      }
      const volumes = await pve.listVolumes(node, storage.storage, vmid);
      for (const volume of volumes.filter(
        ({ content }) => content === 'images',
      )) {
        found.set(`${storage.shared ? '' : node} ${volume.volid}`, volume);
      }
    }
  }
  const volumes = [...found.values()].sort((a, b) =>
    a.volid < b.volid ? -1 : 1,
  );
  return { volumes, incomplete };
}
