import { setTimeout as sleep } from 'node:timers/promises';
import { RouteSourceError } from '../../routes/RouteSourceError';
import { unicast } from './familyNames';
import { GobgpClient } from './GobgpClient';
import { isUnimplemented } from './GobgpConnection';

const EVERY_MS = 10_000;
/** Counting costs gobgpd: between two counts lies at least this many times what one took. */
const COUNT_REST_FACTOR = 50;

/** What a pulse works with. */
export interface WatchPulseDeps {
  client: GobgpClient;
  /** Between two checks; default 10 s. */
  everyMs?: number;
  /** A long answer is under way: gobgpd answers nobody else while it makes a list. */
  isBusy?(): boolean;
}

/**
 * Whether a subscription still lives. A stream that is silent looks the same
 * whether nothing happens, gobgpd hangs or a proxy between dropped it, so
 * gobgpd is asked something small over the same channel every ten seconds. One
 * that answers but does not tell is found by the number of its prefixes: when
 * that moved and nothing was heard until the next count, the stream is dead.
 *
 * There is no keepalive of HTTP/2: gobgpd cuts clients that ping more often than
 * every five minutes, and one that hangs answers pings.
 */
export class WatchPulse {
  readonly #deps: WatchPulseDeps;
  #heard = true;
  #counts: string | undefined;
  #suspect = false;
  #countAt = -Infinity;
  /** Why the subscription is given up. */
  failure: unknown;

  constructor(deps: WatchPulseDeps) {
    this.#deps = deps;
  }

  /** Something came over the stream. */
  heard(): void {
    this.#heard = true;
    this.#suspect = false;
  }

  /**
   * Checks until the signal aborts; resolves then.
   *
   * @throws RouteSourceError when the subscription is dead
   */
  async run(signal: AbortSignal): Promise<void> {
    const { everyMs = EVERY_MS, isBusy } = this.#deps;
    while (!signal.aborted) {
      await pause(everyMs, signal);
      if (signal.aborted || isBusy?.()) {
        continue;
      }
      try {
        await this.#check(signal);
      } catch (error) {
        // It may have begun meanwhile.
        if (!signal.aborted && !isBusy?.()) {
          this.failure = error;
          throw error;
        }
      }
    }
  }

  async #check(signal: AbortSignal): Promise<void> {
    const { client } = this.#deps;
    await client.getBgp(signal);
    const started = performance.now();
    if (started < this.#countAt) {
      return;
    }
    const counts = await this.#count(signal);
    const ended = performance.now();
    this.#countAt = ended + COUNT_REST_FACTOR * (ended - started);
    if (this.#suspect) {
      throw new RouteSourceError(
        'deadline',
        `GoBGP of router ${client.router} changed its table and told nothing of it: the subscription is opened again`,
      );
    }
    this.#suspect =
      !this.#heard && this.#counts !== undefined && counts !== this.#counts;
    this.#counts = counts;
    this.#heard = false;
  }

  /**
   * Prefixes, not paths: a best path that comes or goes is always told, a second
   * one that ends with its session is not.
   */
  async #count(signal: AbortSignal): Promise<string> {
    const counts: string[] = [];
    for (const family of [unicast[4], unicast[6]]) {
      const query = { table: 'TABLE_TYPE_GLOBAL', family } as const;
      counts.push(
        await this.#deps.client.getTable(query, signal).then(
          answer => String(answer.num_destination ?? 0),
          error => unlessRefused(error),
        ),
      );
    }
    return counts.join(' ');
  }
}

/** A family it does not have, or a proxy that lets nobody count: then nothing is counted. */
function unlessRefused(error: unknown): string {
  if (
    error instanceof RouteSourceError &&
    (error.problem === 'refused' || isUnimplemented(error))
  ) {
    return '-';
  }
  throw error;
}

/** Sleeps; an abort ends it early, and is no error. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
