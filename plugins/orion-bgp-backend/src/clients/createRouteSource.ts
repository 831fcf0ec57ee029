import { readFileSync } from 'node:fs';
import { GobgpEndpoint, RouterConfig } from '../config';
import { RouteSource } from '../routes/RouteSource';
import { BirdRouteSource, openBird } from './bird';
import { GobgpRouteSource } from './gobgp/GobgpRouteSource';
import { GobgpTls } from './gobgp/GobgpTarget';

/** The driver of a configured router; it connects with its first question. */
export function createRouteSource({
  id,
  endpoint,
}: Pick<RouterConfig, 'id' | 'endpoint'>): RouteSource {
  if (endpoint.driver === 'bird') {
    return new BirdRouteSource({
      router: id,
      open: openBird(endpoint),
      tables: endpoint.tables,
      timeZone: endpoint.timeZone,
    });
  }
  return GobgpRouteSource.create({
    router: id,
    address: endpoint.target,
    batchSize: endpoint.batchSize,
    nextHops: endpoint.nextHops,
    tls: gobgpTls(endpoint.tls),
  });
}

/** Reads the certificates each time it is asked. */
export function gobgpTls(
  tls: GobgpEndpoint['tls'],
): (() => GobgpTls) | undefined {
  const read = (file: string | undefined) =>
    file === undefined ? undefined : readFileSync(file, 'utf8');
  return (
    tls &&
    (() => ({
      ca: read(tls.caFile),
      certificate: read(tls.certFile),
      key: read(tls.keyFile),
    }))
  );
}
