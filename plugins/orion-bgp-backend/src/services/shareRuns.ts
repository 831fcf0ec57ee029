/**
 * Makes one look of many for whoever asks at the same time: one runs at a time, and
 * everybody's began after they asked. Who asks while one runs shares the next, so
 * that a costly look is made twice at most, however many there are.
 */
export function shareRuns<T>(run: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  let next: Promise<T> | undefined;
  const begin = () => {
    next = undefined;
    const one = run();
    running = one;
    const end = () => {
      // The next one may have begun.
      if (running === one) {
        running = undefined;
      }
    };
    one.then(end, end);
    return one;
  };
  return () => {
    if (!running) {
      return begin();
    }
    next ??= running.then(begin, begin);
    return next;
  };
}
