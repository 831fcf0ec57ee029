import { checkBridge, checkSpace } from '../access/permissions';
import { flag, list } from '../http/params';
import { PveError } from '../http/PveError';
import { Call } from '../http/Router';
import type { ProxmoxWorld } from '../ProxmoxWorld';
import { GuestConfig, GuestState } from '../types';
import { checkConfigValue, configKey } from './configSchema';
import {
  Drive,
  formatDrive,
  isCloudinitVolume,
  isDriveKey,
  isMedia,
  isUnusedKey,
  parseDrive,
  storageOf,
} from './drives';
import { checkUnlocked, digestOf, withPending } from './guestConfig';
import { formatNet, isNetKey, parseNet } from './nets';
import { formatSize, gib, mib, parseSize } from './sizes';
import { allocateVolume, freeVolume } from './volumes';

const controlKeys = [
  'delete',
  'revert',
  'digest',
  'force',
  'skiplock',
  'background_delay',
];

/** Parameters of `PUT|POST config` that are no configuration keys. */
export const configControlParams = {
  delete: 'string?',
  revert: 'string?',
  digest: 'string?',
  force: 'bool?',
  skiplock: 'bool?',
};

/**
 * Checks a configuration change and returns what carries it out. Checking and
 * doing are apart, because `POST config` does the second part in a task.
 */
export function planConfigUpdate(call: Call, guest: GuestState): () => void {
  const { world, params } = call;
  const conflict =
    world.faults.take('digestConflict') ||
    (params.digest && params.digest !== digestOf(guest));
  if (conflict) {
    throw PveError.domain(
      'detected modified configuration - file changed by other user? Try again.',
    );
  }
  checkUnlocked(guest);
  const values = Object.entries(params).filter(
    ([key]) => !controlKeys.includes(key),
  );
  const deletes = list(params.delete);
  checkValues(values, deletes);
  const current = withPending(guest);
  deletes
    .filter(key => current[key] !== undefined)
    .forEach(key => checkKeyPermission(call, guest, key, undefined));
  values.forEach(([key, value]) => checkKeyPermission(call, guest, key, value));
  return () => {
    list(params.revert).forEach(key => delete guest.pending[key]);
    deletes.forEach(key => removeKey(world, guest, key, flag(params.force)));
    values.forEach(([key, value]) => setKey(world, guest, key, value));
    world.changed();
  };
}

/** Brings values into PVE's stored form; drives get their volumes. */
export function storedValue(
  world: ProxmoxWorld,
  guest: GuestState,
  key: string,
  value: string,
): string {
  if (isDriveKey(key)) {
    return storeDrive(world, guest, key, parseDrive(value));
  }
  if (isNetKey(key)) {
    return formatNet(parseNet(value)!);
  }
  if (key === 'tags') {
    const tags = list(value).map(tag => tag.toLowerCase());
    return [...new Set(tags)].sort().join(';');
  }
  if (key === 'description') {
    return value.replace(/\s+$/, '');
  }
  return configKey(key)?.type === 'bool' ? String(Number(flag(value))) : value;
}

function checkValues(values: [string, string][], deletes: string[]) {
  const errors: Record<string, string> = {};
  for (const [key, value] of values) {
    const complaint = checkConfigValue(key, value);
    if (complaint) {
      errors[key] = complaint;
    } else if (deletes.includes(key)) {
      errors[
        key
      ] = `you can't use '-${key}' and -delete ${key} at the same time`;
    } else if (isNetKey(key) && !parseNet(value)) {
      errors[key] = 'invalid format - format error';
    } else if (key === 'tags' && !list(value).every(isTag)) {
      errors[key] = 'invalid format - tag contains invalid characters';
    }
  }
  if (Object.keys(errors).length > 0) {
    throw PveError.params(errors);
  }
}

function isTag(tag: string): boolean {
  return /^[a-z0-9_][a-z0-9_\-+.]*$/i.test(tag);
}

/** Checks one key that is set (or deleted, without a value). */
export function checkKeyPermission(
  call: Call,
  guest: { vmid: number; config: GuestConfig },
  key: string,
  value: string | undefined,
): void {
  const { world, caller } = call;
  const vm = `/vms/${guest.vmid}`;
  const info = configKey(key);
  if (!info) {
    return;
  }
  if (isDriveKey(key)) {
    const drive = parseDrive(value ?? guest.config[key] ?? '');
    const cdrom =
      isMedia(drive) ||
      isCloudinitVolume(drive.file) ||
      drive.file.endsWith(':cloudinit');
    world.access.check(caller, vm, cdrom ? 'VM.Config.CDROM' : info.privilege);
    if (value !== undefined && isNewVolume(drive.file)) {
      checkSpace(call, storageOf(drive.file)!);
    }
    return;
  }
  const privileges = [info.privilege];
  // PVE lets network administrators set cloud-init's network keys too.
  if (info.privilege === 'VM.Config.Cloudinit') {
    privileges.push('VM.Config.Network');
  }
  world.access.checkAny(caller, vm, privileges);
  if (isNetKey(key) && value !== undefined) {
    const { bridge, tag } = parseNet(value)!.options;
    if (bridge) {
      checkBridge(call, bridge, tag);
    }
  }
}

function isNewVolume(file: string): boolean {
  return /^[^:]+:(\d+(\.\d+)?|cloudinit)$/.test(file);
}

function removeKey(
  world: ProxmoxWorld,
  guest: GuestState,
  key: string,
  force: boolean,
) {
  delete guest.pending[key];
  const value = guest.config[key];
  if (value === undefined) {
    // PVE only warns: deleting what is not there is no failure.
    return;
  }
  const isVolume = isDriveKey(key) || isUnusedKey(key);
  if (isVolume && guest.config.protection === '1') {
    throw PveError.domain(
      `can't remove drive '${key}' - protection mode enabled`,
    );
  }
  if (guest.status === 'running' && !configKey(key)?.hot) {
    guest.pending[key] = null;
    return;
  }
  delete guest.config[key];
  if (!isVolume) {
    return;
  }
  const { file } = parseDrive(value);
  const volume = world.state.volumes[file];
  if (volume?.vmid !== guest.vmid) {
    return;
  }
  if (force || isUnusedKey(key) || isCloudinitVolume(file)) {
    freeVolume(world, file);
  } else {
    guest.config[freeUnusedKey(guest.config)] = file;
  }
}

/** The first free `unusedN` of a guest. */
export function freeUnusedKey(config: GuestConfig): string {
  let n = 0;
  while (config[`unused${n}`] !== undefined) {
    n += 1;
  }
  return `unused${n}`;
}

function setKey(
  world: ProxmoxWorld,
  guest: GuestState,
  key: string,
  value: string,
) {
  const stored = storedValue(world, guest, key, value);
  delete guest.pending[key];
  if (guest.config[key] === stored) {
    return;
  }
  const media = isDriveKey(key) && isMedia(parseDrive(stored));
  if (guest.status === 'running' && !configKey(key)?.hot && !media) {
    guest.pending[key] = stored;
    return;
  }
  const previous = isDriveKey(key) ? guest.config[key] : undefined;
  guest.config[key] = stored;
  if (previous !== undefined) {
    keepReplaced(world, guest, parseDrive(previous), parseDrive(stored));
  }
}

/** A volume that another one takes the place of stays as an unused one. */
function keepReplaced(
  world: ProxmoxWorld,
  guest: GuestState,
  previous: Drive,
  next: Drive,
) {
  const volume = world.state.volumes[previous.file];
  if (previous.file !== next.file && volume?.vmid === guest.vmid) {
    if (isCloudinitVolume(previous.file)) {
      freeVolume(world, previous.file);
    } else {
      guest.config[freeUnusedKey(guest.config)] = previous.file;
    }
  }
}

function storeDrive(
  world: ProxmoxWorld,
  guest: GuestState,
  key: string,
  drive: Drive,
): string {
  const { file } = drive;
  const options = { ...drive.options };
  const storage = storageOf(file);
  const { vmid, node } = guest;
  if (!storage) {
    return formatDrive({ file, options });
  }
  if (file === `${storage}:cloudinit`) {
    const size = 4 * mib;
    const volume = allocateVolume(world, {
      storage,
      node,
      vmid,
      size,
      kind: 'cloudinit',
      used: size,
    });
    return formatDrive({
      file: volume.volid,
      options: { ...options, media: 'cdrom', size: formatSize(size) },
    });
  }
  const wish = /^[^:]+:(\d+(?:\.\d+)?)$/.exec(file);
  if (wish) {
    const from = options['import-from'];
    delete options['import-from'];
    const size = from
      ? world.state.volumes[from]?.size ?? 2 * gib
      : parseSize(`${wish[1]}G`);
    const volume = allocateVolume(world, { storage, node, vmid, size });
    return formatDrive({
      file: volume.volid,
      options: { ...options, size: formatSize(size) },
    });
  }
  const volume = world.state.volumes[file];
  if (!volume) {
    throw PveError.domain(`volume '${file}' does not exist`);
  }
  dropUnused(guest, key, file);
  // The volume knows its size; what a client says about it is ignored.
  return formatDrive({
    file,
    options: { ...options, size: formatSize(volume.size) },
  });
}

function dropUnused(guest: GuestState, key: string, file: string) {
  for (const name of Object.keys(guest.config).filter(isUnusedKey)) {
    if (name !== key && parseDrive(guest.config[name]).file === file) {
      delete guest.config[name];
    }
  }
}
