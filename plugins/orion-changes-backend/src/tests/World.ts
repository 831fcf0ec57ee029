import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';

/**
 * The "real system" of the tests: a folder. One file per created thing, with one
 * line per creation, so that a second creation shows.
 */
export class World {
  readonly dir: string;

  static create() {
    return new World(mkdtempSync(join(tmpdir(), 'orion-world-')));
  }

  constructor(dir: string) {
    this.dir = dir;
  }

  /** Marks of the changes that made a thing: one when all is well. */
  effects(name: string): string[] {
    return this.lines(name);
  }

  /** One line per signal the engine got. */
  signals(name: string): number {
    return this.lines(`${name}.signals`).length;
  }

  /** One line per engine that was started. */
  spawns(name: string): number {
    return this.lines(`${name}.spawns`).length;
  }

  lines(file: string): string[] {
    const path = join(this.dir, file);
    return existsSync(path)
      ? readFileSync(path, 'utf8').split('\n').filter(Boolean)
      : [];
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.dir, file), text);
  }

  /** Waits until a change stands at one of its gates. */
  async reached(name: string, gate: string): Promise<void> {
    await eventually(() => existsSync(join(this.dir, `${name}.at-${gate}`)));
  }

  hasReached(name: string, gate: string): boolean {
    return existsSync(join(this.dir, `${name}.at-${gate}`));
  }

  open(name: string, gate: string): void {
    this.write(`${name}.go-${gate}`, '');
  }

  remove(): void {
    // Engines that were killed may still be writing how they ended.
    rmSync(this.dir, {
      recursive: true,
      force: true,
      maxRetries: 10,
      retryDelay: 100,
    });
  }
}
