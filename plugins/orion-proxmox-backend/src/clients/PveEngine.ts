import { readFileSync } from 'node:fs';
import { TLSSocket } from 'node:tls';
import { Agent, buildConnector, request } from 'undici';
import { ApiToken, ClusterConfig } from '../config';
import { PveError } from './PveError';

const DEADLINE_MS = 30_000;
/** What Proxmox Datacenter Manager allows itself towards one remote. */
const MAX_CONNECTIONS = 5;
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/**
 * The transport under proxmox-api's typed proxy. The package's own engine sends
 * a POST again after a time-out, which clones twice; this one repeats reads only.
 */
export class PveEngine {
  readonly #cluster: ClusterConfig;
  readonly #authorization: string;
  readonly #dispatcher: Agent;
  readonly #signal: AbortSignal | undefined;
  #preferred = 0;

  constructor(cluster: ClusterConfig, token: ApiToken, signal?: AbortSignal) {
    this.#cluster = cluster;
    this.#authorization = `PVEAPIToken=${token.id}=${token.secret}`;
    this.#signal = signal;
    this.#dispatcher = new Agent({
      connections: MAX_CONNECTIONS,
      connect: createConnector(cluster),
    });
  }

  async doRequest(
    httpMethod: string,
    path: string,
    _pathTemplate: string,
    params?: Record<string, unknown>,
  ): Promise<never> {
    const method = httpMethod.toUpperCase();
    const tries = method === 'GET' ? this.#cluster.endpoints.length + 1 : 1;
    for (let attempt = 1; ; attempt++) {
      try {
        return (await this.#send(method, path, params)) as never;
      } catch (error) {
        const silent = error instanceof PveError && error.status === 0;
        if (!silent || attempt >= tries || this.#signal?.aborted) {
          throw error;
        }
        this.#preferred =
          (this.#preferred + 1) % this.#cluster.endpoints.length;
      }
    }
  }

  async close(): Promise<void> {
    await this.#dispatcher.close();
  }

  async #send(
    method: string,
    path: string,
    params?: Record<string, unknown>,
  ): Promise<unknown> {
    const { id, endpoints } = this.#cluster;
    const form = encode(params);
    const inQuery = method === 'GET' || method === 'DELETE';
    const query = inQuery && form ? `?${form}` : '';
    const deadline = AbortSignal.timeout(DEADLINE_MS);
    const signal = this.#signal
      ? AbortSignal.any([deadline, this.#signal])
      : deadline;
    const fail = (status: number, reason: string, cause?: unknown) =>
      new PveError({ cluster: id, status, reason, path, cause });
    try {
      const answer = await request(
        `${endpoints[this.#preferred]}${path}${query}`,
        {
          method: method as 'GET',
          dispatcher: this.#dispatcher,
          signal,
          headers: {
            authorization: this.#authorization,
            accept: 'application/json',
            ...(form && !inQuery
              ? { 'content-type': 'application/x-www-form-urlencoded' }
              : {}),
          },
          body: form && !inQuery ? form : undefined,
        },
      );
      const text = await readCapped(answer.body);
      if (answer.statusCode >= 400) {
        throw fail(answer.statusCode, reasonOf(answer, text));
      }
      return (JSON.parse(text) as { data: unknown }).data;
    } catch (error) {
      if (error instanceof PveError) {
        throw error;
      }
      throw fail(
        0,
        deadline.aborted
          ? `silent for ${DEADLINE_MS / 1000} s`
          : `${(error as Error).message}`,
        error,
      );
    }
  }
}

function encode(params: Record<string, unknown> = {}): string {
  const form = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) {
    if (value !== undefined && value !== null) {
      // Proxmox takes booleans as 0 and 1 only.
      form.append(
        key,
        typeof value === 'boolean' ? String(Number(value)) : String(value),
      );
    }
  }
  return form.toString();
}

async function readCapped(body: AsyncIterable<Buffer>): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of body) {
    size += piece.length;
    if (size > MAX_ANSWER_BYTES) {
      throw new Error(`the answer is larger than ${MAX_ANSWER_BYTES} bytes`);
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** Proxmox's message: the reason phrase, with the fields a 400 names. */
function reasonOf(
  answer: { statusCode: number; statusText?: string },
  text: string,
): string {
  let errors = '';
  let message: string | undefined;
  try {
    const body = JSON.parse(text) as {
      errors?: Record<string, string>;
      message?: string;
    };
    message = body.message?.trim();
    errors = Object.entries(body.errors ?? {})
      .map(([field, problem]) => `${field}: ${problem}`)
      .join('; ');
  } catch {
    // 401 and 59x have no body: the reason phrase is all there is.
  }
  const phrase =
    answer.statusText?.trim() || message || `HTTP ${answer.statusCode}`;
  return errors ? `${phrase} ${errors}` : phrase;
}

/** TLS by the cluster's CA, or by the SHA-256 of its certificate as Proxmox shows it. */
function createConnector({
  id,
  caFile,
  fingerprint,
}: ClusterConfig): buildConnector.connector {
  if (!fingerprint) {
    const ca = caFile ? readFileSync(caFile, 'utf8') : undefined;
    return buildConnector({ minVersion: 'TLSv1.2', ca });
  }
  const pin = fingerprint.replaceAll(':', '').toUpperCase();
  // The pin replaces the chain: a self-signed certificate has none to check.
  const connect = buildConnector({
    minVersion: 'TLSv1.2',
    rejectUnauthorized: false,
  });
  return (options, done) =>
    connect(options, (error, socket) => {
      if (error) {
        done(error, null);
        return;
      }
      const seen = (socket as TLSSocket)
        .getPeerCertificate()
        .fingerprint256?.replaceAll(':', '');
      if (seen === pin) {
        done(null, socket!);
        return;
      }
      socket!.destroy();
      done(new Error(`the certificate of ${id} changed: check its pin`), null);
    });
}
