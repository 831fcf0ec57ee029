import { ChildProcess, spawn } from 'node:child_process';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { paths } from '../util/paths';
import { PackedPackage } from './packDomain';
import { runStep } from './runStep';
import { backendSource, frontendSource, pageSource } from './stockSources';

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
 * A Backstage app in a folder of its own, with the framework in the versions of
 * this repository's lock file and ORION's packages from tarballs alone.
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

  /** Lays the app out and builds its frontend. */
  async build(): Promise<void> {
    const { backends, frontends, packed } = this.#options;
    const modules = join(this.#dir, 'node_modules');
    rmSync(this.#dir, { recursive: true, force: true });
    mkdirSync(this.#dir, { recursive: true });
    await this.#copyFramework(modules);
    for (const { name, tarball } of packed) {
      const to = join(modules, name);
      mkdirSync(to, { recursive: true });
      const args = ['-xzf', tarball, '-C', to, '--strip-components=1'];
      await runStep('unpack', 'tar', args, this.#dir);
    }
    this.#write('package.json', {
      name: 'stock',
      version: '1.0.0',
      private: true,
      workspaces: { packages: ['packages/*'] },
    });
    this.#write('yarn.lock', '');
    this.#write('packages/app/package.json', {
      name: 'app',
      version: '1.0.0',
      private: true,
      bundled: true,
      backstage: { role: 'frontend' },
      dependencies: asDependencies([
        '@backstage/cli',
        '@backstage/frontend-defaults',
        '@backstage/plugin-catalog',
        ...frontends,
        ...['react', 'react-dom', 'react-router', 'react-router-dom'],
      ]),
    });
    this.#write('packages/app/src/index.tsx', frontendSource);
    this.#write('packages/app/public/index.html', pageSource);
    this.#write('packages/backend/package.json', {
      name: 'backend',
      version: '1.0.0',
      private: true,
      backstage: { role: 'backend' },
      dependencies: asDependencies(['app', ...backends]),
    });
    this.#write('packages/backend/src/index.ts', backendSource(backends));
    this.#write('app-config.yaml', this.#config());
    const app = join(this.#dir, 'packages/app');
    // As the workspaces of a package manager lie: its configuration's schema is looked for there.
    symlinkSync(app, join(modules, 'app'));
    await runStep(
      'app',
      join(modules, '.bin/backstage-cli'),
      ['package', 'build', '--config', join(this.#dir, 'app-config.yaml')],
      app,
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

  /** A copy of it, which has to resolve nothing from here. */
  async #copyFramework(modules: string): Promise<void> {
    await copyTree(join(paths.root, 'node_modules'), modules);
    // Versions that a package of the repository has beside the common ones.
    for (const parent of ['packages', 'plugins']) {
      for (const child of readdirSync(join(paths.root, parent))) {
        const own = join(paths.root, parent, child, 'node_modules');
        if (existsSync(own)) {
          await copyTree(own, modules);
        }
      }
    }
    for (const name of ['app', 'backend', '@orion']) {
      rmSync(join(modules, name), { recursive: true, force: true });
    }
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

function asDependencies(names: string[]): Record<string, string> {
  return Object.fromEntries(names.map(name => [name, '*']));
}

/** What is in a folder into another one, as hard links where they are possible. */
async function copyTree(from: string, to: string): Promise<void> {
  mkdirSync(to, { recursive: true });
  const copy = (how: string) =>
    runStep('framework', 'cp', [how, `${from}/.`, to], paths.root);
  await copy('-al').catch(() => copy('-a'));
}
