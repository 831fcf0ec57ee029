import { ChildProcess, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { paths } from '../util/paths';
import { portsFrom } from '../util/ports';
import { LabSecrets } from '../util/secrets';
import { LabNetbox } from './LabNetbox';
import { LabProxmox } from './LabProxmox';
import { PortalSession } from './PortalSession';

const READY_TIMEOUT_MS = 300_000;
const STOP_TIMEOUT_MS = 90_000;

/** `./orion up` as a person starts it: a process of its own, in a folder of its own. */
export class Installation {
  readonly #home = join(paths.home, 'up');
  readonly #port: number;
  #child: ChildProcess | undefined;
  #output = '';

  constructor(port: number) {
    this.#port = port;
    rmSync(this.#home, { recursive: true, force: true });
    mkdirSync(this.#home, { recursive: true });
    symlinkSync(paths.tools, join(this.#home, 'tools'));
    // The launcher gets Node from npm when it finds none here.
    const toolchain = /^(.*\/toolchain)\//.exec(process.execPath)?.[1];
    if (toolchain && existsSync(toolchain)) {
      symlinkSync(toolchain, join(this.#home, 'toolchain'));
    }
  }

  get output(): string {
    return this.#output;
  }

  get proxmox(): LabProxmox {
    const ports = portsFrom(this.#port);
    return new LabProxmox(ports, this.#secrets(), join(this.#home, 'lab'));
  }

  get netbox(): LabNetbox {
    return new LabNetbox(portsFrom(this.#port), this.#secrets());
  }

  signIn(account: string): Promise<PortalSession> {
    return PortalSession.signIn(`http://localhost:${this.#port}`, account);
  }

  /** Resolves when `up` says that it is ready. */
  async up(): Promise<void> {
    this.#output = '';
    const child = spawn(
      join(paths.root, 'orion'),
      ['up', '--port', String(this.#port)],
      {
        cwd: paths.root,
        env: { ...process.env, ORION_HOME: this.#home, ORION_STARTED: '' },
        stdio: ['ignore', 'pipe', 'pipe'],
        // The process group a terminal's Ctrl-C goes to.
        detached: true,
      },
    );
    this.#child = child;
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.on('data', text => {
        this.#output += text;
      });
    }
    const until = Date.now() + READY_TIMEOUT_MS;
    while (!/ {2}ready /.test(this.#output)) {
      if (child.exitCode !== null || Date.now() > until) {
        throw new Error(`up did not get ready:\n${this.#output}`);
      }
      await sleep(200);
    }
  }

  /** Ctrl-C: SIGINT to the whole process group. Answers the exit code. */
  async interrupt(): Promise<number | null> {
    const child = this.#child!;
    const ended = new Promise<number | null>(done =>
      child.once('exit', code => done(code)),
    );
    process.kill(-child.pid!, 'SIGINT');
    const late = sleep(STOP_TIMEOUT_MS, 'late' as const, { ref: false });
    const code = await Promise.race([ended, late]);
    if (code === 'late') {
      throw new Error(`up did not stop:\n${this.#output}`);
    }
    this.#child = undefined;
    return code;
  }

  /** After a story, also one that failed. */
  async stop(): Promise<void> {
    if (this.#child && this.#child.exitCode === null) {
      await this.interrupt();
    }
  }

  #secrets(): LabSecrets {
    return JSON.parse(
      readFileSync(join(this.#home, 'secrets', 'lab.json'), 'utf8'),
    );
  }
}
