import type { Duplex } from 'node:stream';
import {
  RouteSourceError,
  RouteSourceProblem,
} from '../../routes/RouteSourceError';
import { BirdCommand, commandLine } from './commands';
import { LineReader, ReplyLine } from './LineReader';
import { ReplyEnd, ReplyReader } from './ReplyReader';

/** How to reach one control socket. */
export interface BirdConnectionOptions {
  /** Named in every message. */
  router: string;
  /**
   * A connected stream: a unix socket, or the pipes of a command that reaches
   * one. The signal aborts when nobody waits for it any more.
   */
  open(signal: AbortSignal): Promise<Duplex>;
  /** Gives up every right to change something, irrevocably; true by default. */
  restricted?: boolean;
  /** For all but dumps; 10 s by default. */
  commandMs?: number;
  /** For a whole dump; 120 s by default. */
  dumpMs?: number;
  /** Of one reply; 512 MiB by default. */
  maxReplyBytes?: number;
}

/** How one command is to be treated. */
export interface CommandOptions {
  signal?: AbortSignal;
  /** Uses the deadline of dumps. */
  dump?: boolean;
  /** Codes above 8000 that are answers and not refusals. */
  accept?: readonly number[];
}

/** Runs from a write to the last line of its reply. */
interface Pending {
  reader: ReplyReader;
  bytes: number;
  resolve(end: ReplyEnd): void;
  reject(error: RouteSourceError): void;
}

/**
 * One connection to BIRD's control socket. BIRD answers one command at a time,
 * and nothing tells a late reply from the next one: a connection on which a
 * reply was cut short, late or too long is destroyed and never used again.
 * Callers must not overlap their commands, see `BirdLane`.
 */
export class BirdConnection {
  readonly #options: BirdConnectionOptions;
  readonly #stream: Duplex;
  #pending: Pending | undefined;
  #broken: RouteSourceError | undefined;
  #version = '';
  /** Within a line nobody asked for. */
  #inSpontaneous = false;

  /** Connects, reads the greeting and restricts; throws a `RouteSourceError`. */
  static async connect(
    options: BirdConnectionOptions,
    signal?: AbortSignal,
  ): Promise<BirdConnection> {
    const stream = await openInTime(options, signal);
    const connection = new BirdConnection(options, stream);
    try {
      await connection.#greet(signal);
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  private constructor(options: BirdConnectionOptions, stream: Duplex) {
    this.#options = options;
    this.#stream = stream;
    stream.on('error', error =>
      this.#break('closed', `lost its control socket: ${error.message}`, error),
    );
    stream.on('close', () =>
      this.#break('closed', 'closed its control socket'),
    );
    stream.on('end', () => this.#break('closed', 'closed its control socket'));
  }

  /** False once a reply was missed or the socket went away. */
  get usable(): boolean {
    return this.#broken === undefined;
  }

  /** As it greeted, `2.0.12`; empty when it did not say. */
  get version(): string {
    return this.#version;
  }

  /** Runs a command whose reply is short. */
  async lines(
    command: BirdCommand,
    options: CommandOptions = {},
  ): Promise<{ lines: ReplyLine[]; end: ReplyEnd }> {
    const reader = new LineReader();
    const end = await this.run(command, reader, options);
    return { lines: reader.lines, end };
  }

  /** Runs a command and feeds its reply to `reader` as it comes. */
  async run(
    command: BirdCommand,
    reader: ReplyReader,
    options: CommandOptions = {},
  ): Promise<ReplyEnd> {
    const line = commandLine(command);
    const end = await this.#exchange(`${line}\n`, reader, options);
    if (end.code >= 8000 && !options.accept?.includes(end.code)) {
      throw new RouteSourceError(
        'refused',
        `${this.#options.router} refused "${line}": ${say(end)}`,
      );
    }
    return end;
  }

  /** May be called twice. */
  close(): void {
    this.#break('closed', 'is no longer asked');
  }

  async #greet(signal?: AbortSignal): Promise<void> {
    const { router, restricted = true } = this.#options;
    const greeting = await this.#exchange('', new LineReader(), { signal });
    if (greeting.code !== 1) {
      throw new RouteSourceError(
        'protocol',
        `${router} does not greet as BIRD does: ${say(greeting)}`,
      );
    }
    [, this.#version = ''] = /^BIRD ([\w.+~-]{1,32})/.exec(greeting.text) ?? [];
    if (restricted) {
      const { end } = await this.lines({ kind: 'restrict' }, { signal });
      if (end.code !== 16) {
        throw new RouteSourceError(
          'protocol',
          `${router} did not confirm that ORION only reads: ${say(end)}`,
        );
      }
    }
    // Older daemons do not know it, and their times are worked out instead.
    await this.lines({ kind: 'unix-times' }, { signal, accept: [9001] });
  }

  #exchange(
    line: string,
    reader: ReplyReader,
    { signal, dump = false }: CommandOptions,
  ): Promise<ReplyEnd> {
    const { commandMs = 10_000, dumpMs = 120_000 } = this.#options;
    const ms = dump ? dumpMs : commandMs;
    if (this.#broken) {
      return Promise.reject(this.#broken);
    }
    if (signal?.aborted) {
      return Promise.reject(this.#error('closed', 'was not asked: cancelled'));
    }
    if (this.#pending) {
      throw new TypeError('a command is still running on this connection');
    }
    const abort = () => this.#break('closed', 'was interrupted: cancelled');
    const timer = setTimeout(
      () =>
        this.#break(
          'deadline',
          `did not answer ${
            line ? `"${line.trim()}"` : 'a connection'
          } within ${ms / 1000} s`,
        ),
      ms,
    );
    signal?.addEventListener('abort', abort, { once: true });
    return new Promise<ReplyEnd>((resolve, reject) => {
      this.#pending = { reader, bytes: 0, resolve, reject };
      if (line) {
        this.#stream.write(line);
      }
      // Reading begins with the first command: a chunk before it would be lost.
      if (!this.#stream.listenerCount('data')) {
        this.#stream.on('data', chunk => this.#data(chunk));
      }
    }).finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    });
  }

  #data(chunk: Uint8Array): void {
    const pending = this.#pending;
    if (this.#broken) {
      return;
    }
    if (!pending) {
      this.#unasked(chunk);
      return;
    }
    const { maxReplyBytes = 512 * 1024 * 1024 } = this.#options;
    pending.bytes += chunk.length;
    if (pending.bytes > maxReplyBytes) {
      this.#break(
        'limit',
        `sent more than ${maxReplyBytes} bytes in one reply`,
      );
      return;
    }
    try {
      const wait = pending.reader.push(chunk);
      if (wait) {
        this.#stream.pause();
        wait.then(
          () => {
            this.#settle(pending);
            this.#stream.resume();
          },
          error => this.#fail(error),
        );
        return;
      }
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.#settle(pending);
  }

  /** Answers the command once its reader has seen the last line. */
  #settle(pending: Pending): void {
    const { end } = pending.reader;
    if (end && this.#pending === pending) {
      this.#pending = undefined;
      this.#unasked(end.rest);
      pending.resolve(end);
    }
  }

  /** Between two replies only lines that begin with `+` may come. */
  #unasked(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) {
      if (!this.#inSpontaneous && chunk[at] !== 0x2b) {
        this.#break('protocol', 'sent something nobody had asked for');
        return;
      }
      const end = chunk.indexOf(10, at);
      this.#inSpontaneous = end === -1;
      at = end === -1 ? chunk.length : end + 1;
    }
  }

  /** What a reader or its sink threw. */
  #fail(error: unknown): void {
    const problem =
      error instanceof RouteSourceError ? error.problem : 'protocol';
    const message = error instanceof Error ? error.message : String(error);
    this.#break(problem, `could not be read: ${message}`, error);
  }

  #break(problem: RouteSourceProblem, what: string, cause?: unknown): void {
    if (this.#broken) {
      return;
    }
    this.#broken = this.#error(problem, what, cause);
    this.#stream.destroy();
    const pending = this.#pending;
    this.#pending = undefined;
    pending?.reject(this.#broken);
  }

  #error(problem: RouteSourceProblem, what: string, cause?: unknown) {
    const message = `${this.#options.router} ${what}`;
    return new RouteSourceError(problem, message, { cause });
  }
}

/** A stream that comes after the deadline is destroyed. */
async function openInTime(
  { router, open, commandMs = 10_000 }: BirdConnectionOptions,
  signal?: AbortSignal,
): Promise<Duplex> {
  if (signal?.aborted) {
    throw new RouteSourceError('closed', `${router} was not asked: cancelled`);
  }
  let given = false;
  const unwanted = new AbortController();
  let stop: (error: RouteSourceError) => void = () => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = reject;
  });
  const abort = () =>
    stop(new RouteSourceError('closed', `${router} was not asked: cancelled`));
  const late = `${router} did not take a connection within ${
    commandMs / 1000
  } s`;
  const timer = setTimeout(
    () => stop(new RouteSourceError('deadline', late)),
    commandMs,
  );
  signal?.addEventListener('abort', abort, { once: true });
  const opening = Promise.resolve()
    .then(() => open(unwanted.signal))
    .then(
      stream => {
        if (given) {
          stream.on('error', () => {});
          stream.destroy();
        }
        return stream;
      },
      error => {
        throw new RouteSourceError(
          'connect',
          `${router} cannot be reached: ${error?.message ?? error}`,
          { cause: error },
        );
      },
    );
  try {
    return await Promise.race([opening, stopped]);
  } finally {
    given = true;
    unwanted.abort();
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
    opening.catch(() => {});
  }
}

/** What BIRD said at the end, capped: it goes into a message. */
function say({ code, text }: ReplyEnd): string {
  const printable = text.replace(/[^\x20-\x7e]+/g, ' ').trim();
  return `${printable.slice(0, 200) || 'no reason'} (${String(code).padStart(
    4,
    '0',
  )})`;
}
