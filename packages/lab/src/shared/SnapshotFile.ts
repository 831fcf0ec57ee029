import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * One JSON file that holds a simulator's state across restarts. Writes are
 * debounced and go through a rename, so a killed process leaves the previous
 * whole snapshot and never half of one.
 */
export class SnapshotFile<T> {
  readonly #path: string | undefined;
  readonly #read: () => T;
  #timer: NodeJS.Timeout | undefined;

  /** @param path - undefined keeps the state in memory only. */
  constructor(path: string | undefined, read: () => T) {
    this.#path = path;
    this.#read = read;
  }

  /** The stored state, or undefined when there is none yet. Throws on a damaged file. */
  load(): T | undefined {
    if (!this.#path) {
      return undefined;
    }
    try {
      return JSON.parse(readFileSync(this.#path, 'utf8')) as T;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        return undefined;
      }
      throw new Error(
        `The lab's snapshot ${this.#path} cannot be read: ${error}`,
      );
    }
  }

  /** Call after each change; the file follows within 200 ms. */
  touch(): void {
    if (this.#path && !this.#timer) {
      this.#timer = setTimeout(() => this.flush(), 200);
      this.#timer.unref();
    }
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#path) {
      return;
    }
    mkdirSync(dirname(this.#path), { recursive: true });
    const next = `${this.#path}.next`;
    writeFileSync(next, JSON.stringify(this.#read()), { mode: 0o600 });
    renameSync(next, this.#path);
  }
}
