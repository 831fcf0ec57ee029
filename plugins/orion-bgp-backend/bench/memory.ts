/** Bytes in use, after everything unused is gone. */
export function memory(): number {
  global.gc?.();
  global.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  // External memory counts array buffers too.
  return heapUsed + external;
}
