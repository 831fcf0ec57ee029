/** A sleep that can be ended early. */
export class Wake {
  #waiting?: () => void;
  #pending = false;

  /** Ends the sleep, or the next one when nobody sleeps. */
  now(): void {
    if (this.#waiting) {
      this.#waiting();
    } else {
      this.#pending = true;
    }
  }

  /** Sleeps; `deaf` to everything but the signal. */
  async wait(
    ms: number,
    options: { deaf?: boolean; signal?: AbortSignal } = {},
  ): Promise<void> {
    if (options.signal?.aborted || (this.#pending && !options.deaf)) {
      this.#pending = false;
      return;
    }
    let release = () => {};
    await new Promise<void>(resolve => {
      const end = () => resolve();
      const timer = setTimeout(end, ms);
      release = () => {
        clearTimeout(timer);
        options.signal?.removeEventListener('abort', end);
        this.#waiting = undefined;
      };
      options.signal?.addEventListener('abort', end);
      if (!options.deaf) {
        this.#waiting = end;
      }
    });
    release();
    this.#pending &&= options.deaf === true;
  }
}
