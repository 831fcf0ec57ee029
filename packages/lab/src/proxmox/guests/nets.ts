import { randomBytes } from 'node:crypto';
import { parseProperties } from './properties';

const models = [
  'e1000',
  'e1000-82540em',
  'e1000-82544gc',
  'e1000-82545em',
  'e1000e',
  'i82551',
  'i82557b',
  'i82559er',
  'ne2k_isa',
  'ne2k_pci',
  'pcnet',
  'rtl8139',
  'virtio',
  'vmxnet3',
];

/** A network device of a guest. */
export interface Net {
  model: string;
  mac: string;
  options: Record<string, string>;
}

/** An address below Proxmox's own OUI, as `mac_prefix: BC:24:11` gives. */
export function newMac(): string {
  const tail = [...randomBytes(3)].map(byte =>
    byte.toString(16).toUpperCase().padStart(2, '0'),
  );
  return ['BC', '24', '11', ...tail].join(':');
}

/**
 * Reads `model=virtio,bridge=..` and `virtio=MAC,bridge=..`. A missing address
 * is made up. Undefined when no model is named.
 */
export function parseNet(value: string): Net | undefined {
  const { head, options } = parseProperties(value);
  const short = Object.keys(options).find(key => models.includes(key));
  const model = options.model ?? short ?? head;
  if (!model || !models.includes(model)) {
    return undefined;
  }
  const rest = { ...options };
  const mac = rest.macaddr ?? (short ? rest[short] : undefined) ?? newMac();
  delete rest.model;
  delete rest.macaddr;
  if (short) {
    delete rest[short];
  }
  return { model, mac: mac.toUpperCase(), options: rest };
}

/** Prints the form PVE answers with: `virtio=MAC,bridge=vmbr0,...`. */
export function formatNet({ model, mac, options }: Net): string {
  const parts = Object.keys(options)
    .sort()
    .map(key => `${key}=${options[key]}`);
  return [`${model}=${mac}`, ...parts].join(',');
}

export function isNetKey(key: string): boolean {
  return /^net([0-9]|[12][0-9]|3[01])$/.test(key);
}
