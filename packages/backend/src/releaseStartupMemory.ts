/** The first reading of catalog and clusters leaves as much behind as the start itself. */
const SETTLED_AFTER_MS = 20_000;

/**
 * Gives back what only the start needed. V8 would keep it for as long as the
 * process is idle: nothing grows then, so nothing is collected, and what an
 * ordinary collection frees stays with the process.
 *
 * Takes a third of a second, once. Does nothing without `--expose-gc`.
 */
export function releaseStartupMemory(): void {
  setTimeout(() => {
    globalThis.gc?.({
      type: 'major',
      execution: 'sync',
      flavor: 'last-resort',
    });
  }, SETTLED_AFTER_MS).unref();
}
