import { DumpFailure, DumpResult } from './dumpTable';

/**
 * Whoever keeps what dumps cost hears of this one, come what may of it.
 *
 * @param dump - tells when it costs the daemon something
 * @param onDump - a dump began, or ended after `costMs`, whole or not
 */
export async function noteDump(
  dump: (onBegin: () => void) => Promise<DumpResult>,
  onDump?: (costMs?: number) => void,
): Promise<DumpResult> {
  let began = false;
  try {
    const result = await dump(() => {
      began = true;
      onDump?.();
    });
    onDump?.(result.tookMs);
    return result;
  } catch (error) {
    if (began) {
      onDump?.(error instanceof DumpFailure ? error.costMs : 0);
    }
    throw error;
  }
}
