import {
  createPrivateKey,
  createPublicKey,
  KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import { appendFile, mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { canonicalJson } from './canonicalJson';

/** A statement that the log held `count` entries with this head. */
export interface Checkpoint {
  count: number;
  head: string;
  at: string;
  /** PostgreSQL's system identifier, so that a restored copy is noticed. */
  system: string;
  /** PostgreSQL's timeline: it grows with every recovery to a point in time. */
  timeline?: number;
  /** The highest number a change had, so that none is given out twice. */
  lastChange?: number;
  /** Set when an admin took a restored database as it is. */
  accepted?: {
    by: string;
    comment: string;
    /** Entries up to here are as they were signed before; later ones are lost. */
    agreesUpTo: number;
  };
  signature: string;
}

/** What of the file is read for its newest statement. */
const TAIL_BYTES = 64 * 1024;

/** The checkpoints were written by somebody with another key. */
export class UnsignedCheckpointsError extends Error {
  override readonly name = 'UnsignedCheckpointsError';

  constructor(path: string) {
    super(`None of the newest checkpoints in ${path} is signed by this key`);
  }
}

/**
 * Signed checkpoints in a file outside the database, one JSON line each,
 * appended and never rewritten.
 */
export class CheckpointSink {
  readonly #path: string;
  readonly #key: KeyObject;
  readonly #publicKey: KeyObject;

  constructor(options: { path: string; signingKeyFile: string }) {
    this.#path = options.path;
    this.#key = createPrivateKey(readFileSync(options.signingKeyFile));
    this.#publicKey = createPublicKey(this.#key);
  }

  async append(statement: Omit<Checkpoint, 'signature'>): Promise<void> {
    const signature = sign(
      null,
      Buffer.from(canonicalJson(statement)),
      this.#key,
    ).toString('base64');
    await mkdir(dirname(this.#path), { recursive: true });
    await appendFile(
      this.#path,
      `${JSON.stringify({ ...statement, signature })}\n`,
      {
        mode: 0o600,
      },
    );
  }

  /**
   * The newest statement with a good signature; undefined when nothing was ever
   * written here.
   *
   * @throws Error when the file has statements, but none of the newest is signed by this key.
   */
  async readLast(): Promise<Checkpoint | undefined> {
    const lines = (await readTail(this.#path)).split('\n').filter(Boolean);
    for (const line of lines.reverse()) {
      const checkpoint = this.#parse(line);
      if (checkpoint) {
        return checkpoint;
      }
    }
    if (lines.length > 0) {
      throw new UnsignedCheckpointsError(this.#path);
    }
    return undefined;
  }

  /** All checkpoints whose signature holds; the others are reported. */
  async read(report: (problem: string) => unknown): Promise<Checkpoint[]> {
    const text = await readFile(this.#path, 'utf8').catch(error => {
      if (error.code === 'ENOENT') {
        return '';
      }
      throw error;
    });
    const valid: Checkpoint[] = [];
    for (const [index, line] of text.split('\n').entries()) {
      if (line.length > 0) {
        const checkpoint = this.#parse(line);
        if (checkpoint) {
          valid.push(checkpoint);
        } else {
          report(
            `Line ${index + 1} of the checkpoints is not signed by this key`,
          );
        }
      }
    }
    return valid;
  }

  #parse(line: string): Checkpoint | undefined {
    try {
      const { signature, ...statement } = JSON.parse(line) as Checkpoint;
      return verify(
        null,
        Buffer.from(canonicalJson(statement)),
        this.#publicKey,
        Buffer.from(signature, 'base64'),
      )
        ? { signature, ...statement }
        : undefined;
    } catch {
      // A torn last line after a power cut is not a signed statement.
      return undefined;
    }
  }
}

async function readTail(path: string): Promise<string> {
  const file = await open(path, 'r').catch(error => {
    if (error.code === 'ENOENT') {
      return undefined;
    }
    throw error;
  });
  if (!file) {
    return '';
  }
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - TAIL_BYTES);
    const { buffer, bytesRead } = await file.read({
      buffer: Buffer.alloc(size - start),
      position: start,
    });
    const text = buffer.subarray(0, bytesRead).toString('utf8');
    // The first line of a tail is the end of a longer one.
    return start === 0 ? text : text.slice(text.indexOf('\n') + 1);
  } finally {
    await file.close();
  }
}
