import type { Duplex } from 'node:stream';
import { openSsh } from '@orion/engines/ssh';
import { BirdEndpoint } from '../../config';
import { connectUnix } from './connectUnix';

/** How a configured BIRD is reached: its own socket, or one behind SSH. */
export function openBird(
  endpoint: BirdEndpoint,
): (signal: AbortSignal) => Promise<Duplex> {
  return signal =>
    endpoint.ssh ? openSsh(endpoint.ssh, signal) : connectUnix(endpoint.socket);
}
