import { toPrefix } from '../answer/toRoute';
import { KernelFeed } from '../kernel/KernelFeed';
import { RibTable } from '../table/RibTable';
import { KernelPageAnswer, KernelPageRequest } from './protocol';
import { readPrefixCursor } from './readPrefixCursor';

/** Lists what a kernel does not have as its router chose it. Empty before both were read. */
export function kernelPageAnswer(
  feed: KernelFeed,
  table: RibTable | undefined,
  { cursor, limit, recursive }: Omit<KernelPageRequest, 'router'>,
): KernelPageAnswer {
  const started = performance.now();
  const after = cursor === undefined ? undefined : readPrefixCursor(cursor);
  const list = table && feed.list(table, recursive, { limit, after });
  return {
    ...feed.state,
    comparison: list?.comparison,
    items: list?.items ?? [],
    nextCursor: list?.next && toPrefix(list.next),
    tookMs: performance.now() - started,
  };
}
