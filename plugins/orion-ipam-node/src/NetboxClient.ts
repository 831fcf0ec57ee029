import { setTimeout as sleep } from 'node:timers/promises';
import { NetboxError } from './NetboxError';
import type { NetboxPage } from './netboxTypes';

/**
 * Query values; undefined ones are left out, lists repeat the parameter.
 *
 * @public
 */
export type NetboxQuery = Record<
  string,
  string | number | boolean | readonly (string | number)[] | undefined
>;

/** Which NetBox, and as whom. @public */
export interface NetboxClientOptions {
  /** Base URL without `/api`. */
  url: string;
  /** v1 token (40 hex digits) or v2 token (`nbt_...`). */
  token?: string;
  /** Deadline of one call, retries included. Default 10 s. */
  timeoutMs?: number;
}

interface Call {
  method: string;
  path: string;
  query?: NetboxQuery;
  body?: unknown;
  signal?: AbortSignal;
}

const RETRY_DELAYS_MS = [150, 500];
const PAGE_SIZE = 500;

/**
 * HTTP in, types out. Only reads are repeated: whether a lost write happened
 * is for the caller to look up.
 *
 * @public
 */
export class NetboxClient {
  readonly #url: string;
  readonly #token: string | undefined;
  readonly #timeoutMs: number;

  /** Calls nothing: a wrong address shows at the first call. */
  static create(options: NetboxClientOptions): NetboxClient {
    return new NetboxClient(options);
  }

  private constructor(options: NetboxClientOptions) {
    this.#url = options.url.replace(/\/+$/, '');
    this.#token = options.token;
    this.#timeoutMs = options.timeoutMs ?? 10_000;
  }

  /**
   * Repeats twice, after 150 and 500 ms, when NetBox gave no answer or 5xx and
   * the deadline allows. Throws {@link NetboxError}; the signal's reason when
   * aborted.
   */
  async get<T>(
    path: string,
    query?: NetboxQuery,
    signal?: AbortSignal,
  ): Promise<T> {
    const deadline = AbortSignal.timeout(this.#timeoutMs);
    const end = performance.now() + this.#timeoutMs;
    for (let attempt = 0; ; attempt++) {
      try {
        const call = { method: 'GET', path, query, signal };
        return await this.#send<T>(call, deadline);
      } catch (error) {
        const delay = RETRY_DELAYS_MS[attempt];
        if (
          delay === undefined ||
          performance.now() + delay >= end ||
          !NetboxError.isUnknownOutcome(error)
        ) {
          throw error;
        }
        await sleep(delay, undefined, { signal });
      }
    }
  }

  /** Every object of a list, page by page in the order of ids. */
  async list<T>(
    path: string,
    query: NetboxQuery = {},
    signal?: AbortSignal,
  ): Promise<T[]> {
    const found: T[] = [];
    for (;;) {
      const page: NetboxPage<T> = await this.get(
        path,
        { ordering: 'id', ...query, limit: PAGE_SIZE, offset: found.length },
        signal,
      );
      found.push(...page.results);
      // A shrinking list must not loop for ever.
      if (page.next === null || page.results.length === 0) {
        return found;
      }
    }
  }

  /**
   * Sent once. After an unknown outcome look before sending again, see {@link
   * NetboxError.isUnknownOutcome}.
   */
  post<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
    return this.#write<T>({ method: 'POST', path, body, signal });
  }

  /** Sent once. Changes the given fields only. */
  patch<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
    return this.#write<T>({ method: 'PATCH', path, body, signal });
  }

  /** Sent once. A 404 throws like any other refusal. */
  async delete(
    path: string,
    body?: unknown,
    signal?: AbortSignal,
  ): Promise<void> {
    await this.#write({ method: 'DELETE', path, body, signal });
  }

  #write<T>(call: Call): Promise<T> {
    return this.#send<T>(call, AbortSignal.timeout(this.#timeoutMs));
  }

  async #send<T>(call: Call, deadline: AbortSignal): Promise<T> {
    const { method, signal } = call;
    signal?.throwIfAborted();
    let status: number;
    let text: string;
    try {
      const response = await fetch(this.#address(call), {
        method,
        headers: this.#headers(call.body !== undefined),
        body: call.body === undefined ? undefined : JSON.stringify(call.body),
        signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
        redirect: 'manual',
      });
      status = response.status;
      text = await response.text();
    } catch (error) {
      signal?.throwIfAborted();
      const detail = deadline.aborted
        ? `no answer within ${this.#timeoutMs} ms`
        : networkReason(error);
      throw this.#error(call, { detail });
    }
    if (status < 200 || status >= 300) {
      throw this.#error(call, { status, detail: detailOf(status, text) });
    }
    try {
      return (text === '' ? undefined : JSON.parse(text)) as T;
    } catch {
      // A proxy's page with status 200: for a write nothing is known.
      const detail = 'the answer is not JSON; is the URL that of NetBox?';
      throw this.#error(call, { detail });
    }
  }

  #address({ path, query = {} }: Call): string {
    const url = new URL(`${this.#url}/api/${path}`);
    for (const [name, value] of Object.entries(query)) {
      for (const item of Array.isArray(value) ? value : [value]) {
        if (item !== undefined) {
          url.searchParams.append(name, String(item));
        }
      }
    }
    return url.href;
  }

  #headers(hasBody: boolean): Record<string, string> {
    const headers: Record<string, string> = { accept: 'application/json' };
    if (hasBody) {
      headers['content-type'] = 'application/json';
    }
    if (this.#token) {
      const scheme = this.#token.startsWith('nbt_') ? 'Bearer' : 'Token';
      headers.authorization = `${scheme} ${this.#token}`;
    }
    return headers;
  }

  #error(call: Call, answer: { status?: number; detail: string }): NetboxError {
    const detail = this.#token
      ? answer.detail.replaceAll(this.#token, '***')
      : answer.detail;
    return new NetboxError({
      ...answer,
      detail,
      method: call.method,
      path: call.path,
    });
  }
}

function networkReason(error: unknown): string {
  const cause = (error as { cause?: { code?: string; message?: string } })
    .cause;
  return cause?.code ?? cause?.message ?? String((error as Error).message);
}

/** NetBox writes `detail`, `error` or messages by field; others write pages. */
function detailOf(status: number, text: string): string {
  if (status >= 300 && status < 400) {
    return 'it redirects; use the address it redirects to';
  }
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) {
      const { detail, error, exception } = body as Record<string, unknown>;
      if (typeof detail === 'string') {
        return detail;
      }
      if (typeof error === 'string') {
        return exception ? `${exception}: ${error}` : error;
      }
      return Object.entries(body)
        .map(([field, messages]) => `${field}: ${[messages].flat().join(' ')}`)
        .join('; ');
    }
    return JSON.stringify(body);
  } catch {
    return 'the answer is not JSON';
  }
}
