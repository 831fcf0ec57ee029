import { ConflictError } from '@backstage/errors';
import { PveResource } from '../../clients/PveClient';

const MIB = 1024 * 1024;

/**
 * The online node with the most free memory that can take the guest.
 *
 * @throws ConflictError naming the largest space there is.
 */
export function bestFitNode(nodes: PveResource[], memoryMib: number): string {
  const free = nodes
    .map(node => ({
      name: node.node!,
      freeMib: Math.floor(((node.maxmem ?? 0) - (node.mem ?? 0)) / MIB),
    }))
    .sort((a, b) => b.freeMib - a.freeMib || (a.name < b.name ? -1 : 1));
  const [best] = free;
  if (!best) {
    throw new ConflictError('node: no node is online');
  }
  if (best.freeMib < memoryMib) {
    throw new ConflictError(
      `node: ${memoryMib} MiB fit nowhere; ${best.name} has the most free, ${best.freeMib} MiB`,
    );
  }
  return best.name;
}
