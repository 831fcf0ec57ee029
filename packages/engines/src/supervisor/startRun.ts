import { ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readFile, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { FileSupervisedRun } from './FileSupervisedRun';
import { resolveCommand } from './resolveCommand';
import { readIdentityFile, readOptional, runFiles } from './runFiles';
import { RunStartError } from './RunStartError';
import { ProcessIdentity, StartRunOptions, SupervisedRun } from './types';
import { engineScript, wrapperScript } from './wrapperScript';

const START_TIMEOUT_MS = 15_000;

async function createRunDirectory(options: StartRunOptions) {
  const { dir, command, args, cwd, limits = {} } = options;
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await chmod(dir, 0o700);
  // Exclusive: a run directory belongs to one run, also after its end.
  const record = await open(runFiles(dir).record, 'wx', 0o600);
  const startedAt = new Date().toISOString();
  await record.writeFile(
    JSON.stringify({ command, args, cwd, startedAt, limits }),
  );
  await record.close();
}

async function spawnWrapper(
  options: StartRunOptions,
  file: string,
  token: string,
) {
  const { dir, args, cwd, env } = options;
  const files = runFiles(dir);
  // Files, never a pipe: when the reader of a pipe dies, Terraform dies at its
  // next line and leaves an empty state.
  const stdout = await open(files.stdout, 'ax', 0o600);
  const stderr = await open(files.stderr, 'ax', 0o600);
  try {
    const shell = [wrapperScript, 'orion-run', dir, engineScript, token, file];
    return spawn('/bin/sh', ['-c', ...shell, ...args], {
      cwd,
      env: { ...env },
      detached: true,
      stdio: ['ignore', stdout.fd, stderr.fd],
    });
  } finally {
    // spawn has duplicated them by now.
    await stdout.close();
    await stderr.close();
  }
}

/** False until the inner shell has become the engine. */
async function hasBecomeEngine(identity: ProcessIdentity, token: string) {
  if (process.platform !== 'linux') return true;
  try {
    const line = await readFile(`/proc/${identity.pid}/cmdline`, 'utf8');
    // A zombie's is empty: it has ended, one way or the other.
    return !line.includes(token);
  } catch {
    return true;
  }
}

async function waitForEngine(
  child: ChildProcess,
  options: StartRunOptions,
  token: string,
): Promise<ProcessIdentity> {
  const files = runFiles(options.dir);
  let failure: Error | undefined;
  let ended = false;
  child.once('error', error => (failure = error));
  child.once('exit', () => (ended = true));
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    const hadEnded = ended;
    if (failure) throw new RunStartError(options.command, failure.message);
    const identity = await readIdentityFile(files.pid);
    if (identity && (await hasBecomeEngine(identity, token))) {
      await refuseFailedExec(options);
      return identity;
    }
    if (hadEnded && !identity) {
      const reason = (await readOptional(files.stderr))?.trim();
      throw new RunStartError(options.command, reason || 'no process came up');
    }
    await sleep(3);
  }
  throw new RunStartError(
    options.command,
    `no process within ${START_TIMEOUT_MS} ms`,
  );
}

async function refuseFailedExec({ dir, command }: StartRunOptions) {
  if ((await readOptional(runFiles(dir).spawnError)) === undefined) return;
  const reason = (await readOptional(runFiles(dir).stderr))?.trim();
  throw new RunStartError(command, reason || 'exec failed', 'ENOEXEC');
}

/**
 * Starts a command that survives this process: own session, no terminal, output
 * to files, exit code to a file.
 *
 * @remarks
 * The identity returned is also in the directory before the command's first
 * instruction; store it, and {@link adoptRun} finds the run again after a
 * restart. Throws {@link RunStartError} naming the command when it cannot start,
 * `EEXIST` when the directory already holds a run.
 *
 * @public
 */
export async function startRun(
  options: StartRunOptions,
): Promise<SupervisedRun> {
  const { command, cwd, env, dir } = options;
  const where = await stat(cwd).catch(() => undefined);
  if (!where?.isDirectory()) {
    throw new RunStartError(command, `no directory ${cwd}`, 'ENOENT');
  }
  const file = await resolveCommand(command, cwd, env.PATH ?? '');
  await createRunDirectory(options);
  const token = `orion-engine-${randomBytes(12).toString('hex')}`;
  const child = await spawnWrapper(options, file, token);
  const identity = await waitForEngine(child, options, token);
  // The end is learned from the file; the child must not keep this process up.
  child.unref();
  return new FileSupervisedRun(dir, identity);
}
