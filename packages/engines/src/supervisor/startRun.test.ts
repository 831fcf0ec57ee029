import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { eventually } from '../testing/eventually';
import {
  removeTemporaryFolders,
  temporaryFolder,
} from '../testing/temporaryFolder';
import { adoptRun } from './adoptRun';
import { isProcessAlive } from './processIdentity';
import { readRunOutput } from './readRunOutput';
import { RunStartError } from './RunStartError';
import { startRun } from './startRun';
import { StartRunOptions } from './types';

afterEach(removeTemporaryFolders);

async function sh(script: string, more: Partial<StartRunOptions> = {}) {
  const folder = await temporaryFolder();
  return startRun({
    dir: join(folder, 'run'),
    command: 'sh',
    args: ['-c', script],
    cwd: folder,
    env: { PATH: '/usr/bin:/bin' },
    ...more,
  });
}

const mode = async (file: string) => (await stat(file)).mode % 0o1000;

describe('startRun', () => {
  it('keeps output and exit code in a private directory', async () => {
    const run = await sh('echo out; echo err >&2; exit 7');
    const before = Date.now();
    expect(await run.wait()).toMatchObject({ state: 'exited', exitCode: 7 });
    const end = await run.status();
    const endedAt = end.state === 'exited' ? end.endedAt.getTime() : 0;
    expect(Math.abs(endedAt - before)).toBeLessThan(5_000);
    const out = await readRunOutput(run.dir, { stream: 'stdout' });
    const err = await readRunOutput(run.dir, { stream: 'stderr' });
    expect([out.text, err.text]).toEqual(['out\n', 'err\n']);
    expect(await mode(run.dir)).toBe(0o700);
    for (const name of ['stdout', 'stderr', 'run.json', 'pid', 'exit']) {
      expect(await mode(join(run.dir, name))).toBe(0o600);
    }
  });

  it('records the engine, not the shell around it', async () => {
    const run = await sh('', { command: 'sleep', args: ['30'] });
    const line = await readFile(`/proc/${run.identity.pid}/cmdline`, 'utf8');
    const [command, argument] = line.split('\0');
    expect([basename(command), argument]).toEqual(['sleep', '30']);
    expect(await run.status()).toEqual({ state: 'running' });
    expect(await run.interrupt()).toBe('sent');
    expect(await run.wait()).toMatchObject({ exitCode: 128 + 15 });
  });

  it('gives the engine its environment and nothing else', async () => {
    process.env.ORION_LEAK = 'leaked';
    const run = await sh('exec env', {
      env: { PATH: '/usr/bin:/bin', WANTED: 'yes' },
    });
    delete process.env.ORION_LEAK;
    await run.wait();
    const { text } = await readRunOutput(run.dir, { stream: 'stdout' });
    const names = text.split('\n').map(line => line.split('=')[0]);
    // Shells add these themselves.
    const own = ['PWD', 'OLDPWD', 'SHLVL', '_', ''];
    expect(names.filter(name => !own.includes(name)).sort()).toEqual([
      'PATH',
      'WANTED',
    ]);
  });

  it('works without a PATH and with awkward arguments', async () => {
    const args = ['a b', '$HOME', '"', "'", '*', '', '--', 'é\n2'];
    const run = await sh('', {
      command: '/usr/bin/printf',
      args: ['<%s>', ...args],
      env: {},
    });
    expect(await run.wait()).toMatchObject({ exitCode: 0 });
    const { text } = await readRunOutput(run.dir, { stream: 'stdout' });
    expect(text).toBe(args.map(arg => `<${arg}>`).join(''));
  });

  it('has neither terminal, input nor ignored signals', async () => {
    const run = await sh(
      'cat; tty; ps -o sid=,pgid= -p $$; grep SigIgn /proc/$$/status',
    );
    await run.wait();
    const { text } = await readRunOutput(run.dir, { stream: 'stdout' });
    const [tty, ids, ignored] = text.trim().split('\n');
    expect(tty).toBe('not a tty');
    const own = await readFile('/proc/self/stat', 'utf8');
    const ownSession = own.slice(own.lastIndexOf(')') + 2).split(' ')[3];
    expect(ids.trim().split(/\s+/)).not.toContain(ownSession);
    // SIGINT is bit 2, SIGTERM bit 15.
    const mask = BigInt(`0x${ignored.split(/\s+/)[1]}`);
    // eslint-disable-next-line no-bitwise
    expect(mask & ((1n << 1n) | (1n << 14n))).toBe(0n);
  });

  it('refuses a directory that has a run', async () => {
    const run = await sh('exit 0');
    await run.wait();
    await expect(sh('exit 0', { dir: run.dir })).rejects.toMatchObject({
      code: 'EEXIST',
    });
    expect(await run.status()).toMatchObject({ exitCode: 0 });
  });
});

describe('startRun with a command that cannot start', () => {
  it.each([
    ['orion-no-such-command', 'ENOENT'],
    ['/no/such/command', 'ENOENT'],
    ['/etc/passwd', 'EACCES'],
    ['/usr', 'EACCES'],
  ])('names %s (%s)', async (command, code) => {
    const error = await sh('', { command }).catch(caught => caught);
    expect(error).toBeInstanceOf(RunStartError);
    expect(error).toMatchObject({ command, code });
    expect(error.message).toContain(command);
  });

  it('names a script whose interpreter is missing', async () => {
    const command = join(await temporaryFolder(), 'broken');
    await writeFile(command, '#!/no/such/interpreter\n');
    await chmod(command, 0o755);
    await expect(sh('', { command })).rejects.toThrow(
      `Cannot start "${command}"`,
    );
  });

  it('names it when the working directory is missing', async () => {
    await expect(sh('', { cwd: '/no/such/folder' })).rejects.toThrow(
      'Cannot start "sh": no directory /no/such/folder',
    );
  });
});

describe('the end of a run', () => {
  it('is lost when the shell with the exit code is killed too', async () => {
    const run = await sh('exec sleep 30');
    const wrapper = await readFile(join(run.dir, 'wrapper'), 'utf8');
    process.kill(Number(wrapper.split(' ')[0]), 'SIGKILL');
    expect(await run.status()).toEqual({ state: 'running' });
    process.kill(run.identity.pid, 'SIGKILL');
    expect(await run.wait()).toEqual({ state: 'lost' });
    expect(await run.interrupt()).toBe('gone');
  });

  it('is known when the whole group gets a SIGTERM', async () => {
    const run = await sh(
      'trap "exit 9" TERM; echo set; while :; do sleep 0.1; done',
    );
    await eventually(async () => {
      const { text } = await readRunOutput(run.dir, { stream: 'stdout' });
      return text === 'set\n';
    });
    const wrapper = await readFile(join(run.dir, 'wrapper'), 'utf8');
    process.kill(-Number(wrapper.split(' ')[0]), 'SIGTERM');
    expect(await run.wait()).toMatchObject({ exitCode: 9 });
  });

  it('can be waited for with a limit, which leaves the run alone', async () => {
    const run = await sh('exec sleep 30');
    await expect(run.wait({ timeoutMs: 50 })).rejects.toMatchObject({
      name: 'TimeoutError',
    });
    const controller = new AbortController();
    const waiting = run.wait({ signal: controller.signal });
    controller.abort(new Error('shutting down'));
    await expect(waiting).rejects.toThrow('shutting down');
    expect(await isProcessAlive(run.identity)).toBe(true);
    await run.interrupt();
    await run.wait();
  });
});

describe('adoptRun', () => {
  it('finds a live run and later its exit code', async () => {
    const run = await sh('sleep 0.3; exit 5');
    const adopted = await adoptRun(run.dir, run.identity);
    expect(await adopted.status()).toEqual({ state: 'running' });
    expect(await adopted.wait()).toMatchObject({ exitCode: 5 });
    const late = await adoptRun(run.dir, run.identity);
    expect(await late.status()).toMatchObject({ exitCode: 5 });
  });

  it('never takes a reused pid for the run', async () => {
    const run = await sh('exec sleep 30');
    // As after a reboot or 4 million forks: the pid is someone else's.
    const { pid, startTime, bootId } = run.identity;
    const other = { pid, bootId, startTime: String(Number(startTime) - 1) };
    await expect(adoptRun(run.dir, other)).rejects.toThrow(String(pid));
    const file = join(run.dir, 'pid');
    await writeFile(file, `${pid} ${other.startTime} ${bootId}\n`);
    const wrapper = join(run.dir, 'wrapper');
    await writeFile(wrapper, `${pid} ${other.startTime} ${bootId}\n`);
    const reused = await adoptRun(run.dir, other);
    expect(await reused.status()).toEqual({ state: 'lost' });
    expect(await reused.interrupt()).toBe('gone');
    await expect(stat(join(run.dir, 'interrupted'))).rejects.toThrow('ENOENT');
    expect(await isProcessAlive(run.identity)).toBe(true);
    const rebooted = { pid, startTime, bootId: 'another-boot' };
    expect(await isProcessAlive(rebooted)).toBe(false);
    await run.interrupt();
    await eventually(async () => !(await isProcessAlive(run.identity)));
  });

  it('refuses a directory without a run', async () => {
    const dir = await temporaryFolder();
    const identity = { pid: 1, startTime: '1', bootId: 'x' };
    await expect(adoptRun(dir, identity)).rejects.toThrow(`No run in ${dir}`);
  });
});
