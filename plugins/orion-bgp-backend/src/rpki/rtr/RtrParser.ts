import { setPrefixKey } from '../../rib/table/PrefixKey';
import { RtrErrorCode, RtrPdu, RtrProtocolError, RtrType } from './RtrPdu';

/** Longest message; only error reports and router keys are long. */
const MAX_LENGTH = 1 << 16;
const HEADER = 8;

/** Lengths of messages that have one, by type; of end of data by version. */
const lengths: { [type: number]: number | undefined } = {
  [RtrType.serialNotify]: 12,
  [RtrType.serialQuery]: 12,
  [RtrType.resetQuery]: 8,
  [RtrType.cacheResponse]: 8,
  [RtrType.ipv4Prefix]: 20,
  [RtrType.ipv6Prefix]: 32,
  [RtrType.cacheReset]: 8,
};

/** Cuts a stream into messages, RFC 8210 §5. Pieces may end anywhere. */
export class RtrParser {
  #left: Buffer = Buffer.alloc(0);

  /**
   * The messages that are whole now.
   *
   * @throws RtrProtocolError; the stream is of no use after.
   */
  push(chunk: Uint8Array): RtrPdu[] {
    const bytes =
      this.#left.length > 0
        ? Buffer.concat([this.#left, chunk])
        : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    const pdus: RtrPdu[] = [];
    let at = 0;
    while (at + HEADER <= bytes.length) {
      const length = bytes.readUInt32BE(at + 4);
      if (length < HEADER || length > MAX_LENGTH) {
        throw corrupt(`a message claims ${length} bytes`);
      }
      if (at + length > bytes.length) {
        break;
      }
      pdus.push(parsePdu(bytes.subarray(at, at + length)));
      at += length;
    }
    // Copied: the rest must not keep a large piece alive.
    this.#left = Buffer.from(bytes.subarray(at));
    return pdus;
  }
}

function parsePdu(bytes: Buffer): RtrPdu {
  const [version, type] = bytes;
  const endOfData = version === 0 ? 12 : 24;
  const expected = type === RtrType.endOfData ? endOfData : lengths[type];
  if (expected !== undefined && bytes.length !== expected) {
    throw corrupt(`a message of type ${type} has ${bytes.length} bytes`);
  }
  const session = bytes.readUInt16BE(2);
  switch (type) {
    case RtrType.serialNotify:
    case RtrType.serialQuery:
      return {
        version,
        type: type === RtrType.serialNotify ? 'serial-notify' : 'serial-query',
        session,
        serial: bytes.readUInt32BE(8),
      };
    case RtrType.resetQuery:
      return { version, type: 'reset-query' };
    case RtrType.cacheResponse:
      return { version, type: 'cache-response', session };
    case RtrType.ipv4Prefix:
    case RtrType.ipv6Prefix:
      return parsePrefix(version, bytes, type === RtrType.ipv4Prefix ? 4 : 6);
    case RtrType.endOfData:
      return {
        version,
        type: 'end-of-data',
        session,
        serial: bytes.readUInt32BE(8),
        intervals:
          version === 0
            ? undefined
            : {
                refresh: bytes.readUInt32BE(12),
                retry: bytes.readUInt32BE(16),
                expire: bytes.readUInt32BE(20),
              },
      };
    case RtrType.cacheReset:
      return { version, type: 'cache-reset' };
    case RtrType.errorReport:
      return parseErrorReport(version, session, bytes);
    case RtrType.aspa:
      return version < 2
        ? { version, type: 'other', code: type }
        : parseAspa(version, bytes);
    default:
      return { version, type: 'other', code: type };
  }
}

function parsePrefix(version: number, bytes: Buffer, family: 4 | 6): RtrPdu {
  const [flags, length, maxLength] = bytes.subarray(8, 11);
  const size = family === 4 ? 4 : 16;
  if (length > maxLength || maxLength > 8 * size) {
    throw corrupt(`a prefix of ${length} bits has maximum length ${maxLength}`);
  }
  const prefix = { family, a: 0, b: 0, c: 0, d: 0, length };
  setPrefixKey(prefix, family, bytes.subarray(12, 12 + size), length);
  return {
    version,
    type: 'prefix',
    announce: (flags & 1) === 1,
    prefix,
    maxLength,
    asn: bytes.readUInt32BE(12 + size),
  };
}

/**
 * draft-ietf-sidrops-8210bis §5.12. Since -11 the flags are in the header and the
 * customer is first; up to -10 flags, family and the number of providers stand
 * before it, and the header has zeros. A withdrawal names no providers.
 */
function parseAspa(version: number, bytes: Buffer): RtrPdu {
  const isOld =
    bytes[2] === 0 &&
    bytes.length >= 16 &&
    bytes.length === 16 + 4 * bytes.readUInt16BE(10);
  const at = isOld ? 12 : 8;
  const announce = ((isOld ? bytes[8] : bytes[2]) & 1) === 1;
  if (bytes.length < 12 || bytes.length % 4 !== 0) {
    throw corrupt(`an ASPA has ${bytes.length} bytes`);
  }
  const providers: number[] = [];
  for (let next = at + 4; next < bytes.length; next += 4) {
    providers.push(bytes.readUInt32BE(next));
  }
  if (announce === (providers.length === 0)) {
    throw new RtrProtocolError(
      RtrErrorCode.aspaProviderList,
      announce
        ? 'an ASPA names no providers'
        : 'an ASPA that is taken back names providers',
    );
  }
  const customer = bytes.readUInt32BE(at);
  return {
    version,
    type: 'aspa',
    announce,
    customer,
    providers,
    ...(isOld && { family: bytes[9] === 0 ? 4 : 6 }),
  };
}

/** RFC 8210 §5.11: the message it is about, then a text; a sender may leave out either. */
function parseErrorReport(
  version: number,
  code: number,
  bytes: Buffer,
): RtrPdu {
  const about = bytes.length >= 12 ? bytes.readUInt32BE(8) : 0;
  const at = 12 + about;
  const size = at + 4 <= bytes.length ? bytes.readUInt32BE(at) : 0;
  if (at + 4 + size > bytes.length && size > 0) {
    throw corrupt('an error report is longer than it says');
  }
  const text = size > 0 ? bytes.toString('utf8', at + 4, at + 4 + size) : '';
  // Written in C, some end with a zero.
  const trimmed = text.replace(/\0+$/, '').slice(0, 500);
  return { version, type: 'error-report', code, text: trimmed };
}

function corrupt(message: string): RtrProtocolError {
  return new RtrProtocolError(RtrErrorCode.corruptData, message);
}
