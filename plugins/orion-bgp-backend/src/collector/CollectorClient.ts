import {
  InputError,
  NotFoundError,
  ResponseError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { callPlugin, PluginCallDeps, reasonOf } from '../clients/askPlugin';
import { CollectorCall, CollectorCalls } from './CollectorCalls';

export const COLLECTOR_PLUGIN_ID = 'orion-bgp-collector';

/** A page waits for it; what holds up the index for longer is a fault. */
const DEADLINE_MS = 8_000;
/** What walks over whole tables or asks a router takes longer. */
const LONG_DEADLINE_MS = 15_000;
const long: ReadonlySet<CollectorCall> = new Set(['compare', 'impact', 'sent']);
/** Others' questions are worked off before them: who is late with these is not silent. */
const queued: ReadonlySet<CollectorCall> = new Set([
  'search',
  'counts',
  'reasons',
  'kernel',
  'kernelDifferences',
]);
/** After an answer that never came the next ones are not waited for. */
const REST_MS = 3_000;

/** How it is asked. */
export interface CollectorAskOptions {
  /** Not behind the questions of people: changes are judged by it, and one at a time. */
  ahead?: boolean;
}

/** Asks the collector, wherever it runs, with the plugin's own credentials. */
export class CollectorClient {
  readonly #deps: PluginCallDeps;
  readonly #deadlineMs: number | undefined;
  #silent: { since: Date; reason: string; restsUntil: number } | undefined;

  /** @param deadlineMs - default: 8 seconds, 15 for what walks over whole tables or asks a router. */
  constructor({
    deadlineMs,
    ...deps
  }: PluginCallDeps & { deadlineMs?: number }) {
    this.#deps = deps;
    this.#deadlineMs = deadlineMs;
  }

  /**
   * @throws InputError and NotFoundError as the collector does,
   * ServiceUnavailableError when it does not answer.
   */
  async ask<K extends CollectorCall>(
    call: K,
    input: CollectorCalls[K][0],
    options: CollectorAskOptions = {},
  ): Promise<CollectorCalls[K][1]> {
    if (this.#silent && performance.now() < this.#silent.restsUntil) {
      throw this.#unavailable();
    }
    try {
      const response = await this.#post(call, input, options);
      if (!response.ok) {
        throw toError(await ResponseError.fromResponse(response));
      }
      const answer = (await response.json()) as CollectorCalls[K][1];
      this.#silent = undefined;
      return answer;
    } catch (error) {
      if (isAnswer(error)) {
        this.#silent = undefined;
        throw error;
      }
      throw this.#fell(call, error as Error);
    }
  }

  #post(
    call: CollectorCall,
    input: object | undefined,
    { ahead }: CollectorAskOptions,
  ): Promise<Response> {
    return callPlugin(this.#deps, {
      pluginId: COLLECTOR_PLUGIN_ID,
      method: 'POST',
      path: `calls/${call}${ahead ? '?ahead=true' : ''}`,
      body: input,
      deadlineMs:
        this.#deadlineMs ?? (long.has(call) ? LONG_DEADLINE_MS : DEADLINE_MS),
    });
  }

  #fell(call: CollectorCall, error: Error): Error {
    // A refused connection is told at once; only silence costs time.
    // What walks over whole tables may be slow while the rest is not.
    const restMs =
      error.name === 'TimeoutError' && !long.has(call) && !queued.has(call)
        ? REST_MS
        : 0;
    this.#silent = {
      since: this.#silent?.since ?? new Date(),
      reason: reasonOf(error),
      // A rest that was begun is not cut short by who only waited in line.
      restsUntil: Math.max(
        this.#silent?.restsUntil ?? 0,
        performance.now() + restMs,
      ),
    };
    return this.#unavailable();
  }

  #unavailable(): Error {
    const { since, reason } = this.#silent!;
    return new ServiceUnavailableError(
      `The collector of routes does not answer since ${momentOf(
        since,
      )} UTC: ${reason}`,
    );
  }
}

/** A clock alone is of today. */
function momentOf(at: Date): string {
  const [day, time] = at.toISOString().slice(0, 19).split('T');
  return new Date().toISOString().startsWith(day) ? time : `${day} ${time}`;
}

/** The collector spoke, whatever it said. */
function isAnswer(error: unknown): boolean {
  return (
    error instanceof InputError ||
    error instanceof NotFoundError ||
    error instanceof ServiceUnavailableError
  );
}

/** What the caller did wrong is said as it is; anything else is the collector's. */
function toError({ statusCode, cause }: ResponseError): Error {
  const message = String(cause.message);
  if (statusCode === 400) {
    return new InputError(message);
  }
  if (statusCode === 404 && cause.name === 'NotFoundError') {
    return new NotFoundError(message);
  }
  return new ServiceUnavailableError(
    statusCode === 404
      ? 'No collector of routes is installed: see orion.bgp.collector.'
      : message,
  );
}
