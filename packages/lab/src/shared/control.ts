import { createServer, IncomingMessage } from 'node:http';
import { AddressInfo } from 'node:net';

/** What a fault is switched on with. `times` ends it after so many hits. */
export type FaultOptions = Record<string, unknown> & { times?: number };

/** The fault switches of one simulator. Names outside the given list are refused. */
export class FaultSwitches<Name extends string = string> {
  readonly names: readonly Name[];
  readonly #active = new Map<Name, FaultOptions>();
  readonly #listeners = new Set<() => void>();

  constructor(names: readonly Name[]) {
    this.names = names;
  }

  /** Throws on a name the simulator does not know. */
  set(name: Name, options: FaultOptions = {}): void {
    if (!this.names.includes(name)) {
      throw new Error(
        `unknown fault '${name}', known are ${this.names.join(', ')}`,
      );
    }
    this.#active.set(name, { ...options });
    this.#notify();
  }

  clear(name?: Name): void {
    if (name === undefined) {
      this.#active.clear();
    } else {
      this.#active.delete(name);
    }
    this.#notify();
  }

  /** The options of an active fault, without using up one of its `times`. */
  peek(name: Name): FaultOptions | undefined {
    return this.#active.get(name);
  }

  /** Uses the fault once when it is active and `applies` to its options. */
  take(
    name: Name,
    applies: (options: FaultOptions) => boolean = () => true,
  ): FaultOptions | undefined {
    const options = this.#active.get(name);
    if (!options || !applies(options)) {
      return undefined;
    }
    if (typeof options.times === 'number') {
      options.times -= 1;
      if (options.times <= 0) {
        this.#active.delete(name);
        this.#notify();
      }
    }
    return options;
  }

  list(): Record<string, FaultOptions> {
    return Object.fromEntries(this.#active);
  }

  /** Called after each change of the set of active faults. */
  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  #notify() {
    this.#listeners.forEach(listener => listener());
  }
}

/** One request the simulated system saw. Secrets are masked before it is kept. */
export interface LoggedRequest {
  at: string;
  method: string;
  path: string;
  params: Record<string, unknown>;
  user?: string;
  status?: number;
}

/** The newest requests, oldest first, capped. */
export class RequestLog {
  readonly #cap: number;
  #entries: LoggedRequest[] = [];

  constructor(cap = 5000) {
    this.#cap = cap;
  }

  add(entry: LoggedRequest): LoggedRequest {
    this.#entries.push(entry);
    if (this.#entries.length > this.#cap) {
      this.#entries = this.#entries.slice(-this.#cap);
    }
    return entry;
  }

  list(): LoggedRequest[] {
    return [...this.#entries];
  }

  clear(): void {
    this.#entries = [];
  }
}

/** A named side effect on the simulator, such as a guest made behind its back. */
export type ControlAction = (
  input: Record<string, unknown>,
) => unknown | Promise<unknown>;

export interface ControlOptions {
  host?: string;
  port: number;
  faults: FaultSwitches<string>;
  actions?: Record<string, ControlAction>;
  requests?: RequestLog;
  /** Brings the simulator back to its seed; the faults are cleared before. */
  reset: () => void | Promise<void>;
}

/**
 * The plain-HTTP control port of a simulator: `GET /faults`,
 * `PUT|DELETE /faults/<name>`, `DELETE /faults`, `POST /actions/<name>`,
 * `GET|DELETE /requests`, `POST /reset`. It has no authentication, therefore
 * it should listen on loopback only.
 */
export async function startControl(
  options: ControlOptions,
): Promise<{ url: string; stop(): Promise<void> }> {
  const host = options.host ?? '127.0.0.1';
  const server = createServer((req, res) => {
    answer(options, req).then(
      ({ status, body }) => {
        res.writeHead(status, { 'content-type': 'application/json' });
        res.end(JSON.stringify(body ?? null));
      },
      error => {
        res.writeHead(400, { 'content-type': 'application/json' });
        res.end(JSON.stringify({ error: String(error?.message ?? error) }));
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${name}:${port}`,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  options: ControlOptions,
  req: IncomingMessage,
): Promise<{ status: number; body?: unknown }> {
  const { pathname, searchParams } = new URL(req.url ?? '/', 'http://control');
  const [head, name, ...rest] = pathname.split('/').filter(Boolean);
  const route = `${req.method} ${head ?? ''}${name ? '/*' : ''}`;
  const { faults, actions = {}, requests } = options;
  if (rest.length > 0) {
    return { status: 404, body: { error: `no ${pathname}` } };
  }
  switch (route) {
    case 'GET faults':
      return { status: 200, body: faults.list() };
    case 'DELETE faults':
      faults.clear();
      return { status: 200, body: faults.list() };
    case 'PUT faults/*':
    case 'DELETE faults/*':
      if (!faults.names.includes(name)) {
        const error = `no fault '${name}', known: ${faults.names.join(', ')}`;
        return { status: 404, body: { error } };
      }
      if (req.method === 'PUT') {
        faults.set(name, await readJson(req));
      } else {
        faults.clear(name);
      }
      return { status: 200, body: faults.list() };
    case 'POST actions/*': {
      if (!Object.hasOwn(actions, name)) {
        const error = `no action '${name}', known: ${Object.keys(actions)}`;
        return { status: 404, body: { error } };
      }
      const body = await actions[name](await readJson(req));
      return { status: 200, body };
    }
    case 'GET requests': {
      const method = searchParams.get('method');
      const path = searchParams.get('path');
      const found = (requests?.list() ?? [])
        .filter(entry => !method || entry.method === method)
        .filter(entry => !path || entry.path.includes(path));
      return { status: 200, body: found };
    }
    case 'DELETE requests':
      requests?.clear();
      return { status: 200, body: [] };
    case 'POST reset':
      faults.clear();
      requests?.clear();
      await options.reset();
      return { status: 200, body: {} };
    default:
      return { status: 404, body: { error: `no ${req.method} ${pathname}` } };
  }
}

async function readJson(req: IncomingMessage): Promise<FaultOptions> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) {
    chunks.push(chunk as Buffer);
  }
  const text = Buffer.concat(chunks).toString('utf8').trim();
  const value: unknown = text ? JSON.parse(text) : {};
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error('the body must be a JSON object');
  }
  return value as FaultOptions;
}
