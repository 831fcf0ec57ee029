import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { paths } from './paths';

export interface CommandResult {
  code: number;
  output: string;
}

/** Runs a command with its output in a file, and returns the end of that output. */
export async function runCommand(
  command: string,
  args: string[],
  options: { logFile: string; env?: NodeJS.ProcessEnv; cwd?: string },
): Promise<CommandResult> {
  mkdirSync(dirname(options.logFile), { recursive: true });
  const log = createWriteStream(options.logFile);
  const child = spawn(command, args, {
    cwd: options.cwd ?? paths.root,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const code = await new Promise<number>((done, fail) => {
    child.once('error', fail);
    child.once('close', status => done(status ?? 1));
  });
  await new Promise<void>(done => log.end(() => done()));
  return { code, output: readFileSync(options.logFile, 'utf8').slice(-8_000) };
}
