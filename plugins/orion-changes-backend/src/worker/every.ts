import { LoggerService } from '@backstage/backend-plugin-api';

/**
 * Runs a task again and again with a pause in between, never twice at once.
 *
 * @returns a function that stops it and waits for the run in progress.
 */
export function every(
  pauseMs: number,
  task: () => Promise<void>,
  logger: LoggerService,
): () => Promise<void> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const loop = () => {
    running = task()
      .catch(error => logger.warn(`A periodic task failed: ${error}`))
      .finally(() => {
        if (!stopped) {
          timer = setTimeout(loop, pauseMs);
        }
      });
  };
  loop();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}
