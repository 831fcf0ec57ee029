import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestLog } from '../shared/control';
import { dispatch, type ApiAnswer } from './dispatch';
import { ApiError } from './errors';
import type { NetboxFaults } from './faults';
import type { NetboxStore } from './NetboxStore';
import { authenticate, type NetboxTokens } from './tokens';

export interface HandlerDeps {
  store: NetboxStore;
  tokens: NetboxTokens;
  faults: NetboxFaults;
  requests: RequestLog;
  log: (line: string) => void;
}

/** Answers one HTTP request, with the faults that are switched on. */
export async function handleRequest(
  deps: HandlerDeps,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const { faults, requests } = deps;
  const method = req.method ?? 'GET';
  const base = `http://${req.headers.host ?? 'localhost'}`;
  const url = new URL(req.url ?? '/', base);
  const entry = requests.add({
    at: new Date().toISOString(),
    method,
    path: url.pathname,
    params: Object.fromEntries(url.searchParams),
  });
  const down = faults.take('down');
  if (down) {
    if (down.mode !== 'hang') {
      req.socket.destroy();
    }
    return;
  }
  const slow = faults.hits('slow', method, url.pathname);
  if (slow) {
    await sleep(Number(slow.ms ?? 1000));
  }
  const requestId = randomUUID();
  const answer = await answerTo(deps, req, { method, url, base, requestId });
  entry.status = answer.status;
  entry.user = answer.user;
  if (faults.hits('lostAnswer', method, url.pathname)) {
    req.socket.destroy();
    return;
  }
  send(res, answer, requestId);
}

interface Call {
  method: string;
  url: URL;
  base: string;
  requestId: string;
}

type Answer = ApiAnswer & { user?: string; location?: string };

async function answerTo(
  { store, tokens, faults, log }: HandlerDeps,
  req: IncomingMessage,
  { method, url, base, requestId }: Call,
): Promise<Answer> {
  const path = url.pathname;
  let user: string | undefined;
  try {
    const text = await readBody(req);
    if (faults.hits('status500', method, path)) {
      throw ApiError.crash(
        'OperationalError',
        'server closed the connection unexpectedly',
      );
    }
    if (!path.startsWith('/api/')) {
      throw new ApiError(404, '<h1>Not Found</h1>');
    }
    if (!path.endsWith('/')) {
      return { status: 301, location: `${path}/${url.search}` };
    }
    const principal = authenticate(store, tokens, req.headers.authorization);
    user = principal.name;
    const writes = !['GET', 'HEAD', 'OPTIONS'].includes(method);
    if (writes && !principal.writeEnabled) {
      throw ApiError.detail(
        403,
        'You do not have permission to perform this action.',
      );
    }
    if (writes && faults.hits('readOnly', method, path)) {
      throw ApiError.crash(
        'InternalError',
        'cannot execute INSERT in a read-only transaction\n',
      );
    }
    const body = parseBody(text, req.headers['content-type']);
    const context = { store, user: principal, requestId };
    const view = { store, base };
    const verb = method === 'HEAD' ? 'GET' : method;
    return { ...dispatch({ method: verb, url, body, context, view }), user };
  } catch (error) {
    if (error instanceof ApiError) {
      return { status: error.status, body: error.body, user };
    }
    log(`${method} ${path} failed: ${error}`);
    const crash = ApiError.crash('Exception', String(error));
    return { status: 500, body: crash.body, user };
  }
}

async function readBody(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseBody(text: string, contentType = ''): unknown {
  if (text === '') {
    return {};
  }
  const media = contentType.split(';')[0].trim();
  if (media !== 'application/json') {
    throw ApiError.detail(
      415,
      `Unsupported media type "${contentType}" in request.`,
    );
  }
  try {
    return JSON.parse(text);
  } catch {
    throw ApiError.detail(
      400,
      'JSON parse error - Expecting value: line 1 column 1 (char 0)',
    );
  }
}

function send(res: ServerResponse, answer: Answer, requestId: string): void {
  const headers: Record<string, string> = {
    'API-Version': '4.4',
    'X-Request-ID': requestId,
    Vary: 'HX-Request, Cookie, origin',
    Allow: 'GET, PUT, PATCH, POST, DELETE, HEAD, OPTIONS',
  };
  if (answer.location !== undefined) {
    headers.Location = answer.location;
  }
  if (answer.body === undefined) {
    res.writeHead(answer.status, headers).end();
    return;
  }
  const isText = typeof answer.body === 'string';
  headers['Content-Type'] = isText ? 'text/html' : 'application/json';
  res
    .writeHead(answer.status, headers)
    .end(isText ? answer.body : JSON.stringify(answer.body));
}
