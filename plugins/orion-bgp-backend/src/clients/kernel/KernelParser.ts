import { KernelRoute } from './KernelRoute';
import { parseKernelRoute } from './parseKernelRoute';
import { quoted } from './quoted';

const BANNER = 'orion-kernel-routes 1';
const MAX_LINE = 256;
/** A route with hundreds of next hops. */
const MAX_OBJECT = 64 * 1024;

const [QUOTE, BACKSLASH, OPEN, CLOSE] = [0x22, 0x5c, 0x7b, 0x7d];
const [BEGIN, END, COMMA, NEWLINE] = [0x5b, 0x5d, 0x2c, 0x0a];

/** What a parser is made with. */
export interface KernelParserOptions {
  maxRoutes: number;
  sink(route: KernelRoute): void;
}

/**
 * Reads what `kernel-routes` prints, in pieces of any size. Holds one route at a
 * time: a full table is one line of a hundred megabytes. Throws an `Error` for
 * anything else.
 */
export class KernelParser {
  readonly #options: KernelParserOptions;
  #state: 'line' | 'array' | 'done' = 'line';
  /** What of a line or of a route came so far. */
  #pieces: Buffer[] = [];
  #size = 0;
  #seen: string[] = [];
  #family: 4 | 6 = 4;
  #begun = false;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #bootedAt?: number;
  #routes = 0;

  constructor(options: KernelParserOptions) {
    this.#options = options;
  }

  /** The last line was there. */
  get done(): boolean {
    return this.#state === 'done';
  }

  /** Unix seconds. */
  get bootedAt(): number | undefined {
    return this.#bootedAt;
  }

  get routes(): number {
    return this.#routes;
  }

  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      switch (this.#state) {
        case 'line':
          at = this.#takeLine(chunk, at);
          break;
        case 'array':
          at = this.#takeArray(chunk, at);
          break;
        default:
          throw new Error('something stands behind the end');
      }
    }
  }

  #takeLine(chunk: Buffer, from: number): number {
    const newline = chunk.indexOf(NEWLINE, from);
    const to = newline < 0 ? chunk.length : newline;
    this.#keep(chunk, from, to, MAX_LINE);
    if (newline >= 0) {
      this.#readLine(this.#kept().toString('latin1').trim());
      return newline + 1;
    }
    return to;
  }

  #readLine(line: string): void {
    if (this.#seen.length === 0 && line !== BANNER) {
      throw new Error(`it says ${quoted(line)} and not "${BANNER}"`);
    }
    const [word, value] = line.split(' ');
    if (line !== '' && this.#seen.includes(word)) {
      throw new Error(`it says ${quoted(word)} twice`);
    }
    switch (word) {
      case '':
        return;
      case BANNER.split(' ')[0]:
        break;
      case 'btime':
        this.#bootedAt = /^\d{1,11}$/.test(value) ? Number(value) : undefined;
        break;
      case 'inet':
      case 'inet6':
        this.#family = word === 'inet' ? 4 : 6;
        this.#state = 'array';
        this.#begun = false;
        break;
      case 'end':
        if (!this.#seen.includes('inet') || !this.#seen.includes('inet6')) {
          throw new Error('it ends before both families were there');
        }
        this.#state = 'done';
        break;
      default:
        throw new Error(`it says ${quoted(line)}`);
    }
    this.#seen.push(word);
  }

  #takeArray(chunk: Buffer, from: number): number {
    let start = from;
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at];
      if (this.#depth > 0) {
        this.#step(byte);
        if (this.#depth === 0) {
          this.#keep(chunk, start, at + 1, MAX_OBJECT);
          this.#take(this.#kept());
        }
        continue;
      }
      if (byte === OPEN && this.#begun) {
        this.#depth = 1;
        start = at;
      } else if (byte === END && this.#begun) {
        this.#state = 'line';
        return at + 1;
      } else if (byte === BEGIN && !this.#begun) {
        this.#begun = true;
      } else if (byte > 0x20 && !(byte === COMMA && this.#begun)) {
        throw new Error('routes are no list of objects');
      }
    }
    if (this.#depth > 0) {
      this.#keep(chunk, start, chunk.length, MAX_OBJECT);
    }
    return chunk.length;
  }

  /** Within an object: only braces outside of strings open and close. */
  #step(byte: number): void {
    if (this.#inString) {
      this.#inString = this.#escaped || byte !== QUOTE;
      this.#escaped = !this.#escaped && byte === BACKSLASH;
    } else if (byte === QUOTE) {
      this.#inString = true;
    } else if (byte === OPEN) {
      this.#depth++;
    } else if (byte === CLOSE) {
      this.#depth--;
    }
  }

  #take(object: Buffer): void {
    const { maxRoutes, sink } = this.#options;
    if (++this.#routes > maxRoutes) {
      throw new Error(`there are more than ${maxRoutes} routes`);
    }
    let value: unknown;
    try {
      value = JSON.parse(object.toString('utf8'));
    } catch {
      throw new Error('a route is no JSON');
    }
    sink(parseKernelRoute(value, this.#family));
  }

  #keep(chunk: Buffer, from: number, to: number, most: number): void {
    this.#size += to - from;
    if (this.#size > most) {
      throw new Error(`a line or a route is longer than ${most} bytes`);
    }
    this.#pieces.push(chunk.subarray(from, to));
  }

  #kept(): Buffer {
    const [only] = this.#pieces;
    const all = this.#pieces.length === 1 ? only : Buffer.concat(this.#pieces);
    this.#pieces = [];
    this.#size = 0;
    return all;
  }
}
