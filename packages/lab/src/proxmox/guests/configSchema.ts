import { checkType } from '../http/params';
import { isDriveKey, isUnusedKey } from './drives';
import { isNetKey } from './nets';

interface KeyInfo {
  type: 'int' | 'bool' | 'number' | 'string' | 'dns';
  privilege: string;
  /** Takes effect on a running guest. */
  hot?: boolean;
}

const options = 'VM.Config.Options';
const cpu = 'VM.Config.CPU';
const memory = 'VM.Config.Memory';
const hardware = 'VM.Config.HWType';
const cloudinit = 'VM.Config.Cloudinit';
const disk = 'VM.Config.Disk';
const network = 'VM.Config.Network';

const plain: Record<string, KeyInfo> = {
  cores: { type: 'int', privilege: cpu },
  sockets: { type: 'int', privilege: cpu },
  vcpus: { type: 'int', privilege: cpu },
  cpu: { type: 'string', privilege: cpu },
  cpulimit: { type: 'number', privilege: cpu, hot: true },
  cpuunits: { type: 'int', privilege: cpu, hot: true },
  affinity: { type: 'string', privilege: cpu },
  numa: { type: 'bool', privilege: cpu },
  memory: { type: 'int', privilege: memory },
  balloon: { type: 'int', privilege: memory },
  shares: { type: 'int', privilege: memory, hot: true },
  hugepages: { type: 'string', privilege: memory },
  keephugepages: { type: 'bool', privilege: memory },
  name: { type: 'dns', privilege: options, hot: true },
  description: { type: 'string', privilege: options, hot: true },
  tags: { type: 'string', privilege: options, hot: true },
  onboot: { type: 'bool', privilege: options, hot: true },
  startup: { type: 'string', privilege: options, hot: true },
  protection: { type: 'bool', privilege: options, hot: true },
  hookscript: { type: 'string', privilege: options, hot: true },
  agent: { type: 'string', privilege: options },
  acpi: { type: 'bool', privilege: options },
  autostart: { type: 'bool', privilege: options },
  boot: { type: 'string', privilege: options },
  bootdisk: { type: 'string', privilege: options },
  freeze: { type: 'bool', privilege: options },
  hotplug: { type: 'string', privilege: options },
  keyboard: { type: 'string', privilege: options },
  localtime: { type: 'bool', privilege: options },
  migrate_downtime: { type: 'number', privilege: options },
  migrate_speed: { type: 'int', privilege: options },
  ostype: { type: 'string', privilege: options },
  reboot: { type: 'bool', privilege: options },
  smbios1: { type: 'string', privilege: options },
  spice_enhancements: { type: 'string', privilege: options },
  startdate: { type: 'string', privilege: options },
  tablet: { type: 'bool', privilege: options },
  tdf: { type: 'bool', privilege: options },
  template: { type: 'bool', privilege: options },
  vmgenid: { type: 'string', privilege: options },
  vmstatestorage: { type: 'string', privilege: options, hot: true },
  watchdog: { type: 'string', privilege: options },
  arch: { type: 'string', privilege: hardware },
  args: { type: 'string', privilege: hardware },
  audio0: { type: 'string', privilege: hardware },
  bios: { type: 'string', privilege: hardware },
  ivshmem: { type: 'string', privilege: hardware },
  kvm: { type: 'bool', privilege: hardware },
  machine: { type: 'string', privilege: hardware },
  rng0: { type: 'string', privilege: hardware },
  scsihw: { type: 'string', privilege: hardware },
  vga: { type: 'string', privilege: hardware },
  cicustom: { type: 'string', privilege: cloudinit, hot: true },
  cipassword: { type: 'string', privilege: cloudinit, hot: true },
  citype: { type: 'string', privilege: cloudinit, hot: true },
  ciupgrade: { type: 'bool', privilege: cloudinit, hot: true },
  ciuser: { type: 'string', privilege: cloudinit, hot: true },
  nameserver: { type: 'string', privilege: cloudinit, hot: true },
  searchdomain: { type: 'string', privilege: cloudinit, hot: true },
  sshkeys: { type: 'string', privilege: cloudinit, hot: true },
};

const indexed: [RegExp, KeyInfo][] = [
  [
    /^ipconfig([0-9]|[12][0-9]|3[01])$/,
    { type: 'string', privilege: cloudinit, hot: true },
  ],
  [/^serial[0-3]$/, { type: 'string', privilege: hardware }],
  [/^parallel[0-2]$/, { type: 'string', privilege: hardware }],
  [/^usb([0-9]|1[0-3])$/, { type: 'string', privilege: hardware, hot: true }],
  [
    /^(hostpci|virtiofs)([0-9]|1[0-5])$/,
    { type: 'string', privilege: hardware },
  ],
  [/^numa[0-7]$/, { type: 'string', privilege: cpu }],
];

/** What is known about a configuration key, undefined for no such key. */
export function configKey(key: string): KeyInfo | undefined {
  if (Object.hasOwn(plain, key)) {
    return plain[key];
  }
  if (isNetKey(key)) {
    return { type: 'string', privilege: network, hot: true };
  }
  if (isDriveKey(key) || isUnusedKey(key)) {
    // IDE has no hotplug; the other buses do.
    return { type: 'string', privilege: disk, hot: !key.startsWith('ide') };
  }
  return indexed.find(([pattern]) => pattern.test(key))?.[1];
}

/** The complaint about a value, undefined when it is fine. */
export function checkConfigValue(
  key: string,
  value: string,
): string | undefined {
  const info = configKey(key);
  if (!info) {
    return 'no such option';
  }
  const complaint = checkType(info.type, value);
  if (complaint) {
    return complaint;
  }
  if (key === 'sshkeys' && !/^[-%a-zA-Z0-9_.!~*'()]*$/.test(value)) {
    return `invalid format - invalid urlencoded string: ${value}`;
  }
  if (['cores', 'sockets', 'vcpus'].includes(key) && Number(value) < 1) {
    return 'value must have a minimum value of 1';
  }
  if (key === 'memory' && Number(value) < 16) {
    return 'value must have a minimum value of 16';
  }
  return undefined;
}

/**
 * The JSON form of a stored value. Integers and booleans are numbers, but
 * `memory` and `cpulimit` are text since PVE 8; indexed devices always are.
 */
export function renderValue(key: string, value: string): string | number {
  if (key === 'cipassword') {
    return '**********';
  }
  const type = configKey(key)?.type;
  if (type === 'bool' || (type === 'int' && key !== 'memory')) {
    return Number(value);
  }
  return value;
}

/** The keys the cloud-init drive is made from. */
export function isCloudinitKey(key: string): boolean {
  return configKey(key)?.privilege === cloudinit || key === 'name';
}

export const configPrivileges = [
  disk,
  'VM.Config.CDROM',
  cpu,
  memory,
  network,
  hardware,
  options,
  cloudinit,
];
