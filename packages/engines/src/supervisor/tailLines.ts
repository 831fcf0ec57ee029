import { open } from 'node:fs/promises';
import { readFully } from './readRunOutput';
import { runFiles } from './runFiles';
import { OutputStream } from './types';
import { skipContinuation } from './utf8';

/** How much of the end of a run's output is wanted. @public */
export interface TailLinesOptions {
  /** Only one of the two: they share no order. */
  stream: OutputStream;
  /** Most lines to return; below 1 gives none. */
  lines: number;
  /** Looks no further back than this, default 64 KiB. */
  maxBytes?: number;
}

/** The last lines of a run's output, without an unfinished first one. @public */
export async function tailLines(
  dir: string,
  { stream, lines, maxBytes = 64 * 1024 }: TailLinesOptions,
): Promise<string[]> {
  const file = await open(runFiles(dir)[stream], 'r');
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - maxBytes);
    const bytes = await readFully(file, start, size - start);
    const text = bytes.subarray(skipContinuation(bytes, start)).toString();
    const all = text.replace(/\r?\n$/, '').split(/\r?\n/);
    if (start > 0 && all.length > 1) all.shift();
    return text === '' || lines < 1 ? [] : all.slice(-lines);
  } finally {
    await file.close();
  }
}
