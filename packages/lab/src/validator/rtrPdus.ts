import { isIPv6 } from 'node:net';
import { Roa } from '../bgp/roasOf';
import { Aspa } from './seedRoas';

/* eslint-disable no-bitwise */

/** Types of RFC 8210, section 5, and of the draft that follows it. */
export const RtrType = {
  serialNotify: 0,
  serialQuery: 1,
  resetQuery: 2,
  cacheResponse: 3,
  ipv4Prefix: 4,
  ipv6Prefix: 6,
  endOfData: 7,
  cacheReset: 8,
  errorReport: 10,
  aspa: 11,
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

/**
 * An announced ASPA as StayRTR sends it: draft-ietf-sidrops-8210bis up to -10,
 * one for each family.
 */
export function aspaPdu(version: number, aspa: Aspa, family: 4 | 6): Buffer {
  const providers = aspa.providers.map(asn => Number(asn.slice(2)));
  const flags = Uint8Array.of(1, family === 4 ? 0 : 1, 0, providers.length);
  const customer = Number(aspa.customer.slice(2));
  return pdu(
    version,
    RtrType.aspa,
    0,
    Buffer.concat([flags, words32([customer, ...providers])]),
  );
}

/** What a router is told that speaks another version; without its message. */
export function unsupportedVersion(version: number): Buffer {
  const text = Buffer.from('Bad protocol version\0');
  const body = Buffer.concat([words32([0, text.length]), text]);
  return pdu(version, RtrType.errorReport, 4, body);
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
