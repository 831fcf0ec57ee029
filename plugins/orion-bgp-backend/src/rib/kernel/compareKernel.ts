import { RibTable } from '../table/RibTable';
import { KernelComparison } from './KernelComparison';
import { KernelTable } from './KernelTable';
import { KernelWalk } from './KernelWalk';

/**
 * Whether each best path of a router is in the kernel and leads to its next hop,
 * and nothing else is there. Metrics, interfaces and weights are the kernel's own
 * and not compared.
 *
 * @param recursive - sessions whose next hops are resolved before they are used
 */
export function compareKernel(
  table: RibTable,
  kernel: KernelTable,
  recursive: readonly string[],
): KernelComparison {
  const walk = new KernelWalk(table, kernel, recursive);
  walk.compare(table.v4, kernel.v4);
  walk.compare(table.v6, kernel.v6);
  return walk.result;
}
