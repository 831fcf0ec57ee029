import { crc32, inflateRawSync } from 'node:zlib';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;

/**
 * One file out of a ZIP archive (APPNOTE 4.3, without ZIP64 and encryption,
 * which releases of one program do not need).
 *
 * @throws Error when the archive is damaged or has no such file.
 */
export function readZipEntry(archive: Buffer, name: string): Buffer {
  const { offset, count } = directory(archive);
  let at = offset;
  for (let index = 0; index < count; index += 1) {
    if (archive.readUInt32LE(at) !== DIRECTORY_ENTRY) {
      throw new Error('damaged ZIP archive: bad directory');
    }
    const nameLength = archive.readUInt16LE(at + 28);
    const start = at + 46;
    if (archive.toString('utf8', start, start + nameLength) === name) {
      return content(archive, at);
    }
    at =
      start +
      nameLength +
      archive.readUInt16LE(at + 30) +
      archive.readUInt16LE(at + 32);
  }
  throw new Error(`the ZIP archive holds no ${name}`);
}

/** The end record is last, before a comment of at most 65,535 bytes. */
function directory(archive: Buffer) {
  const first = Math.max(0, archive.length - 22 - 0xffff);
  for (let at = archive.length - 22; at >= first; at -= 1) {
    if (archive.readUInt32LE(at) === END_OF_DIRECTORY) {
      return {
        count: archive.readUInt16LE(at + 10),
        offset: archive.readUInt32LE(at + 16),
      };
    }
  }
  throw new Error('not a ZIP archive');
}

/** Sizes come from the directory: a local header may leave them open. */
function content(archive: Buffer, entry: number): Buffer {
  const method = archive.readUInt16LE(entry + 10);
  const checksum = archive.readUInt32LE(entry + 16);
  const packedSize = archive.readUInt32LE(entry + 20);
  const local = archive.readUInt32LE(entry + 42);
  if (archive.readUInt32LE(local) !== LOCAL_ENTRY) {
    throw new Error('damaged ZIP archive: bad local header');
  }
  const start =
    local +
    30 +
    archive.readUInt16LE(local + 26) +
    archive.readUInt16LE(local + 28);
  const packed = archive.subarray(start, start + packedSize);
  if (method !== STORED && method !== DEFLATED) {
    throw new Error(`unknown ZIP compression ${method}`);
  }
  const unpacked = method === STORED ? packed : inflateRawSync(packed);
  if (crc32(unpacked) !== checksum) {
    throw new Error('damaged ZIP archive: wrong checksum');
  }
  return unpacked;
}
