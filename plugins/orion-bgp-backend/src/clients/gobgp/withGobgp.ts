import { isError, ServiceUnavailableError } from '@backstage/errors';
import { gobgpTls } from '../createRouteSource';
import { GobgpClient } from './GobgpClient';
import { GobgpConnection } from './GobgpConnection';
import { GobgpEndpoint } from '../../config';

const READ_MS = 8_000;

/**
 * Looks at a GoBGP, by its id in the configuration, over a connection of its own,
 * for eight seconds at most.
 *
 * @throws ServiceUnavailableError when the daemon does not answer
 */
export async function withGobgp<T>(
  { id, endpoint }: { id: string; endpoint: GobgpEndpoint },
  signal: AbortSignal,
  look: (client: GobgpClient, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const connection = new GobgpConnection({
    router: id,
    address: endpoint.target,
    tls: gobgpTls(endpoint.tls),
  });
  const limit = AbortSignal.any([signal, AbortSignal.timeout(READ_MS)]);
  try {
    return await look(new GobgpClient(connection), limit);
  } catch (error) {
    signal.throwIfAborted();
    if (isError(error) && error.name === 'RouteSourceError') {
      throw new ServiceUnavailableError(error.message, error);
    }
    throw error;
  } finally {
    connection.close();
  }
}
