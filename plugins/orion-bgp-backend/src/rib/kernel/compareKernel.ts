import { RibTable } from '../table/RibTable';
import { KernelComparison } from './KernelComparison';
import { KernelTable } from './KernelTable';
import { KernelCompareOptions } from './KernelWalk';
import { walkKernel } from './walkKernel';

/**
 * Whether each best path of a router is in the kernel and leads to its next hop,
 * and nothing else is there. Metrics, interfaces and weights are the kernel's own
 * and not compared.
 */
export function compareKernel(
  table: RibTable,
  kernel: KernelTable,
  options: KernelCompareOptions,
): KernelComparison {
  return walkKernel(table, kernel, options).result;
}
