import { RouteSourceError } from '../../routes/RouteSourceError';
import { ReplyEnd, ReplyReader } from './ReplyReader';

/** One line of a reply without its code. */
export interface ReplyLine {
  code: number;
  text: string;
}

/** BIRD's own lines have 512 bytes. */
const MAX_LINE = 65_536;
/**
 * Of all lines together: many times what thousands of sessions say. A daemon that
 * goes on and on would fill the memory long before the bound of a reply.
 */
const MAX_HELD = 64 * 1024 * 1024;
/** What a line takes beside its text: there are many in a few bytes. */
const LINE_OVERHEAD = 64;
const nothing = Buffer.alloc(0);

/** Collects a short reply as lines; refuses one that is as long as a table. */
export class LineReader implements ReplyReader {
  /** Without the last line, which is in `end`. */
  readonly lines: ReplyLine[] = [];
  end: ReplyEnd | undefined;
  #code: number | undefined;
  #half: Buffer = nothing;
  #held = 0;

  push(chunk: Uint8Array): void {
    const bytes = this.#half.length
      ? Buffer.concat([this.#half, chunk])
      : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    // Only the new bytes can hold the end of the half line.
    let end = bytes.indexOf(10, this.#half.length);
    let start = 0;
    while (end !== -1) {
      this.#line(bytes.toString('utf8', start, end));
      start = end + 1;
      if (this.end) {
        this.end.rest = bytes.subarray(start);
        return;
      }
      end = bytes.indexOf(10, start);
    }
    if (bytes.length - start > MAX_LINE) {
      throw new RouteSourceError('protocol', 'BIRD sent a line without an end');
    }
    // A copy: the chunk may belong to a larger pool.
    this.#half = Buffer.from(bytes.subarray(start));
  }

  #line(line: string): void {
    if (line.startsWith('+')) {
      return;
    }
    if (line.startsWith(' ') && this.#code !== undefined) {
      this.#keep(this.#code, line.slice(1));
      return;
    }
    const [, digits, sign] = /^(\d{4})([ -]|$)/.exec(line) ?? [];
    if (digits === undefined) {
      throw new RouteSourceError(
        'protocol',
        `BIRD sent a line that is no reply: ${JSON.stringify(
          line.slice(0, 80),
        )}`,
      );
    }
    this.#code = Number(digits);
    const text = line.slice(5);
    if (sign === '-') {
      this.#keep(this.#code, text);
    } else {
      this.end = { code: this.#code, text, rest: nothing };
    }
  }

  #keep(code: number, text: string): void {
    this.#held += text.length + LINE_OVERHEAD;
    if (this.#held > MAX_HELD) {
      throw new RouteSourceError(
        'protocol',
        'BIRD sent far more lines than such an answer has',
      );
    }
    this.lines.push({ code, text });
  }
}
