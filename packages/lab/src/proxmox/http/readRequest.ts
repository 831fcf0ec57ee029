import { IncomingMessage } from 'node:http';
import { Params } from './params';
import { PveError } from './PveError';

const bodyLimit = 512 * 1024;

/** Reads query and body of a request into one set of parameters. */
export async function readRequest(req: IncomingMessage): Promise<{
  method: string;
  /** Decoded path segments behind /api2/json; undefined outside the API. */
  segments: string[] | undefined;
  params: Params;
}> {
  const method = req.method ?? 'GET';
  const [rawPath, rawQuery = ''] = splitOnce(req.url ?? '/', '?');
  const params: Params = {};
  new URLSearchParams(rawQuery).forEach((value, key) =>
    addParam(params, key, value),
  );
  const body = await readBody(req);
  if (body) {
    if (method === 'GET' || method === 'DELETE') {
      throw new PveError(501, `Unexpected content for method '${method}'`);
    }
    readBodyParams(body, req.headers['content-type'] ?? '', params);
  }
  // Web clients send it against caches; PVE drops it before the check.
  delete params._dc;
  return { method, segments: readPath(rawPath), params };
}

function readPath(rawPath: string): string[] | undefined {
  const parts = rawPath.split('/').filter(Boolean);
  if (parts[0] !== 'api2' || parts[1] !== 'json') {
    return undefined;
  }
  try {
    return parts.slice(2).map(decodeURIComponent);
  } catch {
    throw new PveError(400, 'bad request: malformed escape in the path');
  }
}

function readBodyParams(body: string, type: string, params: Params) {
  if (type.startsWith('application/json')) {
    let value: unknown;
    try {
      value = JSON.parse(body);
    } catch (error) {
      throw new PveError(400, `bad request - ${(error as Error).message}`);
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new PveError(400, 'bad request - JSON object expected');
    }
    for (const [key, entry] of Object.entries(value)) {
      for (const item of Array.isArray(entry) ? entry : [entry]) {
        if (item !== null) {
          addParam(params, key, jsonText(item));
        }
      }
    }
    return;
  }
  if (!type.startsWith('application/x-www-form-urlencoded')) {
    throw new PveError(501, `Unsupported content type '${type}'`);
  }
  new URLSearchParams(body).forEach((value, key) =>
    addParam(params, key, value),
  );
}

function jsonText(value: unknown): string {
  if (typeof value === 'boolean') {
    return value ? '1' : '0';
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function addParam(params: Params, key: string, value: string) {
  // A key named like an Object method must stay an ordinary parameter.
  const known = Object.hasOwn(params, key) ? params[key] : undefined;
  Object.defineProperty(params, key, {
    value: known === undefined ? value : `${known}\0${value}`,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

async function readBody(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req) {
    size += (chunk as Buffer).length;
    if (size > bodyLimit) {
      throw new PveError(413, 'Request Entity Too Large');
    }
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
