import { createHash } from 'node:crypto';
import { EnvHttpProxyAgent, fetch } from 'undici';
import { PinnedRelease } from './pinnedReleases';
import { UnavailableError } from './UnavailableError';

const TIMEOUT_MS = 300_000;
const MAX_BYTES = 256 * 1024 * 1024;

/**
 * An archive with exactly the pinned digest. Goes through the proxy that
 * `HTTPS_PROXY` names.
 *
 * @throws UnavailableError when the host cannot be reached or has no such file,
 * Error when what came is something else.
 */
export async function downloadPinned(
  { name, url, sha256 }: PinnedRelease,
  timeoutMs = TIMEOUT_MS,
): Promise<Buffer> {
  const content = await read(url, timeoutMs).catch(error => {
    throw new UnavailableError(
      `${new URL(url).host} did not deliver ${name}: ${reason(error)}`,
    );
  });
  const found = createHash('sha256').update(content).digest('hex');
  if (found !== sha256) {
    throw new Error(
      `${url} has SHA-256 ${found} instead of the pinned ${sha256}; it was not installed. Find out what changed it before trying again`,
    );
  }
  return content;
}

async function read(url: string, timeoutMs: number): Promise<Buffer> {
  const proxy = new EnvHttpProxyAgent();
  try {
    const answer = await fetch(url, {
      dispatcher: proxy,
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!answer.ok || !answer.body) {
      throw new Error(`HTTP ${answer.status}`);
    }
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of answer.body) {
      size += chunk.length;
      if (size > MAX_BYTES) {
        throw new Error(`more than ${MAX_BYTES} bytes`);
      }
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } finally {
    await proxy.destroy();
  }
}

/** A network error says what it means only in its cause, two addresses only in a code. */
function reason(error: Error): string {
  const cause = error.cause as NodeJS.ErrnoException | undefined;
  return (cause?.message || cause?.code || error.message).split('\n')[0];
}
