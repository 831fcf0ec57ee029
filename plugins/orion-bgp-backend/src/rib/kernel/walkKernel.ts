import { mayHaveMoved } from '../moves/mayHaveMoved';
import { RibTable } from '../table/RibTable';
import { KernelTable } from './KernelTable';
import { KernelCompareOptions, KernelPage, KernelWalk } from './KernelWalk';

/**
 * One pass over a table and its kernel; a second one where so much moved that no
 * difference is put down to that.
 */
export function walkKernel(
  table: RibTable,
  kernel: KernelTable,
  options: KernelCompareOptions,
  page?: KernelPage,
): Pick<KernelWalk, 'result' | 'kept'> {
  const walk = new KernelWalk(table, kernel, options, page);
  const shares = [
    walk.compare(table.v4, kernel.v4),
    walk.compare(table.v6, kernel.v6),
  ];
  if (shares.every(mayHaveMoved)) {
    return walk;
  }
  const tooManyMoved = walk.result.allowed.moved;
  const { recursive } = options;
  const { kept, result } = walkKernel(table, kernel, { recursive }, page);
  return { kept, result: { ...result, tooManyMoved } };
}
