import { GuestConfig } from '../types';
import { formatProperties, parseProperties } from './properties';

/** A drive of a guest: its volume (or `none`) and the options behind it. */
export interface Drive {
  file: string;
  options: Record<string, string>;
}

const drivePattern =
  /^(ide[0-3]|sata[0-5]|scsi([0-9]|[12][0-9]|30)|virtio([0-9]|1[0-5])|efidisk0|tpmstate0)$/;

export function isDriveKey(key: string): boolean {
  return drivePattern.test(key);
}

export function isUnusedKey(key: string): boolean {
  return /^unused\d+$/.test(key);
}

export function parseDrive(value: string): Drive {
  const { head, options } = parseProperties(value);
  const { file, ...rest } = options;
  return { file: head ?? file ?? '', options: rest };
}

export function formatDrive({ file, options }: Drive): string {
  return formatProperties({ head: file, options });
}

/** The storage of a volume id, undefined for `none`, `cdrom` and paths. */
export function storageOf(volid: string): string | undefined {
  return volid.includes(':') ? volid.split(':', 1)[0] : undefined;
}

export function isCloudinitVolume(volid: string): boolean {
  return /:(?:\d+\/)?vm-\d+-cloudinit(\.\w+)?$/.test(volid);
}

/** A CD-ROM that is not the cloud-init drive. */
export function isMedia(drive: Drive): boolean {
  return drive.options.media === 'cdrom' && !isCloudinitVolume(drive.file);
}

/** Drives and detached volumes of a guest, sorted by key. */
export function drivesOf(config: GuestConfig): [string, Drive][] {
  return Object.keys(config)
    .filter(key => isDriveKey(key) || isUnusedKey(key))
    .sort()
    .map(key => [key, parseDrive(config[key])]);
}

/** The drive a guest boots from: the first disk of `boot`, else the first disk. */
export function bootDrive(config: GuestConfig): Drive | undefined {
  const order = /order=([^,]*)/.exec(config.boot ?? '')?.[1].split(';') ?? [];
  const disks = drivesOf(config).filter(
    ([key, drive]) =>
      !isUnusedKey(key) && !isMedia(drive) && !isCloudinitVolume(drive.file),
  );
  const first = order
    .map(key => disks.find(([name]) => name === key))
    .find(Boolean);
  return (first ?? disks[0])?.[1];
}
