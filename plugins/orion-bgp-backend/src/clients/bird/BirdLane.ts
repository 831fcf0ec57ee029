import { RouteSourceError } from '../../routes/RouteSourceError';
import { BirdConnection, BirdConnectionOptions } from './BirdConnection';

/**
 * A queue before one connection: whoever comes has it alone until the work is
 * done. A connection that broke is replaced when the next one comes.
 */
export class BirdLane {
  readonly #options: BirdConnectionOptions;
  #connection: BirdConnection | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(options: BirdConnectionOptions) {
    this.#options = options;
  }

  async run<T>(
    signal: AbortSignal,
    work: (connection: BirdConnection) => Promise<T>,
  ): Promise<T> {
    const before = this.#last;
    let done = () => {};
    const mine = new Promise<void>(resolve => {
      done = resolve;
    });
    this.#last = before.then(() => mine);
    try {
      await turn(before, signal, this.#options.router);
      return await work(await this.#connect(signal));
    } finally {
      done();
    }
  }

  /** Ends the connection and refuses further work; may be called twice. */
  close(): void {
    this.#closed = true;
    this.#connection?.close();
  }

  async #connect(signal: AbortSignal): Promise<BirdConnection> {
    this.#refuseWhenClosed();
    if (!this.#connection?.usable) {
      this.#connection = undefined;
      const made = await BirdConnection.connect(this.#options, signal);
      this.#connection = made;
      if (this.#closed) {
        made.close();
      }
    }
    this.#refuseWhenClosed();
    return this.#connection!;
  }

  #refuseWhenClosed(): void {
    if (this.#closed) {
      const message = `${this.#options.router} is no longer asked`;
      throw new RouteSourceError('closed', message);
    }
  }
}

/** Waits for those before, unless the caller gives up first. */
async function turn(
  before: Promise<unknown>,
  signal: AbortSignal,
  router: string,
): Promise<void> {
  let abort = () => {};
  const given = new Promise<never>((_, reject) => {
    abort = () =>
      reject(
        new RouteSourceError('closed', `${router} was not asked: cancelled`),
      );
  });
  if (signal.aborted) {
    abort();
  }
  signal.addEventListener('abort', abort, { once: true });
  try {
    await Promise.race([before, given]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
