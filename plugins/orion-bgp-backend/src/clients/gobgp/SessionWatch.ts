import { setTimeout as delay } from 'node:timers/promises';
import { RouteSourceError } from '../../routes/RouteSourceError';
import { GobgpClient } from './GobgpClient';

const FIRST_RETRY_MS = 1000;
const MAX_RETRY_MS = 30_000;

/**
 * Hears of neighbors' changes of state. One subscription stays open between
 * calls of {@link wait}, so that nothing is missed between them; a broken one is
 * opened again by a later call. A new one counts as a change, because nobody
 * knows what happened before. Where gobgpd refuses it, waiting is all there is.
 */
export class SessionWatch {
  readonly #client: GobgpClient;
  readonly #closing = new AbortController();
  #open = false;
  #changed = false;
  #retryAt = -Infinity;
  #retryMs = FIRST_RETRY_MS;
  #wake: () => void = () => {};

  constructor(client: GobgpClient) {
    this.#client = client;
  }

  /** True as soon as a session may have changed, false after `withinMs`. */
  async wait(signal: AbortSignal, withinMs: number): Promise<boolean> {
    const end = performance.now() + withinMs;
    while (!this.#changed && performance.now() < end) {
      this.#subscribe();
      const woken = new Promise<void>(resolve => {
        this.#wake = resolve;
      });
      const pause = this.#open
        ? end - performance.now()
        : Math.min(end, this.#retryAt) - performance.now();
      const timer = new AbortController();
      const both = AbortSignal.any([
        signal,
        this.#closing.signal,
        timer.signal,
      ]);
      await Promise.race([
        woken,
        delay(Math.max(1, pause), undefined, { signal: both, ref: false }),
      ])
        .catch(() => {})
        .finally(() => timer.abort());
      if (signal.aborted || this.#closing.signal.aborted) {
        throw new RouteSourceError(
          'closed',
          `Waiting for sessions of router ${
            this.#client.router
          } was ended by ORION`,
        );
      }
    }
    const changed = this.#changed;
    this.#changed = false;
    return changed;
  }

  close(): void {
    this.#closing.abort();
  }

  #subscribe(): void {
    if (this.#open || performance.now() < this.#retryAt) {
      return;
    }
    this.#open = true;
    let heard = false;
    this.#client
      .watchEvents(
        { peer: {} },
        {
          signal: this.#closing.signal,
          onMessage: ({ peer }) => {
            if (!heard) {
              heard = true;
              this.#retryMs = FIRST_RETRY_MS;
              // What happened before the subscription stood, nobody told.
              this.#changed = true;
            }
            this.#changed ||= peer?.type === 'TYPE_STATE';
            this.#wakeIfChanged();
          },
        },
      )
      // Why it ended, the next reading of the router says better.
      .catch(() => {})
      .finally(() => {
        this.#open = false;
        this.#retryAt = performance.now() + this.#retryMs;
        this.#retryMs = Math.min(2 * this.#retryMs, MAX_RETRY_MS);
        this.#changed ||= heard;
        this.#wake();
      });
  }

  #wakeIfChanged(): void {
    if (this.#changed) {
      this.#wake();
    }
  }
}
