import { spawn } from 'node:child_process';

const MARK = 'ORION_OWN_SESSION';
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const LOOK_MS = 1_000;

/** True in the process that {@link runInOwnSession} started. */
export const inOwnSession = process.env[MARK] === '1';

/**
 * Runs this very command again in a session of its own and passes signals on to
 * that one process.
 *
 * A terminal's Ctrl-C goes to the whole foreground group: PostgreSQL would shut
 * down at the same moment as the portal that needs it to stop in order.
 */
export function runInOwnSession(): Promise<number> {
  const child = spawn(
    process.execPath,
    [...process.execArgv, ...process.argv.slice(1)],
    {
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, [MARK]: '1' },
    },
  );
  for (const signal of SIGNALS) {
    process.on(signal, () => child.kill(signal));
  }
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('exit', code => done(code ?? 1));
  });
}

/** Calls back when the process that waits for this one is gone: nobody else would stop it. */
export function onOrphaned(callback: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) {
      clearInterval(timer);
      callback();
    }
  }, LOOK_MS);
  timer.unref();
}
