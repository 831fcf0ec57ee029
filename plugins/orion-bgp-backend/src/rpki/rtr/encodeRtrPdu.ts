import { addressBytes } from '../../rib/table/PrefixKey';
import { RtrPdu, RtrType } from './RtrPdu';

/** A message as bytes, RFC 8210 §5; in version 0 as RFC 6810 §5, in version 2 as the draft that follows. */
export function encodeRtrPdu(pdu: RtrPdu): Buffer {
  switch (pdu.type) {
    case 'serial-notify':
      return frame(pdu, RtrType.serialNotify, pdu.session, words(pdu.serial));
    case 'serial-query':
      return frame(pdu, RtrType.serialQuery, pdu.session, words(pdu.serial));
    case 'reset-query':
      return frame(pdu, RtrType.resetQuery, 0);
    case 'cache-response':
      return frame(pdu, RtrType.cacheResponse, pdu.session);
    case 'prefix': {
      const { announce, prefix, maxLength, asn } = pdu;
      const type =
        prefix.family === 4 ? RtrType.ipv4Prefix : RtrType.ipv6Prefix;
      const head = Uint8Array.of(announce ? 1 : 0, prefix.length, maxLength, 0);
      return frame(
        pdu,
        type,
        0,
        Buffer.concat([head, addressBytes(prefix), words(asn)]),
      );
    }
    case 'aspa': {
      const { announce, customer, family, providers } = pdu;
      const flags = announce ? 1 : 0;
      if (family === undefined) {
        const body = words(customer, ...providers);
        return frame(pdu, RtrType.aspa, flags << 8, body);
      }
      const head = Buffer.from([flags, family === 4 ? 0 : 1, 0, 0]);
      head.writeUInt16BE(providers.length, 2);
      return frame(
        pdu,
        RtrType.aspa,
        0,
        Buffer.concat([head, words(customer, ...providers)]),
      );
    }
    case 'end-of-data': {
      const { session, serial, intervals } = pdu;
      const body =
        pdu.version === 0 || !intervals
          ? words(serial)
          : words(serial, intervals.refresh, intervals.retry, intervals.expire);
      return frame(pdu, RtrType.endOfData, session, body);
    }
    case 'cache-reset':
      return frame(pdu, RtrType.cacheReset, 0);
    case 'error-report': {
      const text = Buffer.from(pdu.text);
      // The message it is about is left out: nobody needs it back.
      const body = Buffer.concat([words(0, text.length), text]);
      return frame(pdu, RtrType.errorReport, pdu.code, body);
    }
    default:
      return frame(pdu, pdu.code, 0);
  }
}

function frame(
  { version }: { version: number },
  type: number,
  field: number,
  body: Buffer = Buffer.alloc(0),
): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt8(version, 0);
  head.writeUInt8(type, 1);
  head.writeUInt16BE(field, 2);
  head.writeUInt32BE(8 + body.length, 4);
  return Buffer.concat([head, body]);
}

function words(...numbers: number[]): Buffer {
  const bytes = Buffer.alloc(4 * numbers.length);
  numbers.forEach((number, at) => bytes.writeUInt32BE(number, 4 * at));
  return bytes;
}
