/** What stands in the way of signing in, found before leaving the page. */
export type ProbeResult =
  | { kind: 'ok' }
  | { kind: 'orion-silent' }
  | { kind: 'orion-refused'; message: string }
  | { kind: 'provider-silent' };

const TIMEOUT_MS = 8000;

/**
 * Asks whether the way to the identity provider is open. A redirect to a dead
 * provider would leave the person on the browser's own error page.
 */
export async function probeProvider(startUrl: string): Promise<ProbeResult> {
  let start: Response;
  try {
    start = await fetch(startUrl, {
      redirect: 'manual',
      credentials: 'include',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch {
    return { kind: 'orion-silent' };
  }
  if (start.type !== 'opaqueredirect' && !start.ok) {
    return { kind: 'orion-refused', message: await readMessage(start) };
  }
  try {
    // Only "did something answer" can be read across origins, and that is enough.
    await fetch(startUrl, {
      mode: 'no-cors',
      credentials: 'omit',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { kind: 'ok' };
  } catch {
    return { kind: 'provider-silent' };
  }
}

async function readMessage(answer: Response): Promise<string> {
  const body = await answer.json().catch(() => undefined);
  return body?.error?.message ?? `${answer.status} ${answer.statusText}`;
}
