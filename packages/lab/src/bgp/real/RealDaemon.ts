import { ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A real daemon under test: a child process with a folder of its own. */
export class RealDaemon {
  /** Removed by {@link stop}. */
  readonly folder: string;
  readonly #name: string;
  #started: { binary: string; args: string[] } | undefined;
  #child: ChildProcess | undefined;
  #output = '';

  constructor(name: string) {
    this.#name = name;
    this.folder = mkdtempSync(join(tmpdir(), `${name}-`));
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** What it wrote so far, the end of it. */
  get output(): string {
    return this.#output;
  }

  /** Writes a file into the folder and returns its path. */
  write(name: string, content: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, content);
    return path;
  }

  start(binary: string, args: string[]): void {
    this.#started = { binary, args };
    const child = spawn(binary, args, {
      cwd: this.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const keep = (data: Buffer) => {
      this.#output = (this.#output + data).slice(-20_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', error => keep(Buffer.from(`${error}\n`)));
    this.#child = child;
    // A test that ends in the middle leaves nobody behind.
    const end = () => child.kill('SIGKILL');
    process.once('exit', end);
    child.once('exit', () => process.off('exit', end));
  }

  /** Asks until `ready` is true; throws with the daemon's output after `withinMs`. */
  async waitFor(
    what: string,
    ready: () => boolean | Promise<boolean>,
    withinMs = 20_000,
  ): Promise<void> {
    const end = Date.now() + withinMs;
    while (!(await ready())) {
      const ended = this.#child?.exitCode ?? this.#child?.signalCode;
      if (Date.now() > end || typeof ended === 'number') {
        throw new Error(
          `${this.#name}: ${what} did not happen (exit ${ended}):\n${
            this.#output
          }`,
        );
      }
      await new Promise(resolve => {
        setTimeout(resolve, 50);
      });
    }
  }

  /** Sends a signal; `SIGSTOP` makes a daemon that does not answer. */
  kill(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  /** Ends the process as a machine that goes down does, and starts it as before. */
  async restart(): Promise<void> {
    await this.#end('SIGTERM');
    const { binary, args } = this.#started!;
    this.start(binary, args);
  }

  /** Ends the process and removes the folder. May be called twice. */
  async stop(): Promise<void> {
    await this.#end('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child && child.exitCode === null && child.signalCode === null) {
      const ended = new Promise(resolve => {
        child.once('exit', resolve);
      });
      child.kill(signal);
      await ended;
    }
  }
}
