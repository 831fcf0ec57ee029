import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { fetch } from 'undici';
import { VrpTable } from '../VrpTable';
import { Aspa } from './readRoa';
import { readVrpJson } from './readVrpJson';

/** Some 600,000 VRPs are 80 MB in the most talkative form. */
const MAX_BYTES = 256 * 1024 * 1024;
const TIMEOUT_MS = 120_000;

/** Reads the JSON of a validator, and only when it changed. */
export class JsonVrpReader {
  readonly #url: URL;
  readonly #maxBytes: number;
  readonly #authorization?: string;
  /** What the last whole answer was marked with. */
  #etag?: string;
  #modified?: string;
  /** Of the last whole answer. */
  aspas: Aspa[] = [];
  /**
   * Unix milliseconds of what was read last, as the validator dates it, or else
   * as its file or server does. Undefined when nobody does.
   */
  generatedAt?: number;

  constructor(url: string, options: { maxBytes?: number } = {}) {
    this.#url = new URL(url);
    const { username, password } = this.#url;
    if (username || password) {
      const text = `${decodeURIComponent(username)}:${decodeURIComponent(
        password,
      )}`;
      this.#authorization = `Basic ${Buffer.from(text).toString('base64')}`;
      // So that they are in no message.
      this.#url.username = '';
      this.#url.password = '';
    }
    this.#maxBytes = options.maxBytes ?? MAX_BYTES;
  }

  /**
   * The VRPs, undefined when they are the same as last time.
   *
   * @throws Error that names the source: it cannot be read, is cut off, is too
   * long, or has no VRPs.
   */
  async read(signal: AbortSignal): Promise<VrpTable | undefined> {
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
    try {
      return this.#url.protocol === 'file:'
        ? await this.#readFile(deadline)
        : await this.#readHttp(deadline);
    } catch (error) {
      const { message, cause } = error as Error & { cause?: Error };
      throw new Error(`${this.#url.href}: ${cause?.message ?? message}`, {
        cause: error,
      });
    }
  }

  async #readFile(signal: AbortSignal): Promise<VrpTable | undefined> {
    const path = fileURLToPath(this.#url);
    const { mtimeMs, size } = await stat(path);
    const modified = `${mtimeMs} ${size}`;
    if (modified === this.#modified) {
      return undefined;
    }
    const vrps = await this.#parse(createReadStream(path, { signal }), mtimeMs);
    this.#modified = modified;
    return vrps;
  }

  async #readHttp(signal: AbortSignal): Promise<VrpTable | undefined> {
    const headers: { [name: string]: string } = { accept: 'application/json' };
    if (this.#authorization) {
      headers.authorization = this.#authorization;
    }
    if (this.#etag) {
      headers['if-none-match'] = this.#etag;
    }
    if (this.#modified) {
      headers['if-modified-since'] = this.#modified;
    }
    const response = await fetch(this.#url, { signal, headers });
    if (response.status === 304) {
      return undefined;
    }
    if (!response.ok || !response.body) {
      await response.body?.cancel();
      throw new Error(`it answered ${response.status}`);
    }
    const modified = response.headers.get('last-modified') ?? undefined;
    const vrps = await this.#parse(response.body, Date.parse(modified ?? ''));
    this.#etag = response.headers.get('etag') ?? undefined;
    this.#modified = modified;
    return vrps;
  }

  async #parse(
    chunks: AsyncIterable<Uint8Array>,
    modifiedAt: number,
  ): Promise<VrpTable> {
    const { vrps, aspas, generatedAt } = await readVrpJson(chunks, {
      maxBytes: this.#maxBytes,
    });
    this.aspas = aspas;
    this.generatedAt =
      generatedAt ?? (Number.isNaN(modifiedAt) ? undefined : modifiedAt);
    return vrps;
  }
}
