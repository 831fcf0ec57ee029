import { PveError } from '../http/PveError';
import type { ProxmoxWorld } from '../ProxmoxWorld';
import { StorageState, VolumeState } from '../types';

/** Throws PVE's text when the storage does not exist. */
export function getStorage(world: ProxmoxWorld, name: string): StorageState {
  const storage = world.state.storages.find(item => item.storage === name);
  if (!storage) {
    throw PveError.domain(`storage '${name}' does not exist`);
  }
  return storage;
}

function formatOn(storage: StorageState): string {
  return storage.type === 'dir' || storage.type === 'nfs' ? 'qcow2' : 'raw';
}

function volumeId(storage: StorageState, vmid: number, name: string): string {
  return formatOn(storage) === 'raw'
    ? `${storage.storage}:${name}`
    : `${storage.storage}:${vmid}/${name}.qcow2`;
}

/**
 * Makes a volume and enters it into the storage's content. Throws PVE's lock
 * text while the fault `storageLockTimeout` is on.
 */
export function allocateVolume(
  world: ProxmoxWorld,
  wish: {
    storage: string;
    node: string;
    vmid: number;
    size: number;
    kind?: 'disk' | 'cloudinit' | 'base';
    parent?: string;
    used?: number;
  },
): VolumeState {
  const storage = getStorage(world, wish.storage);
  if (!storage.content.includes('images')) {
    throw PveError.domain(
      `storage '${wish.storage}' does not support content-type 'images'`,
    );
  }
  const locked = world.faults.take(
    'storageLockTimeout',
    options => !options.storage || options.storage === wish.storage,
  );
  if (locked) {
    throw PveError.domain(
      `cfs-lock 'storage-${wish.storage}' error: got lock request timeout`,
    );
  }
  const volid = freeVolumeId(world, storage, wish.vmid, wish.kind ?? 'disk');
  const volume: VolumeState = {
    volid,
    storage: wish.storage,
    node: storage.shared ? '' : wish.node,
    content: 'images',
    format: formatOn(storage),
    size: wish.size,
    used: wish.used ?? 0,
    ctime: Math.floor(Date.now() / 1000),
    vmid: wish.vmid,
    ...(wish.parent ? { parent: wish.parent } : {}),
  };
  world.state.volumes[volid] = volume;
  world.changed();
  return volume;
}

function freeVolumeId(
  world: ProxmoxWorld,
  storage: StorageState,
  vmid: number,
  kind: 'disk' | 'cloudinit' | 'base',
): string {
  if (kind === 'cloudinit') {
    const volid = volumeId(storage, vmid, `vm-${vmid}-cloudinit`);
    if (world.state.volumes[volid]) {
      throw PveError.domain(
        `unable to create image: volume '${volid}' already exists`,
      );
    }
    return volid;
  }
  for (let n = 0; ; n += 1) {
    const names = ['vm', 'base'].map(head =>
      volumeId(storage, vmid, `${head}-${vmid}-disk-${n}`),
    );
    if (names.every(name => !world.state.volumes[name])) {
      return names[kind === 'base' ? 1 : 0];
    }
  }
}

export function freeVolume(world: ProxmoxWorld, volid: string): void {
  delete world.state.volumes[volid];
  world.changed();
}

/** Where the volume lies on its node. */
export function volumePath(world: ProxmoxWorld, volume: VolumeState): string {
  const storage = getStorage(world, volume.storage);
  const name = volume.volid.slice(volume.volid.indexOf(':') + 1);
  switch (storage.type) {
    case 'lvmthin':
      return `/dev/pve/${name}`;
    case 'zfspool':
      return `/dev/zvol/${storage.storage}/${name}`;
    default:
      return `/var/lib/vz/${
        volume.content === 'images' ? `images/${name}` : name
      }`;
  }
}

/** Bytes in use on a storage of one node. */
export function usedBytes(
  world: ProxmoxWorld,
  storage: StorageState,
  node: string,
): number {
  return Object.values(world.state.volumes)
    .filter(volume => volume.storage === storage.storage)
    .filter(volume => storage.shared || volume.node === node)
    .reduce((sum, volume) => sum + volume.used, storage.baseUsedBytes);
}
