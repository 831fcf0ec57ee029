import { FileHandle, open } from 'node:fs/promises';
import { readRunRecord, runFiles } from './runFiles';
import { OutputStream } from './types';
import { completeUtf8Length, skipContinuation } from './utf8';

/** Bytes of one stream that are ever handed out, unless the run says less. */
export const DEFAULT_MAX_OUTPUT_BYTES = 10 * 1024 * 1024;
const DEFAULT_LIMIT = 64 * 1024;

/**
 * Which piece of which stream. Offsets and limits are bytes, not characters.
 *
 * @public
 */
export interface ReadRunOutputOptions {
  /** Each stream has a file and an offset of its own. */
  stream: OutputStream;
  /** Byte offset to start at; use `nextOffset` of the last answer. */
  offset?: number;
  /** Most bytes to return, default 64 KiB. */
  limit?: number;
  /** Set once the run has ended, to get an incomplete last character too. */
  final?: boolean;
}

/** A piece of output and where the next one begins. @public */
export interface RunOutput {
  /** Decoded UTF-8; bytes that are none become U+FFFD. */
  text: string;
  /**
   * Byte offset behind `text`; the same as asked for when nothing was ready.
   */
  nextOffset: number;
  /** Bytes in the file now. */
  size: number;
  /** Nothing more to read at the moment. */
  atEnd: boolean;
  /** The size limit is reached: what follows is never handed out. */
  truncated: boolean;
}

/** Reads until `length` bytes or the end of the file. */
export async function readFully(
  file: FileHandle,
  position: number,
  length: number,
): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(
      buffer,
      filled,
      length - filled,
      position + filled,
    );
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

/**
 * One piece of a run's output, never cut inside a UTF-8 character.
 *
 * @public
 */
export async function readRunOutput(
  dir: string,
  options: ReadRunOutputOptions,
): Promise<RunOutput> {
  const { stream, final = false } = options;
  // A character has at most 4 bytes: less could never make progress.
  const limit = Math.max(4, options.limit ?? DEFAULT_LIMIT);
  const record = await readRunRecord(dir);
  const cap = record?.limits.maxOutputBytes ?? DEFAULT_MAX_OUTPUT_BYTES;
  const file = await open(runFiles(dir)[stream], 'r');
  try {
    const { size } = await file.stat();
    const end = Math.min(size, cap);
    const start = Math.max(0, options.offset ?? 0);
    const length = Math.max(0, Math.min(limit, end - start));
    const bytes = await readFully(file, start, length);
    const skip = skipContinuation(bytes, start);
    const lastPiece = start + bytes.length >= end && (final || size > cap);
    const used = lastPiece ? bytes.length : completeUtf8Length(bytes);
    const nextOffset = start + used;
    return {
      text: bytes.subarray(skip, Math.max(skip, used)).toString('utf8'),
      nextOffset,
      size,
      atEnd: nextOffset >= end,
      truncated: size > cap && nextOffset >= cap,
    };
  } finally {
    await file.close();
  }
}
