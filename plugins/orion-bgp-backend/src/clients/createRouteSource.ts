import { readFileSync } from 'node:fs';
import { GobgpEndpoint, RouterConfig } from '../config';
import { RouteSource } from '../routes/RouteSource';
import { BirdRouteSource, connectUnix } from './bird';
import { GobgpRouteSource } from './gobgp/GobgpRouteSource';

/**
 * The driver of a configured router; it connects with its first question.
 * Throws when a certificate file cannot be read.
 */
export function createRouteSource({
  id,
  endpoint,
}: Pick<RouterConfig, 'id' | 'endpoint'>): RouteSource {
  if (endpoint.driver === 'bird') {
    return new BirdRouteSource({
      router: id,
      open: () => connectUnix(endpoint.socket),
    });
  }
  return GobgpRouteSource.create({
    router: id,
    address: endpoint.target,
    batchSize: endpoint.batchSize,
    tls: readGobgpTls(endpoint.tls),
  });
}

/** The certificates themselves. Throws when a file cannot be read. */
export function readGobgpTls(tls: GobgpEndpoint['tls']) {
  const read = (file: string | undefined) =>
    file === undefined ? undefined : readFileSync(file, 'utf8');
  return (
    tls && {
      ca: read(tls.caFile),
      certificate: read(tls.certFile),
      key: read(tls.keyFile),
    }
  );
}
