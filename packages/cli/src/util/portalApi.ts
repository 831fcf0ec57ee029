import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findRunning } from '../stack/upLock';
import { paths } from './paths';
import { LabSecrets } from './secrets';

/**
 * Calls the running portal with the restricted token of `orion verify`.
 *
 * @throws Error when nothing is up, or with the portal's own message.
 */
export async function callPortal<T>(path: string): Promise<T> {
  const running = findRunning();
  const base = process.env.ORION_BASE_URL ?? running?.url;
  if (!base) {
    throw new Error(
      'the portal is not up here: start it with ./orion up, or set ORION_BASE_URL',
    );
  }
  const answer = await fetch(`${base}/api/${path}`, {
    headers: { authorization: `Bearer ${readToken()}` },
    signal: AbortSignal.timeout(60_000),
  }).catch(error => {
    throw new Error(`${base} does not answer: ${error.message}`);
  });
  const body = (await answer.json()) as { error?: { message: string } };
  if (!answer.ok) {
    throw new Error(body.error?.message ?? `${path} answered ${answer.status}`);
  }
  return body as T;
}

function readToken(): string {
  if (process.env.ORION_VERIFY_TOKEN) {
    return process.env.ORION_VERIFY_TOKEN;
  }
  const file = join(paths.secrets, 'lab.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as LabSecrets).verifyToken;
}
