import {
  createPrivateKey,
  createPublicKey,
  KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { canonicalJson } from './canonicalJson';

/** A statement that the log held `count` entries with this head. */
export interface Checkpoint {
  count: number;
  head: string;
  at: string;
  /** PostgreSQL's system identifier, so that a restored copy is noticed. */
  system: string;
  signature: string;
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
