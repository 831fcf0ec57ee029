import { ServiceUnavailableError } from '@backstage/errors';

/**
 * What a router says or does not say may be another word a moment later: whoever
 * asked tries again, and no person is.
 *
 * @throws ServiceUnavailableError in place of a RouteSourceError
 */
export async function orUnavailable<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Error && error.name === 'RouteSourceError') {
      throw new ServiceUnavailableError(error.message, error);
    }
    throw error;
  }
}
