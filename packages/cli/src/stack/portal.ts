import { ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { paths } from '../util/paths';

export interface PortalOptions {
  baseUrl: string;
  port: number;
  /** Of the log file. */
  name: string;
  /** Default: ORION's own backend. */
  entry?: string;
  configFiles: string[];
  env: Record<string, string>;
  /** Backstage's own development servers instead of the built app. */
  development?: boolean;
}

const READY_TIMEOUT_MS = 180_000;
/** Longer than the backend's own shutdown, which waits for work in flight. */
const STOP_TIMEOUT_MS = 20_000;

const PRODUCTION = [
  '--no-warnings',
  // The scaffolder's sandbox needs it since Node 20.
  '--no-node-snapshot',
  // The backend gives back what only its start needed, see releaseStartupMemory.
  '--expose-gc',
  '-r',
  '@backstage/cli/config/nodeTransform.cjs',
];
const BACKEND = join(paths.root, 'packages/backend/src/index.ts');
/** Starts the development servers of packages/app and packages/backend. */
const DEVELOPMENT = [
  join(paths.root, 'node_modules/@backstage/cli/bin/backstage-cli'),
  'repo',
  'start',
];

/** The portal as a child process, its output in `.orion/log/<name>.log`. */
export class Portal {
  readonly #child: ChildProcess;
  readonly #options: PortalOptions;
  readonly logFile: string;
  readonly #began = Date.now();
  /** From the start of the process to readiness; 0 before. */
  readyMs = 0;
  #exited: { code: number | null; signal: NodeJS.Signals | null } | undefined;

  static start(options: PortalOptions): Portal {
    return new Portal(options);
  }

  private constructor(options: PortalOptions) {
    this.#options = options;
    mkdirSync(paths.logs, { recursive: true });
    this.logFile = join(paths.logs, `${options.name}.log`);
    const log = createWriteStream(this.logFile);
    this.#child = spawn(
      process.execPath,
      [
        ...(options.development
          ? DEVELOPMENT
          : [...PRODUCTION, options.entry ?? BACKEND]),
        ...options.configFiles.flatMap(file => ['--config', file]),
      ],
      {
        cwd: paths.root,
        env: {
          ...process.env,
          // A restart need not compile again what has not changed.
          NODE_COMPILE_CACHE: join(
            paths.root,
            'node_modules/.cache/orion-portal',
          ),
          // Few arenas: glibc keeps what each thread once needed for ever.
          MALLOC_ARENA_MAX: '2',
          NODE_ENV: options.development ? 'development' : 'production',
          ...(options.development
            ? { NODE_OPTIONS: '--no-node-snapshot' }
            : {}),
          ...options.env,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
        // A group of its own: Ctrl-C reaches the launcher, which stops the parts in order.
        detached: true,
      },
    );
    if (options.development) {
      this.#child.stdout!.pipe(process.stdout);
      this.#child.stderr!.pipe(process.stderr);
    }
    this.#child.stdout!.pipe(log);
    this.#child.stderr!.pipe(log);
    this.#child.once('exit', (code, signal) => {
      this.#exited = { code, signal };
    });
  }

  get pid(): number {
    return this.#child.pid!;
  }

  /** Resolves when the backend says it is ready. */
  async ready(): Promise<void> {
    const until = Date.now() + READY_TIMEOUT_MS;
    const url = `http://127.0.0.1:${
      this.#options.port
    }/.backstage/health/v1/readiness`;
    while (Date.now() < until) {
      if (this.#exited) {
        throw new Error(
          `the portal ended while starting (exit ${
            this.#exited.code ?? this.#exited.signal
          }); see ${this.logFile}`,
        );
      }
      const ready = await fetch(url).then(
        answer => answer.ok,
        () => false,
      );
      if (ready) {
        this.readyMs = Date.now() - this.#began;
        return;
      }
      await sleep(200);
    }
    throw new Error(
      `the portal was not ready within ${READY_TIMEOUT_MS / 1000} s; see ${
        this.logFile
      }`,
    );
  }

  onExit(listener: (code: number | null) => void): void {
    this.#child.once('exit', listener);
  }

  /** Asks once, then insists. Engines are not its children any more and go on. */
  async stop(): Promise<void> {
    if (this.#exited) {
      return;
    }
    const ended = new Promise<void>(done =>
      this.#child.once('exit', () => done()),
    );
    this.#kill('SIGTERM');
    const late = sleep(STOP_TIMEOUT_MS, 'late', { ref: false });
    if ((await Promise.race([ended, late])) === 'late') {
      this.#kill('SIGKILL');
      await ended;
    }
  }

  /** The development servers are children of the child; its group is all of them. */
  #kill(signal: NodeJS.Signals): void {
    if (this.#options.development) {
      process.kill(-this.pid, signal);
    } else {
      this.#child.kill(signal);
    }
  }
}
