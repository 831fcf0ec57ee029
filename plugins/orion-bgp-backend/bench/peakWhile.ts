import { GCProfiler } from 'node:v8';
import { memory } from './memory';

/**
 * Bytes in use at the worst moment of some work, beyond those before it. Memory
 * only grows between two collections, so it is read before each of them and at
 * the end; what is not collected yet counts, as the process holds it.
 */
export function peakWhile(work: () => void): number {
  const before = memory();
  const profiler = new GCProfiler();
  profiler.start();
  work();
  const { heapUsed, external } = process.memoryUsage();
  const { statistics } = profiler.stop();
  const inUse = statistics.map(
    ({ beforeGC: { heapStatistics } }) =>
      heapStatistics.usedHeapSize + heapStatistics.externalMemory,
  );
  return Math.max(heapUsed + external, ...inUse) - before;
}
