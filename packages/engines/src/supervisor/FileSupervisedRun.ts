import { open } from 'node:fs/promises';
import { pauseUntilExit } from './pauseUntilExit';
import { isProcessAlive } from './processIdentity';
import { readExitFile, readIdentityFile, runFiles } from './runFiles';
import {
  EndedRunStatus,
  InterruptOutcome,
  ProcessIdentity,
  RunStatus,
  SupervisedRun,
  WaitOptions,
} from './types';

/** {@link SupervisedRun} over the files of its directory. */
export class FileSupervisedRun implements SupervisedRun {
  readonly dir: string;
  readonly identity: ProcessIdentity;

  constructor(dir: string, identity: ProcessIdentity) {
    this.dir = dir;
    this.identity = identity;
  }

  async status(): Promise<RunStatus> {
    const exited = await readExitFile(this.dir);
    if (exited) return exited;
    if (await isProcessAlive(this.identity)) return { state: 'running' };
    // The engine is gone, its exit code may be on the way: only when the shell
    // that writes it is gone too is the code lost.
    const wrapper = await readIdentityFile(runFiles(this.dir).wrapper);
    if (wrapper && (await isProcessAlive(wrapper))) return { state: 'running' };
    return (await readExitFile(this.dir)) ?? { state: 'lost' };
  }

  async wait(options: WaitOptions = {}): Promise<EndedRunStatus> {
    const { signal, pollMs = 250, timeoutMs } = options;
    const deadline =
      timeoutMs === undefined ? Infinity : Date.now() + timeoutMs;
    for (;;) {
      signal?.throwIfAborted();
      const status = await this.status();
      if (status.state !== 'running') return status;
      if (Date.now() >= deadline) {
        throw new DOMException(
          `Run ${this.dir} did not end within ${timeoutMs} ms`,
          'TimeoutError',
        );
      }
      const left = Math.max(1, deadline - Date.now());
      await this.pause(Math.min(pollMs, left), signal);
    }
  }

  async pause(ms: number, signal?: AbortSignal): Promise<void> {
    await pauseUntilExit(this.dir, ms, signal);
  }

  async interrupt(): Promise<InterruptOutcome> {
    if (!(await isProcessAlive(this.identity))) return 'gone';
    if (!(await this.#claimSignal())) return 'already-sent';
    // Looked up again: creating the marker may have waited for a slow disk.
    if (!(await isProcessAlive(this.identity))) return 'gone';
    try {
      process.kill(this.identity.pid, 'SIGTERM');
      return 'sent';
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return 'gone';
      throw error;
    }
  }

  /** True for the one caller, of all processes, who may send the signal. */
  async #claimSignal(): Promise<boolean> {
    try {
      const marker = await open(runFiles(this.dir).interrupted, 'wx', 0o600);
      await marker.writeFile(`${new Date().toISOString()}\n`);
      await marker.sync();
      await marker.close();
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    }
  }
}
