import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import { findLabAccount } from './accounts';
import { errorPage, PAGE_HEADERS, signInPage } from './pages';

const MAX_FORM_BYTES = 4096;

/**
 * The page between the authorization request and its answer. Returns false for
 * requests that are the provider's own.
 */
export async function handleInteraction(
  provider: Provider,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<boolean> {
  if (!/^\/interaction\/[\w-]+$/.test(req.url ?? '')) {
    return false;
  }
  try {
    await (req.method === 'POST'
      ? signIn(provider, req, res)
      : showPage(provider, req, res));
  } catch (error) {
    // Expired, finished elsewhere, or opened without the cookie.
    const message = error instanceof Error ? error.message : String(error);
    send(res, 400, errorPage({ error: message }));
  }
  return true;
}

async function showPage(
  provider: Provider,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const { prompt, params, grantId, uid } = await provider.interactionDetails(
    req,
    res,
  );
  if (prompt.name === 'consent') {
    // The grant exists already; the request only insisted on being asked.
    await provider.interactionFinished(
      req,
      res,
      { consent: grantId ? { grantId } : {} },
      { mergeWithLastSubmission: true },
    );
    return;
  }
  const client = await provider.Client.find(String(params.client_id));
  const page = signInPage({
    action: `/interaction/${uid}`,
    clientName: client?.clientName ?? String(params.client_id),
    loginHint: params.login_hint as string | undefined,
  });
  send(res, 200, page);
}

async function signIn(
  provider: Provider,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const form = new URLSearchParams(await readForm(req));
  const account = findLabAccount(form.get('account') ?? undefined);
  if (!account) {
    send(res, 400, errorPage({ error: 'The lab has no such account.' }));
    return;
  }
  await provider.interactionFinished(
    req,
    res,
    // Not remembered: the cookie ends with the browser.
    { login: { accountId: account.id, remember: false } },
    { mergeWithLastSubmission: false },
  );
}

async function readForm(req: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of req) {
    text += chunk;
    if (text.length > MAX_FORM_BYTES) {
      throw new Error('The form is too large.');
    }
  }
  return text;
}

function send(res: ServerResponse, status: number, html: string): void {
  res.writeHead(status, PAGE_HEADERS).end(html);
}
