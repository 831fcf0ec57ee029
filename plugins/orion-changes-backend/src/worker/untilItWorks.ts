import { LoggerService } from '@backstage/backend-plugin-api';
import { every } from './every';

/**
 * Does something once: now, or as soon as it stops failing.
 *
 * @returns a function that gives up on it.
 */
export async function untilItWorks(
  pauseMs: number,
  task: () => Promise<void>,
  logger: LoggerService,
): Promise<() => Promise<void>> {
  let done = false;
  const attempt = async () => {
    if (!done) {
      await task();
      done = true;
    }
  };
  try {
    await attempt();
    return async () => {};
  } catch (error) {
    logger.error(
      `Changes do not run yet, the next try follows: ${
        (error as Error).message
      }`,
    );
    return every(pauseMs, attempt, logger);
  }
}
