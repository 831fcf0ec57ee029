import { ChildProcess, spawn } from 'node:child_process';
import {
  copyFileSync,
  createWriteStream,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { paths } from '../util/paths';
import { PackedPackage } from './packDomain';
import { runStep } from './runStep';
import { readRanges } from './readRanges';
import {
  backendPackages,
  backendSource,
  frontendPackages,
  frontendSource,
  pageSource,
} from './stockSources';

const READY_MS = 120_000;

/** What a stock app is made of. */
export interface StockAppOptions {
  port: number;
  /** Its packages of ORION; nothing else of ORION is there. */
  packed: PackedPackage[];
  /** Packages the app depends on, found by `app.packages: all`. */
  frontends: string[];
  backends: string[];
  /** Below `orion` in app-config.yaml. */
  orion: object;
  databaseUrl: string;
}

/**
 * A Backstage app in a folder of its own, installed by Yarn: the framework in the
 * versions of this repository's lock file, ORION's packages from tarballs alone.
 * What a tarball needs and does not declare is not there.
 */
export class StockApp {
  readonly baseUrl: string;
  readonly #options: StockAppOptions;
  readonly #dir = join(paths.home, 'stock');
  #backend: ChildProcess | undefined;

  constructor(options: StockAppOptions) {
    this.#options = options;
    this.baseUrl = `http://localhost:${options.port}`;
  }

  get logFile(): string {
    return join(paths.logs, 'stock-backend.log');
  }

  /** Lays the app out, installs what it depends on and builds its frontend. */
  async build(): Promise<void> {
    rmSync(this.#dir, { recursive: true, force: true });
    mkdirSync(this.#dir, { recursive: true });
    this.#writeProject();
    this.#writeApp();
    this.#writeBackend();
    this.#write('app-config.yaml', this.#config());
    const began = Date.now();
    await runStep('install', 'yarn', ['install'], this.#dir);
    const tookS = Math.round((Date.now() - began) / 1000);
    process.stdout.write(`        yarn install of the stock app: ${tookS} s\n`);
    await runStep(
      'app',
      join(this.#dir, 'node_modules/.bin/backstage-cli'),
      ['package', 'build', '--config', join(this.#dir, 'app-config.yaml')],
      join(this.#dir, 'packages/app'),
    );
  }

  /**
   * The lock file is this repository's, with what it knows of the tarballs' own
   * dependencies: their ranges are the same, so nothing younger comes in, and most
   * comes out of Yarn's cache.
   */
  #writeProject(): void {
    const { packed } = this.#options;
    const { dependenciesMeta, packageManager, resolutions } = JSON.parse(
      readFileSync(join(paths.root, 'package.json'), 'utf8'),
    );
    const tarballs = packed.map(({ name, tarball }) => [
      name,
      `file:${tarball}`,
    ]);
    this.#write('package.json', {
      name: 'stock',
      version: '1.0.0',
      private: true,
      workspaces: ['packages/*'],
      packageManager,
      dependenciesMeta,
      // No registry has them.
      resolutions: { ...resolutions, ...Object.fromEntries(tarballs) },
    });
    copyFileSync(join(paths.root, 'yarn.lock'), join(this.#dir, 'yarn.lock'));
    const settings = readFileSync(join(paths.root, '.yarnrc.yml'), 'utf8');
    // Packages of the repository leave the lock file.
    this.#write('.yarnrc.yml', `${settings}\nenableImmutableInstalls: false\n`);
  }

  #writeApp(): void {
    this.#write('packages/app/package.json', {
      name: 'app',
      version: '1.0.0',
      private: true,
      bundled: true,
      backstage: { role: 'frontend' },
      dependencies: {
        ...readRanges(frontendPackages),
        ...this.#fromTarballs(this.#options.frontends),
      },
    });
    this.#write('packages/app/src/index.tsx', frontendSource);
    this.#write('packages/app/public/index.html', pageSource);
  }

  #writeBackend(): void {
    const { backends } = this.#options;
    this.#write('packages/backend/package.json', {
      name: 'backend',
      version: '1.0.0',
      private: true,
      backstage: { role: 'backend' },
      dependencies: {
        ...readRanges(backendPackages),
        ...this.#fromTarballs(backends),
        app: 'workspace:*',
      },
    });
    this.#write('packages/backend/src/index.ts', backendSource(backends));
  }

  #fromTarballs(names: string[]): Record<string, string> {
    const { packed } = this.#options;
    return Object.fromEntries(
      names.map(name => [
        name,
        `file:${packed.find(one => one.name === name)!.tarball}`,
      ]),
    );
  }

  /** Starts the backend and waits until it is ready. */
  async start(): Promise<void> {
    const log = createWriteStream(this.logFile);
    const child = spawn(
      process.execPath,
      [
        ...['--no-warnings', '-r', '@backstage/cli/config/nodeTransform.cjs'],
        'packages/backend/src/index.ts',
        ...['--config', 'app-config.yaml'],
      ],
      { cwd: this.#dir, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    this.#backend = child;
    const end = Date.now() + READY_MS;
    while (!(await this.#isReady())) {
      if (Date.now() > end || child.exitCode !== null) {
        throw new Error(`the stock backend is not ready; see ${this.logFile}`);
      }
      await sleep(250);
    }
  }

  async stop(): Promise<void> {
    const child = this.#backend;
    if (child && child.exitCode === null) {
      const ended = new Promise(resolve => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    }
  }

  async #isReady(): Promise<boolean> {
    return fetch(`${this.baseUrl}/.backstage/health/v1/readiness`).then(
      answer => answer.ok,
      () => false,
    );
  }

  #config(): string {
    const { databaseUrl, orion, port } = this.#options;
    const database = new URL(databaseUrl);
    // JSON is YAML.
    return JSON.stringify({
      app: { title: 'Stock', baseUrl: this.baseUrl, packages: 'all' },
      backend: {
        baseUrl: this.baseUrl,
        listen: { host: '127.0.0.1', port },
        database: {
          client: 'pg',
          prefix: 'stock_',
          connection: {
            host: database.hostname,
            port: Number(database.port),
            user: database.username,
            password: decodeURIComponent(database.password),
          },
        },
      },
      auth: {
        providers: { guest: { dangerouslyAllowOutsideDevelopment: true } },
      },
      orion,
    });
  }

  #write(path: string, content: string | object): void {
    const file = join(this.#dir, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(
      file,
      typeof content === 'string' ? content : JSON.stringify(content),
    );
  }
}
