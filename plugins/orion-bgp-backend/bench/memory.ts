/** Bytes in use, after everything unused is gone. */
export function memory(): number {
  global.gc?.();
  global.gc?.();
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  return arrayBuffers + heapUsed;
}
