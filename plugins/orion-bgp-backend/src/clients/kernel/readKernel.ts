import type { Duplex } from 'node:stream';
import { openSsh } from '@orion/engines/ssh';
import { KernelEndpoint } from '../../config';
import { connectUnix } from '../bird/connectUnix';
import { KernelParser } from './KernelParser';
import { KernelRoute } from './KernelRoute';

/** A full table over a slow line. */
const DEADLINE_MS = 120_000;
const MAX_BYTES = 512 * 1024 * 1024;

/** How a reading is made. */
export interface ReadKernelOptions {
  signal: AbortSignal;
  /** Beyond it the reading fails. */
  maxRoutes: number;
  sink(route: KernelRoute): void;
  deadlineMs?: number;
}

/**
 * Reads the kernel's routes once. Resolves with when the machine was booted, in
 * Unix seconds, where it says so. Rejects unless everything was there.
 */
export async function readKernel(
  endpoint: KernelEndpoint,
  { signal, maxRoutes, sink, deadlineMs = DEADLINE_MS }: ReadKernelOptions,
): Promise<{ bootedAt?: number }> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]);
  const parser = new KernelParser({ maxRoutes, sink });
  const stream = await open(endpoint, limit);
  const abort = () =>
    stream.destroy(new Error(`it needed more than ${deadlineMs / 1000} s`));
  limit.addEventListener('abort', abort, { once: true });
  let bytes = 0;
  try {
    limit.throwIfAborted();
    for await (const chunk of stream) {
      bytes += chunk.length;
      if (bytes > MAX_BYTES) {
        throw new Error('it says more than 512 MiB');
      }
      parser.push(chunk);
      if (parser.done) {
        return { bootedAt: parser.bootedAt };
      }
    }
    throw new Error('it ended before everything was said');
  } finally {
    limit.removeEventListener('abort', abort);
    stream.destroy();
  }
}

function open(endpoint: KernelEndpoint, signal: AbortSignal): Promise<Duplex> {
  return endpoint.ssh
    ? openSsh(endpoint.ssh, signal)
    : connectUnix(endpoint.socket);
}
