import { NotFoundError } from '@backstage/errors';
import { Session } from '@orion/backstage-plugin-orion-bgp-common';
import { CollectorClient } from '../../collector/CollectorClient';
import { RouterConfig } from '../../config';
import { KernelAnswer } from '../../rib/kernel/KernelComparison';
import { KernelPageAnswer } from '../../rib/worker/protocol';

/** Asks the collector how a router's kernel stands beside its table. */
export class KernelReader {
  readonly #collector: Pick<CollectorClient, 'ask'>;

  constructor(deps: { collector: Pick<CollectorClient, 'ask'> }) {
    this.#collector = deps.collector;
  }

  /** Undefined where the kernel is not read. */
  async ask(
    { id, kernel }: RouterConfig,
    sessions: Session[],
  ): Promise<KernelAnswer | undefined> {
    const recursive = recursiveOf(sessions);
    return kernel
      ? orUnknown(this.#collector.ask('kernel', { router: id, recursive }))
      : undefined;
  }

  /**
   * What differs, one by one; undefined where the kernel is not read.
   * @throws InputError for a cursor that is none
   */
  async list(
    { id, kernel }: RouterConfig,
    sessions: Session[],
    page: { limit: number; cursor?: string },
  ): Promise<KernelAnswer | KernelPageAnswer | undefined> {
    const recursive = recursiveOf(sessions);
    const request = { ...page, router: id, recursive };
    return kernel
      ? orUnknown(this.#collector.ask('kernelDifferences', request))
      : undefined;
  }
}

/** What came from inside has a next hop outside, which is resolved first. */
function recursiveOf(sessions: Session[]): string[] {
  return sessions
    .filter(({ type }) => type === 'internal')
    .map(({ name }) => name);
}

/** A collector that does not know of a kernel leaves one gate open, not all. */
async function orUnknown<T>(answer: Promise<T>): Promise<T | KernelAnswer> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof NotFoundError) {
      return { maxAgeMs: 0, error: error.message };
    }
    throw error;
  }
}
