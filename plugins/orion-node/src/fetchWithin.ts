/**
 * The `fetchApi` of a client that waits for another plugin no longer than this, the
 * body of the answer included. The client's own waits for ever.
 *
 * @public
 */
export function fetchWithin(deadlineMs: number): { fetch: typeof fetch } {
  return {
    fetch: (input, init) => {
      const over = new AbortController();
      const words = `timeout after ${deadlineMs / 1000} s`;
      // The reason of AbortSignal.timeout() says neither of what nor how long.
      setTimeout(
        () => over.abort(new DOMException(words, 'TimeoutError')),
        deadlineMs,
      ).unref();
      const signals = [over.signal, ...(init?.signal ? [init.signal] : [])];
      return fetch(input, { ...init, signal: AbortSignal.any(signals) });
    },
  };
}
