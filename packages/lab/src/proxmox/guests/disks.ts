import { PveError } from '../http/PveError';
import type { ProxmoxWorld } from '../ProxmoxWorld';
import { GuestState } from '../types';
import {
  formatDrive,
  isCloudinitVolume,
  isMedia,
  parseDrive,
  storageOf,
} from './drives';
import { checkUnlocked } from './guestConfig';
import { formatSize, parseSize } from './sizes';
import { freeUnusedKey } from './updateConfig';
import { allocateVolume, freeVolume } from './volumes';

function diskOf(world: ProxmoxWorld, guest: GuestState, key: string) {
  const value = guest.config[key];
  const drive = value === undefined ? undefined : parseDrive(value);
  const volume = drive && world.state.volumes[drive.file];
  if (!drive || !volume) {
    throw PveError.domain(`disk '${key}' does not exist`);
  }
  if (isMedia(drive) || isCloudinitVolume(drive.file)) {
    throw PveError.domain(`you can't resize a cdrom`);
  }
  return { drive, volume };
}

/** Starts the task that grows a disk. `size` is absolute, or `+` what is added. */
export function startResize(
  world: ProxmoxWorld,
  guest: GuestState,
  wish: { disk: string; size: string; user: string },
): string {
  checkUnlocked(guest);
  const { volume } = diskOf(world, guest, wish.disk);
  const size = wish.size.startsWith('+')
    ? volume.size + parseSize(wish.size.slice(1))
    : parseSize(wish.size);
  if (size < volume.size) {
    throw PveError.domain('shrinking disks is not supported');
  }
  const about = {
    node: guest.node,
    type: 'resize',
    id: guest.vmid,
    user: wish.user,
  };
  return world.tasks.start(about, async ({ log, sleep }) => {
    await sleep(world.timings.resizeMs);
    volume.size = size;
    // Read again: the options may have changed while the task ran.
    const now = parseDrive(guest.config[wish.disk]);
    now.options.size = formatSize(size);
    guest.config[wish.disk] = formatDrive(now);
    world.changed();
    log(`  Size of logical volume ${volume.volid} changed.`);
  });
}

/** Starts the task that moves a disk to another storage. */
export function startMoveDisk(
  world: ProxmoxWorld,
  guest: GuestState,
  wish: { disk: string; storage: string; remove: boolean; user: string },
): string {
  checkUnlocked(guest);
  const { drive, volume } = diskOf(world, guest, wish.disk);
  if (storageOf(drive.file) === wish.storage) {
    throw PveError.domain(
      `you can't move to the same storage with same format`,
    );
  }
  const { node, vmid } = guest;
  const about = { node, type: 'qmmove', id: vmid, user: wish.user };
  return world.tasks.start(
    about,
    async ({ log, sleep }) => {
      guest.config.lock = 'disk';
      try {
        log(`create full clone of drive ${wish.disk} (${drive.file})`);
        const copy = allocateVolume(world, {
          storage: wish.storage,
          node,
          vmid,
          size: volume.size,
          used: volume.used,
        });
        await sleep(world.timings.moveDiskMs);
        const now = parseDrive(guest.config[wish.disk]);
        guest.config[wish.disk] = formatDrive({ ...now, file: copy.volid });
        if (wish.remove) {
          freeVolume(world, volume.volid);
        } else {
          guest.config[freeUnusedKey(guest.config)] = volume.volid;
        }
      } finally {
        delete guest.config.lock;
        world.changed();
      }
    },
    () => delete guest.config.lock,
  );
}
