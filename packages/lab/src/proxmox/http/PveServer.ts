import { ServerResponse } from 'node:http';
import { createServer, Server } from 'node:https';
import { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { IncomingMessage } from 'node:http';
import { LoggedRequest, RequestLog } from '../../shared/control';
import type { LabTls } from '../../shared/tls';
import { faultFits } from '../faults';
import type { ProxmoxWorld } from '../ProxmoxWorld';
import { verifyParams } from './params';
import { PveError } from './PveError';
import { readRequest } from './readRequest';
import { Router, WithTotal } from './Router';

const secretName = /pass|secret|token|otp|ticket/i;
const compress = promisify(gzip);

interface Answer {
  status: number;
  reason: string;
  body?: unknown;
}

/**
 * pveproxy as clients meet it: HTTPS with TLS 1.3, HTTP/1.1, the message in
 * the reason phrase, and its habits with errors.
 */
export class PveServer {
  readonly #world: ProxmoxWorld;
  readonly #router: Router;
  readonly #requests: RequestLog;
  readonly #server: Server;
  #address: { host: string; port: number } | undefined;
  #stopped = false;

  constructor(options: {
    world: ProxmoxWorld;
    router: Router;
    requests: RequestLog;
    tls: LabTls;
  }) {
    this.#world = options.world;
    this.#router = options.router;
    this.#requests = options.requests;
    this.#server = createServer(
      {
        key: options.tls.key,
        // The authority goes along, as PVE sends its whole chain.
        cert: options.tls.cert + options.tls.ca,
        minVersion: 'TLSv1.3',
        ALPNProtocols: ['http/1.1'],
      },
      (req, res) => {
        this.#handle(req, res).catch(() => res.destroy());
      },
    );
    options.world.faults.onChange(() => this.#followRefusal());
  }

  async listen(host: string, port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    const found = (this.#server.address() as AddressInfo).port;
    this.#address = { host, port: found };
    return found;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await new Promise<void>(resolve => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  /** A refused connection is a port nobody listens on. */
  #followRefusal() {
    if (!this.#address || this.#stopped) {
      return;
    }
    const refuse = this.#world.faults.peek('refuseConnections') !== undefined;
    if (refuse && this.#server.listening) {
      this.#server.close();
      this.#server.closeAllConnections();
    } else if (!refuse && !this.#server.listening) {
      const { host, port } = this.#address;
      this.#server.listen(port, host);
    }
  }

  async #handle(req: IncomingMessage, res: ServerResponse) {
    const entry = this.#requests.add({
      at: new Date().toISOString(),
      method: req.method ?? '',
      path: (req.url ?? '').split('?')[0],
      params: {},
    });
    const [path] = [entry.path.replace(/^\/api2\/json/, '')];
    const hang = this.#world.faults.take('hang', options =>
      faultFits(options, { method: entry.method, path }),
    );
    const pause = Number(hang?.ms ?? 60_000);
    if (hang?.before) {
      await delay(pause);
    }
    const answer = await this.#answer(req, entry);
    entry.status = answer.status;
    // By default the work is done and only its answer is late.
    if (hang && !hang.before) {
      await delay(pause);
    }
    await send(req, res, answer);
  }

  async #answer(req: IncomingMessage, entry: LoggedRequest): Promise<Answer> {
    try {
      return await this.#dispatch(req, entry);
    } catch (error) {
      if (!(error instanceof PveError)) {
        return { status: 500, reason: String((error as Error)?.message) };
      }
      if (error.status === 401) {
        await delay(this.#world.timings.authFailureMs);
      }
      const { status, message, errors, bare } = error;
      return {
        status,
        reason: message,
        body: bare
          ? undefined
          : {
              data: null,
              message: `${message}\n`,
              ...(errors ? { errors } : {}),
            },
      };
    }
  }

  async #dispatch(req: IncomingMessage, entry: LoggedRequest): Promise<Answer> {
    const { method, segments, params } = await readRequest(req);
    entry.params = mask(params);
    if (!segments) {
      throw new PveError(404, 'Not Found', { bare: true });
    }
    const { endpoint, path } = this.#router.find(method, segments);
    const request = { method, path: `/${segments.join('/')}` };
    const world = this.#world;
    const denied = world.faults.take('status401', options =>
      faultFits(options, request),
    );
    if (denied) {
      const reason = String(denied.message ?? 'Authentication failed!');
      throw new PveError(401, reason, { bare: true });
    }
    const caller = endpoint.permission
      ? world.credentials.authenticate(method, req.headers)
      : { id: '', acl: [] };
    entry.user = caller.id || undefined;
    if (path.node) {
      await this.#checkNode(path.node);
    }
    this.#checkFaults(request);
    const call = { world, caller, path, params };
    endpoint.permission?.(call);
    if (path.vmid) {
      verifyParams({ vmid: 'vmid' }, { vmid: path.vmid });
    }
    verifyParams(endpoint.params ?? {}, params, endpoint.extraParams);
    const result = await endpoint.run(call);
    return {
      status: 200,
      reason: 'OK',
      body:
        result instanceof WithTotal
          ? { data: result.data, total: result.total }
          : { data: result ?? null },
    };
  }

  async #checkNode(node: string) {
    if (this.#world.isDown(node)) {
      const fault = this.#world.faults.take('nodeDown');
      await delay(this.#world.timings.nodeDownMs);
      throw new PveError(
        Number(fault?.status ?? 595),
        String(fault?.message ?? 'No route to host'),
        { bare: true },
      );
    }
  }

  #checkFaults(request: { method: string; path: string }) {
    const { faults } = this.#world;
    const forbidden = faults.take('status403', options =>
      faultFits(options, request),
    );
    if (forbidden) {
      const text =
        forbidden.message ?? `Permission check failed (${request.path})`;
      throw new PveError(403, String(text));
    }
    if (request.method !== 'GET' && faults.take('noQuorum')) {
      throw PveError.domain('cluster not ready - no quorum?');
    }
  }
}

async function send(req: IncomingMessage, res: ServerResponse, answer: Answer) {
  if (res.destroyed) {
    return;
  }
  res.statusCode = answer.status;
  res.statusMessage = reasonPhrase(answer.reason);
  res.setHeader('Server', 'pve-api-daemon/3.0');
  res.setHeader('Cache-Control', 'max-age=0');
  res.setHeader('Pragma', 'no-cache');
  res.setHeader('Expires', new Date().toUTCString());
  if (answer.status >= 400) {
    res.setHeader('Connection', 'close');
  }
  if (answer.body === undefined) {
    res.setHeader('Content-Length', 0);
    res.end();
    return;
  }
  res.setHeader('Content-Type', 'application/json;charset=UTF-8');
  let body = Buffer.from(JSON.stringify(answer.body));
  const accepts = String(req.headers['accept-encoding'] ?? '');
  if (body.length > 1024 && /\bgzip\b/.test(accepts)) {
    body = Buffer.from(await compress(body));
    res.setHeader('Content-Encoding', 'gzip');
  }
  res.setHeader('Content-Length', body.length);
  res.end(body);
}

/** First line only, and nothing HTTP forbids in a status line. */
function reasonPhrase(text: string): string {
  return text.split('\n')[0].replace(/[^\t\x20-\x7e]/g, '?');
}

function mask(params: Record<string, string>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(params).map(([key, value]) => [
      key,
      secretName.test(key) ? '***' : value,
    ]),
  );
}

function delay(ms: number): Promise<void> {
  return new Promise(resolve => {
    setTimeout(resolve, ms).unref();
  });
}
