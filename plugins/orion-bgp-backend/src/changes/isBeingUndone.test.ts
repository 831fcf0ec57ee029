import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProcessIdentity } from '@orion/engines/supervisor';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { writeReverted } from './actor/Verdict';
import { isBeingUndone } from './isBeingUndone';

const MINUTE_MS = 60_000;
/** Node that ends at once, whatever it is started for. */
const NOTHING = ['-e', ''];
const ago = (ms: number) => new Date(Date.now() - ms);

describe('isBeingUndone', () => {
  let dir: string;
  const ask = (dueAt: Date) =>
    isBeingUndone({ dir, dueAt: dueAt.toISOString() }, 'revert', NOTHING);
  const isThere = (name: string) => existsSync(join(dir, name, 'run.json'));
  /** A start of the process that undoes; one that ended has an exit code. */
  async function run(
    name: string,
    startedAt: Date,
    state: 'alive' | 'dead' | 'not-up',
  ) {
    const folder = join(dir, name);
    await mkdir(folder);
    const record = join(folder, 'run.json');
    await writeFile(record, '{}');
    await utimes(record, startedAt, startedAt);
    if (state !== 'not-up') {
      const own = (await findProcessIdentity(process.pid))!;
      // A pid that was given to somebody else since.
      const startTime = state === 'dead' ? '1' : own.startTime;
      await writeFile(
        join(folder, 'pid'),
        `${own.pid} ${startTime} ${own.bootId}\n`,
      );
    }
  }

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'orion-undone-'));
  });
  afterEach(() => rm(dir, { recursive: true, maxRetries: 5 }));

  it('leaves a process alone that is at it, and asks a person in the end', async () => {
    await run('revert', ago(60 * MINUTE_MS), 'alive');
    expect(await ask(ago(MINUTE_MS))).toBe(true);
    expect(await ask(ago(21 * MINUTE_MS))).toBe(false);
    expect(isThere('revert-2')).toBe(false);
  });

  it('starts another one where it is dead, however late that is seen', async () => {
    await run('revert', ago(60 * MINUTE_MS), 'dead');
    expect(await ask(ago(58 * MINUTE_MS))).toBe(true);
    expect(isThere('revert-2')).toBe(true);
    // That has its own time, and is not started in a row.
    expect(await ask(ago(58 * MINUTE_MS))).toBe(true);
    expect(isThere('revert-3')).toBe(false);
    await eventually(() => existsSync(join(dir, 'revert-2/exit')));
  });

  it('starts one where none ever was, and one of two that ask', async () => {
    const due = ago(MINUTE_MS);
    expect(await Promise.all([ask(due), ask(due), ask(due)])).toEqual(
      Array(3).fill(true),
    );
    expect(isThere('revert')).toBe(true);
    expect(isThere('revert-2')).toBe(false);
    await eventually(() => existsSync(join(dir, 'revert/exit')));
  });

  it('waits for one that comes up, and not for ever', async () => {
    await run('revert', ago(20_000), 'not-up');
    expect(await ask(ago(MINUTE_MS))).toBe(true);
    expect(isThere('revert-2')).toBe(false);
    const record = join(dir, 'revert/run.json');
    await utimes(record, ago(MINUTE_MS), ago(MINUTE_MS));
    expect(await ask(ago(MINUTE_MS))).toBe(true);
    expect(isThere('revert-2')).toBe(true);
    await eventually(() => existsSync(join(dir, 'revert-2/exit')));
  });

  it('starts nobody where it was undone while one looked', async () => {
    await run('revert', ago(MINUTE_MS), 'dead');
    await writeReverted(dir, { at: ago(0).toISOString(), message: 'Done.' });
    expect(await ask(ago(MINUTE_MS))).toBe(true);
    expect(isThere('revert-2')).toBe(false);
  });

  it('asks a person where every one died', async () => {
    for (const number of [1, 2, 3, 4, 5, 6]) {
      const name = number === 1 ? 'revert' : `revert-${number}`;
      await run(name, ago(MINUTE_MS), 'dead');
    }
    expect(await ask(ago(MINUTE_MS))).toBe(false);
    expect(isThere('revert-7')).toBe(false);
  });

  it('does not wait for a start of the future, after a clock was set back', async () => {
    await run('revert', ago(-60 * MINUTE_MS), 'dead');
    expect(await ask(ago(MINUTE_MS))).toBe(true);
    expect(isThere('revert-2')).toBe(true);
  });

  it('leaves a process alone that is at it long before it was due', async () => {
    await run('revert', ago(MINUTE_MS), 'alive');
    expect(await ask(ago(-40 * MINUTE_MS))).toBe(true);
    expect(isThere('revert-2')).toBe(false);
  });
});
