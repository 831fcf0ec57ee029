import { formatAddress } from '../routes/addresses';

/** Type bytes of RFC 4360 and RFC 5668 whose value is an administrator and a number. */
const administered: Record<number, 'as2' | 'address' | 'as4'> = {
  0x00: 'as2',
  0x40: 'as2',
  0x01: 'address',
  0x41: 'address',
  0x02: 'as4',
  0x42: 'as4',
};

/** Sub-types those three share, IANA "BGP Extended Communities". */
const names: Record<number, string> = { 0x02: 'rt', 0x03: 'soo' };

const validationStates = ['valid', 'not-found', 'invalid'];

/**
 * An extended community (8 bytes) for people: `rt:64500:100`, `soo:…`,
 * `color:7`, `lb:64500:125000` (bytes per second), `ovs:valid` (RFC 8097), and
 * `generic:0x…:0x…` for the rest.
 */
export function formatExtendedCommunity(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const generic = () =>
    `generic:0x${hex(view.getUint32(0))}:0x${hex(view.getUint32(4))}`;
  const [type, subtype] = bytes;
  const name = names[subtype];
  const kind = administered[type];
  if (kind && name) {
    switch (kind) {
      case 'as2':
        return `${name}:${view.getUint16(2)}:${view.getUint32(4)}`;
      case 'as4':
        return `${name}:${view.getUint32(2)}:${view.getUint16(6)}`;
      default: {
        const address = formatAddress(bytes.subarray(2, 6));
        return `${name}:${address}:${view.getUint16(6)}`;
      }
    }
  }
  if ((type & 0xbf) === 0x00 && subtype === 0x04) {
    return `lb:${view.getUint16(2)}:${Math.round(view.getFloat32(4))}`;
  }
  if (type === 0x03 && subtype === 0x0b) {
    return `color:${view.getUint32(4)}`;
  }
  if (type === 0x43 && subtype === 0x00 && view.getUint32(4) <= 2) {
    return `ovs:${validationStates[view.getUint32(4)]}`;
  }
  return generic();
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
