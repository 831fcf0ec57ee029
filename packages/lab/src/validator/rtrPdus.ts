import { isIPv6 } from 'node:net';
import { Roa } from '../bgp/roasOf';

/* eslint-disable no-bitwise */

/** Types of RFC 8210, section 5. */
export const RtrType = {
  serialNotify: 0,
  serialQuery: 1,
  resetQuery: 2,
  cacheResponse: 3,
  ipv4Prefix: 4,
  ipv6Prefix: 6,
  endOfData: 7,
  cacheReset: 8,
} as const;

/** Seconds a router waits: refresh, retry, expire. */
const INTERVALS = [3_600, 600, 7_200];

/** A message: version, type, the field that is a session or zero, and the rest. */
export function pdu(
  version: number,
  type: number,
  field: number,
  body: Uint8Array = new Uint8Array(),
): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt8(version, 0);
  header.writeUInt8(type, 1);
  header.writeUInt16BE(field, 2);
  header.writeUInt32BE(8 + body.length, 4);
  return Buffer.concat([header, body]);
}

/** An announced payload. */
export function prefixPdu(version: number, roa: Roa): Buffer {
  const [address, length] = roa.prefix.split('/');
  const v6 = isIPv6(address);
  const bytes = v6 ? ipv6Bytes(address) : address.split('.').map(Number);
  const asn = Buffer.alloc(4);
  asn.writeUInt32BE(Number(roa.asn.slice(2)));
  const head = Uint8Array.of(1, Number(length), roa.maxLength, 0);
  return pdu(
    version,
    v6 ? RtrType.ipv6Prefix : RtrType.ipv4Prefix,
    0,
    Buffer.concat([head, Uint8Array.from(bytes), asn]),
  );
}

/** The end of an answer; intervals since version 1. */
export function endOfData(
  version: number,
  session: number,
  serial: number,
): Buffer {
  const words = version === 0 ? [serial] : [serial, ...INTERVALS];
  return pdu(version, RtrType.endOfData, session, words32(words));
}

/** Numbers of 32 bits in network order. */
export function words32(words: number[]): Buffer {
  const bytes = Buffer.alloc(4 * words.length);
  words.forEach((word, index) => bytes.writeUInt32BE(word, 4 * index));
  return bytes;
}

function ipv6Bytes(address: string): number[] {
  const [left, right = ''] = address.split('::');
  const groups = (text: string) => (text ? text.split(':') : []);
  const [head, tail] = [groups(left), groups(right)];
  const gap = Array.from({ length: 8 - head.length - tail.length }, () => '0');
  return [...head, ...gap, ...tail].flatMap(group => {
    const word = parseInt(group, 16);
    return [word >> 8, word & 0xff];
  });
}
