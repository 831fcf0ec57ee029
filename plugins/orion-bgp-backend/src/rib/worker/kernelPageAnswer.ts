import { toPrefix } from '../answer/toRoute';
import { KernelFeed } from '../kernel/KernelFeed';
import { SeenTable } from '../moves/SeenTable';
import { KernelPageAnswer, KernelPageRequest } from './protocol';
import { readPrefixCursor } from './readPrefixCursor';

/** Lists what a kernel does not have as its router chose it. Empty before both were read. */
export function kernelPageAnswer(
  feed: KernelFeed,
  seen: SeenTable | undefined,
  { cursor, limit, recursive }: Omit<KernelPageRequest, 'router'>,
): KernelPageAnswer {
  const started = performance.now();
  const after = cursor === undefined ? undefined : readPrefixCursor(cursor);
  const list = seen && feed.list(seen, recursive, { limit, after });
  return {
    ...feed.state,
    comparison: list?.comparison,
    items: list?.items ?? [],
    nextCursor: list?.next && toPrefix(list.next),
    tookMs: performance.now() - started,
  };
}
