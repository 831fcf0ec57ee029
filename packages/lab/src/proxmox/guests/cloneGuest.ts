import { randomUUID } from 'node:crypto';
import type { ProxmoxWorld } from '../ProxmoxWorld';
import { TaskContext } from '../tasks/TaskManager';
import { GuestConfig, GuestState } from '../types';
import {
  Drive,
  drivesOf,
  formatDrive,
  isCloudinitVolume,
  isMedia,
  isUnusedKey,
  storageOf,
} from './drives';
import { newGuest } from './guestConfig';
import { formatNet, isNetKey, newMac, parseNet } from './nets';
import { formatProgress, formatSize } from './sizes';
import { allocateVolume, freeVolume, getStorage } from './volumes';

/** What a clone shall be. */
export interface CloneWish {
  newid: number;
  full: boolean;
  name?: string;
  description?: string;
  pool?: string;
  storage?: string;
  target?: string;
  snapname?: string;
}

/**
 * Starts the clone task. The new guest exists at once, holds nothing but its
 * lock, and gets its configuration at the end. Checks are the caller's.
 */
export function startClone(
  world: ProxmoxWorld,
  source: GuestState,
  wish: CloneWish,
  user: string,
): string {
  const node = wish.target ?? source.node;
  const guest = newGuest(wish.newid, node, { lock: 'clone' });
  if (wish.pool) {
    guest.pool = wish.pool;
  }
  world.state.guests[wish.newid] = guest;
  // The source may change while the task runs; PVE clones what it was.
  const config = {
    ...(wish.snapname
      ? source.snapshots.find(({ name }) => name === wish.snapname)!.config
      : source.config),
  };
  const made: string[] = [];
  const undo = () => {
    made.forEach(volid => freeVolume(world, volid));
    if (world.state.guests[wish.newid] === guest) {
      delete world.state.guests[wish.newid];
      world.changed();
    }
  };
  return world.tasks.start(
    { node: source.node, type: 'qmclone', id: source.vmid, user },
    async context => {
      try {
        const drives = await copyDrives(
          { world, guest, source, wish, made },
          config,
          context,
        );
        guest.config = clonedConfig(config, drives, wish);
        world.changed();
      } catch (error) {
        undo();
        throw new Error(`clone failed: ${(error as Error).message}`);
      }
    },
    undo,
  );
}

interface Copying {
  world: ProxmoxWorld;
  guest: GuestState;
  source: GuestState;
  wish: CloneWish;
  made: string[];
}

async function copyDrives(
  copying: Copying,
  config: GuestConfig,
  context: TaskContext,
): Promise<GuestConfig> {
  const { world, source, wish } = copying;
  const drives = drivesOf(config).filter(([key]) => !isUnusedKey(key));
  const sizes = drives.map(
    ([, { file }]) => world.state.volumes[file]?.size ?? 0,
  );
  const totalBytes = sizes.reduce((sum, size) => sum + size, 0) || 1;
  const slow = world.faults.take('slowClone');
  const { cloneFullMs, cloneLinkedMs } = world.timings;
  const totalMs =
    typeof slow?.ms === 'number'
      ? slow.ms
      : (wish.full && cloneFullMs) || cloneLinkedMs;
  const fails = world.faults.take(
    'cloneFails',
    options => !options.vmid || Number(options.vmid) === source.vmid,
  );
  const result: GuestConfig = {};
  if (drives.length === 0) {
    await context.sleep(totalMs);
  }
  for (const [index, [key, drive]] of drives.entries()) {
    const ms = (totalMs * sizes[index]) / totalBytes;
    result[key] = await copyDrive(copying, key, drive, ms, context);
  }
  if (fails) {
    const lines = Array.isArray(fails.log) ? fails.log : [fails.log];
    lines.filter(Boolean).forEach(line => context.log(String(line)));
    throw new Error(
      String(fails.exitstatus ?? 'copy failed: Input/output error'),
    );
  }
  return result;
}

async function copyDrive(
  { world, guest, wish, made }: Copying,
  key: string,
  drive: Drive,
  ms: number,
  context: TaskContext,
): Promise<string> {
  const volume = world.state.volumes[drive.file];
  if (isMedia(drive) || !volume) {
    return formatDrive(drive);
  }
  const cloudinit = isCloudinitVolume(drive.file);
  const full = wish.full || cloudinit;
  const storage = (full && wish.storage) || storageOf(drive.file)!;
  context.log(
    `create ${full ? 'full' : 'linked'} clone of drive ${key} (${drive.file})`,
  );
  const copy = allocateVolume(world, {
    storage,
    node: guest.node,
    vmid: guest.vmid,
    size: volume.size,
    kind: cloudinit ? 'cloudinit' : 'disk',
    used: full ? volume.used : 0,
    parent: full ? undefined : drive.file,
  });
  made.push(copy.volid);
  if (getStorage(world, storage).type === 'lvmthin') {
    const [, name] = copy.volid.split(':');
    context.log(`  Logical volume "${name}" created.`);
  }
  if (full && !cloudinit) {
    await transfer(volume.size, ms, context);
  } else {
    await context.sleep(ms);
  }
  return formatDrive({
    file: copy.volid,
    options: { ...drive.options, size: formatSize(volume.size) },
  });
}

async function transfer(bytes: number, ms: number, context: TaskContext) {
  // A line every second at most, as the mirror job of a real node prints.
  const steps = Math.max(4, Math.min(100, Math.round(ms / 1000)));
  for (let step = 0; step <= steps; step += 1) {
    const done = (bytes * step) / steps;
    const percent = ((step / steps) * 100).toFixed(2);
    context.log(
      `transferred ${formatProgress(done)} of ${formatProgress(
        bytes,
      )} (${percent}%)`,
    );
    if (step < steps) {
      await context.sleep(ms / steps);
    }
  }
}

function clonedConfig(
  source: GuestConfig,
  drives: GuestConfig,
  wish: CloneWish,
): GuestConfig {
  const config: GuestConfig = { ...source, ...drives };
  for (const key of Object.keys(config)) {
    if (isUnusedKey(key)) {
      delete config[key];
    } else if (isNetKey(key)) {
      config[key] = formatNet({ ...parseNet(config[key])!, mac: newMac() });
    }
  }
  delete config.template;
  delete config.lock;
  config.name = wish.name ?? `Copy-of-VM-${source.name ?? wish.newid}`;
  if (wish.description !== undefined) {
    config.description = wish.description.replace(/\s+$/, '');
  }
  config.smbios1 = `uuid=${randomUUID()}`;
  config.vmgenid = randomUUID();
  config.meta = `creation-qemu=10.1.2,ctime=${Math.floor(Date.now() / 1000)}`;
  return config;
}
