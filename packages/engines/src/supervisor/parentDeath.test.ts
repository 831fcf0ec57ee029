import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '../testing/eventually';
import { startParent } from '../testing/parentProcess';
import {
  removeTemporaryFolders,
  temporaryFolder,
} from '../testing/temporaryFolder';
import { adoptRun, findRunIdentity } from './adoptRun';
import { isProcessAlive } from './processIdentity';
import { readRunOutput } from './readRunOutput';
import { startRun } from './startRun';

afterEach(removeTemporaryFolders);

const startInParent = `
  const run = await engines.startRun(argument);
  say(run.identity);
  await new Promise(() => setInterval(() => {}, 1000));
`;

async function runOptions(script: string) {
  const cwd = await temporaryFolder();
  return {
    dir: join(cwd, 'run'),
    command: 'sh',
    args: ['-c', script],
    cwd,
    env: { PATH: '/usr/bin:/bin' },
  };
}

describe('a run whose parent', () => {
  it('is killed goes on, writes, and its exit code is found', async () => {
    const options = await runOptions(
      'echo one; while [ ! -e go ]; do sleep 0.05; done; echo two; exit 3',
    );
    const { child, said } = startParent(startInParent, options);
    const identity = await said();
    process.kill(child.pid!, 'SIGKILL');
    await eventually(() => child.signalCode === 'SIGKILL');

    const run = await adoptRun(options.dir, identity);
    expect(await run.status()).toEqual({ state: 'running' });
    const go = await startRun({
      ...options,
      dir: join(options.cwd, 'go-run'),
      args: ['-c', 'touch go'],
    });
    await go.wait();
    expect(await run.wait()).toMatchObject({ state: 'exited', exitCode: 3 });
    const { text } = await readRunOutput(run.dir, { stream: 'stdout' });
    expect(text).toBe('one\ntwo\n');
  });

  it('died before it could store anything is found by its directory', async () => {
    const options = await runOptions('exec sleep 30');
    const { child } = startParent(startInParent, options);
    const identity = await eventually(() => findRunIdentity(options.dir));
    process.kill(child.pid!, 'SIGKILL');
    const run = await adoptRun(options.dir, identity);
    expect(await run.interrupt()).toBe('sent');
    expect(await run.wait()).toMatchObject({ exitCode: 143 });
  });

  it('gets Ctrl-C, with all of its group, does not', async () => {
    const options = await runOptions('exec sleep 30');
    const { child, said } = startParent(startInParent, options);
    const identity = await said();
    process.kill(-child.pid!, 'SIGINT');
    await eventually(() => child.signalCode === 'SIGINT');
    expect(await isProcessAlive(identity)).toBe(true);
    const run = await adoptRun(options.dir, identity);
    await run.interrupt();
    await run.wait();
  });
});

describe('the one signal', () => {
  it('is sent once when processes race for it', async () => {
    // Counts the signals that arrive; leaves only when told to.
    const options = await runOptions(
      'trap "echo term" TERM; echo up; while [ ! -e go ]; do sleep 0.05; done',
    );
    const run = await startRun(options);
    await eventually(async () =>
      (await readFile(join(run.dir, 'stdout'), 'utf8')).includes('up'),
    );
    const body = `
      const run = await engines.adoptRun(argument.dir, argument.identity);
      while (Date.now() < argument.at) {}
      say(await Promise.all([1, 2, 3].map(() => run.interrupt())));
    `;
    const at = Date.now() + 4_000;
    const { dir, identity } = run;
    const parents = [1, 2].map(() => startParent(body, { dir, identity, at }));
    const answers = await Promise.all(parents.map(parent => parent.said()));
    const all: string[] = answers.flat();
    expect(all.filter(answer => answer === 'sent')).toHaveLength(1);
    expect(all.filter(answer => answer === 'already-sent')).toHaveLength(5);
    expect(await run.interrupt()).toBe('already-sent');
    const go = await startRun({
      ...options,
      dir: join(options.cwd, 'go-run'),
      args: ['-c', 'touch go'],
    });
    await go.wait();
    expect(await run.wait()).toMatchObject({ exitCode: 0 });
    const { text } = await readRunOutput(dir, { stream: 'stdout' });
    expect(text.match(/term/g)).toHaveLength(1);
  });
});
