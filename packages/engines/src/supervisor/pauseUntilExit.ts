import { watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { runFiles } from './runFiles';

/**
 * Waits for a time, or less when the exit file of a run appears meanwhile: half
 * a poll's pause is much of a plan that takes half a second.
 *
 * Where the system cannot watch a folder it is the plain pause. Throws the
 * signal's reason.
 */
export async function pauseUntilExit(
  dir: string,
  ms: number,
  signal?: AbortSignal,
): Promise<void> {
  signal?.throwIfAborted();
  const { exit } = runFiles(dir);
  const over = new AbortController();
  const either = signal ? AbortSignal.any([signal, over.signal]) : over.signal;
  await new Promise<void>(done => {
    const timer = setTimeout(done, ms);
    either.addEventListener('abort', () => {
      clearTimeout(timer);
      done();
    });
    try {
      watch(dir, { persistent: false, signal: either }, (_event, name) => {
        // Some systems do not tell the name: then look.
        if (name === null || exit.endsWith(`/${name}`)) done();
      }).on('error', () => {});
      // It may have come just before the watch began.
      stat(exit).then(
        () => done(),
        () => {},
      );
    } catch {
      // No watch here: the timer ends it.
    }
  });
  over.abort();
  signal?.throwIfAborted();
}
