import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import {
  LoggerService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import {
  InputError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { TableState } from '@orion/backstage-plugin-orion-bgp-common';
import { DumpNote, RibCalls, RibReply } from './protocol';
import { QuestionQueue } from './QuestionQueue';
import { DumpedBefore, RibConfig } from './RibConfig';
import { RibWorkerData } from './RibWorkerData';

/** An answer takes milliseconds; a table being sorted may stand before it. */
const DEADLINE_MS = 10_000;
/** A worker that crashes is started again, slower each time. */
const RESTART_MS = [200, 1_000, 5_000, 30_000];
/** One that had tables for so long may crash as if for the first time. */
const HEALTHY_MS = 5 * 60_000;
/**
 * What people ask for and whole tables are walked for: one at a time. The rest is
 * posted at once: news of routers, in their order; what the safety of a change is
 * judged by; what costs the worker nothing.
 */
const queued: ReadonlySet<keyof RibCalls> = new Set([
  'search',
  'diff',
  'counts',
  'reasons',
  'kernel',
  'kernelDifferences',
]);

/** What a worker is made with. */
export interface RibWorkerOptions {
  config: RibConfig;
  logger: Pick<LoggerService, 'info' | 'warn' | 'error'>;
  /** Told whenever the state of a table changed, at most once a second. */
  onTables?(tables: TableState[]): void;
  /** Told at once that a dump began or ended; never rejects. */
  onDump?(dump: DumpNote): Promise<void>;
  /** By router, of before this process: daemons that are to rest first. */
  dumpedBefore?: ReadonlyMap<string, DumpedBefore>;
  /** See {@link RibWorkerData}. */
  sourceModule?: string;
  /** Flags of node; the default is what this process was started with. */
  execArgv?: string[];
  deadlineMs?: number;
}

/** How a question is asked. */
export interface AskOptions {
  /** Not behind the questions of people, whatever it asks for: a change is judged by it. */
  ahead?: boolean;
  deadlineMs?: number;
  /** Aborted when whoever asked went away: a question that still waits is not asked. */
  signal?: AbortSignal;
}

interface Pending {
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

/**
 * The route index, in a thread of its own: reading and sorting a table never
 * holds up the backend. Calls are answered or rejected within their deadline;
 * a crashed worker is replaced, and its tables are `loading` until they are read
 * again. Questions of people wait in a {@link QuestionQueue}; whatever else is
 * asked has one of them before it at most.
 */
export class RibWorker {
  readonly #options: RibWorkerOptions;
  readonly #pending = new Map<number, Pending>();
  readonly #questions = new QuestionQueue();
  #config: RibConfig;
  #worker!: Worker;
  #tables: TableState[] = [];
  #nextId = 1;
  #crashes = 0;
  /** Milliseconds, by router, of the last dump that came to its end. */
  readonly #dumpMs = new Map<string, number>();
  /** Daemons that were dumped before this process, and not yet in it. */
  readonly #dumpedBefore: Map<string, DumpedBefore>;
  readonly #startedAt = performance.now();
  /** What is told of dumps, until all of it is kept. */
  #noting: Promise<unknown> = Promise.resolve();
  /** Since when it has a table again. */
  #healthySince?: number;
  #restart?: NodeJS.Timeout;
  #closing?: Promise<void>;

  static start(options: RibWorkerOptions): RibWorker {
    const handle = new RibWorker(options);
    handle.#start();
    return handle;
  }

  private constructor(options: RibWorkerOptions) {
    this.#options = options;
    this.#config = options.config;
    this.#dumpedBefore = new Map(options.dumpedBefore);
  }

  /** How the tables stood when the worker last told, without asking it. */
  get tables(): TableState[] {
    return this.#tables;
  }

  /**
   * Asks the worker.
   *
   * @throws InputError or NotFoundError as the worker answers;
   * ServiceUnavailableError when it restarts, misses the deadline, or has too
   * many questions waiting.
   */
  async ask<K extends keyof RibCalls>(
    call: K,
    input: RibCalls[K][0],
    options: AskOptions = {},
  ): Promise<RibCalls[K][1]> {
    if (this.#closing || this.#restart) {
      throw new ServiceUnavailableError('The route index is not running');
    }
    return this.#ask(call, input, options);
  }

  async #ask<K extends keyof RibCalls>(
    call: K,
    input: RibCalls[K][0],
    {
      ahead,
      deadlineMs = this.#options.deadlineMs ?? DEADLINE_MS,
      signal,
    }: AskOptions,
  ): Promise<RibCalls[K][1]> {
    signal?.throwIfAborted();
    const id = this.#nextId++;
    const answer = new Promise<unknown>((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
    });
    const late = `The route index did not answer within ${deadlineMs} ms`;
    const timer = setTimeout(() => this.#giveUp(id, late), deadlineMs);
    const onAbort = () => this.#giveUp(id, 'Whoever asked went away');
    signal?.addEventListener('abort', onAbort);
    const post = () => this.#worker.postMessage({ id, call, input });
    try {
      if (ahead || !queued.has(call)) {
        post();
      } else {
        this.#questions.add(id, post);
      }
      return (await answer) as RibCalls[K][1];
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      this.#pending.delete(id);
    }
  }

  /** Nobody waits for the answer any more. */
  #giveUp(id: number, why: string): void {
    this.#questions.drop(id);
    this.#pending.get(id)?.reject(new ServiceUnavailableError(why));
  }

  /** Replaces the configuration; tables are read again. */
  async configure(config: RibConfig): Promise<void> {
    this.#config = config;
    this.#setTables(config.routers.map(({ id }) => loading(id)));
    this.#forgetCrashes();
    await this.ask('configure', this.#rested());
  }

  /** Ends the worker; may be called twice. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const closed = 'The route index was closed';
    // Behind the stop they would find no tables. What was posted is before it.
    this.#questions.clear().forEach(id => this.#giveUp(id, closed));
    if (!this.#restart) {
      // Connections end in order when it still listens.
      const options = { deadlineMs: 2_000 };
      await this.#ask('stop', undefined, options).catch(() => undefined);
    }
    clearTimeout(this.#restart);
    this.#rejectAll(closed);
    await this.#worker.terminate();
    await this.#noting;
  }

  #start(): void {
    const { execArgv, sourceModule } = this.#options;
    const data: RibWorkerData = { sourceModule };
    const worker = new Worker(entryPath(), { workerData: data, execArgv });
    this.#worker = worker;
    this.#restart = undefined;
    this.#healthySince = undefined;
    this.#setTables(this.#config.routers.map(({ id }) => loading(id)));
    worker.on('message', (reply: RibReply) => this.#take(reply));
    worker.on('error', error => {
      this.#options.logger.error('The route index crashed', error);
    });
    worker.on('exit', code => this.#onExit(code));
    this.ask('configure', this.#rested()).catch(error => {
      this.#options.logger.error('The route index was not configured', error);
    });
  }

  /**
   * Daemons that were dumped right before this process rest first. After a first
   * crash tables are read at once. If that has it crash again, the
   * daemons would be dumped every few seconds: they get their rest first.
   */
  #rested(): RibConfig {
    const elapsedMs = performance.now() - this.#startedAt;
    const routers = this.#config.routers.map(router => {
      const before = this.#dumpedBefore.get(router.id);
      if (this.#crashes < 2) {
        const dumpedBefore = before && {
          ...before,
          agoMs: before.agoMs + elapsedMs,
        };
        return { ...router, dumpedBefore };
      }
      const costMs = this.#dumpMs.get(router.id) ?? before?.costMs ?? 0;
      return { ...router, crashedAfterMs: costMs };
    });
    return { ...this.#config, routers };
  }

  #take(reply: RibReply): void {
    if ('tables' in reply) {
      for (const { router, dumpMs } of reply.tables) {
        if (dumpMs !== undefined) {
          this.#healthySince ??= performance.now();
          this.#dumpMs.set(router, dumpMs);
        }
      }
      this.#setTables(reply.tables);
      return;
    }
    if ('dump' in reply) {
      this.#note(reply.dump);
      return;
    }
    this.#questions.done(reply.id);
    const pending = this.#pending.get(reply.id);
    if (!pending) {
      return;
    }
    if ('error' in reply) {
      pending.reject(revive(reply.error));
    } else {
      pending.resolve(reply.answer);
    }
  }

  #note(dump: DumpNote): void {
    this.#dumpedBefore.delete(dump.router);
    const noted = this.#options.onDump?.(dump);
    this.#noting = Promise.all([this.#noting, noted]);
  }

  #onExit(code: number): void {
    this.#rejectAll('The route index stopped and starts again');
    if (this.#closing) {
      return;
    }
    this.#forgetCrashes();
    const wait = RESTART_MS[Math.min(this.#crashes++, RESTART_MS.length - 1)];
    this.#options.logger.warn(
      `The route index ended with code ${code}, it starts again in ${wait} ms`,
    );
    this.#setTables(this.#config.routers.map(({ id }) => loading(id)));
    this.#restart = setTimeout(() => this.#start(), wait);
  }

  /** A rest is no health: only with its tables is it shown that it does not crash. */
  #forgetCrashes(): void {
    const since = this.#healthySince ?? Infinity;
    if (performance.now() - since > HEALTHY_MS) {
      this.#crashes = 0;
    }
  }

  #rejectAll(message: string): void {
    // What waits for its turn is not for the next worker, either.
    this.#questions.clear();
    for (const { reject } of this.#pending.values()) {
      reject(new ServiceUnavailableError(message));
    }
    this.#pending.clear();
  }

  #setTables(tables: TableState[]): void {
    this.#tables = tables;
    this.#options.onTables?.(tables);
  }
}

/** Built, the entry is the package's `./ribWorker`. */
function entryPath(): string {
  return resolvePackagePath(
    '@orion/backstage-plugin-orion-bgp-backend',
    extname(__filename) === '.ts'
      ? 'src/rib/worker/ribWorkerEntry.ts'
      : 'dist/ribWorker.cjs.js',
  );
}

function loading(router: string): TableState {
  return {
    router,
    state: 'loading',
    paths: { ipv4: 0, ipv6: 0 },
    bytes: 0,
    sharedBytes: 0,
  };
}

function revive({ name, message }: { name: string; message: string }): Error {
  switch (name) {
    case 'InputError':
      return new InputError(message);
    case 'NotFoundError':
      return new NotFoundError(message);
    default: {
      const error = new Error(message);
      error.name = name;
      return error;
    }
  }
}
