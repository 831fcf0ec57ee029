import { isError } from '@backstage/errors';
import { ownExportTest } from '../ownExportTest';
import { readExports } from '../readExports';
import { ActionRouter } from '../readActionsConfig';
import { withSource } from '../SessionTools';
import { RouterSight } from './keptWays';

/** A router of the network as it was read, with its own exports. */
export interface NetworkRouter extends RouterSight {
  router: ActionRouter;
  /** Why it is not known, or not whole. */
  problem?: string;
  unread: Set<string>;
}

/**
 * Reads a router, and of each established external session and of the one in question
 * which own prefixes go out. A list with more of its own than is read is no reason not
 * to know the router: it may be the leak that is to be stopped. Never throws but for
 * the signal.
 *
 * @param options - `patient`: each list may take as long as one of a full table does
 */
export async function readNetworkRouter(
  router: ActionRouter,
  input: { router: string; session?: string },
  signal: AbortSignal,
  options: { patient?: boolean } = {},
): Promise<NetworkRouter> {
  const exports = new Map<string, string[]>();
  const unread = new Set<string>();
  try {
    const reading = await withSource(
      router,
      signal,
      async (source, limit, forList) => {
        const found = await source.readRouter({ signal: limit });
        for (const { name, state, type } of found.sessions) {
          const wanted =
            type === 'external' ||
            (router.id === input.router && name === input.session);
          if (wanted && state === 'established') {
            const isOwn = ownExportTest(found, name);
            const { own, endedBy } = await readExports(
              source,
              name,
              options.patient ? forList() : limit,
              // A default route is for who is behind this network, and none of it.
              route => (route.length > 0 && isOwn(route) ? 'own' : 'other'),
            );
            exports.set(name, own);
            if (endedBy) {
              unread.add(name);
            }
          }
        }
        return found;
      },
    );
    const problem = reading.problems.join(' ') || undefined;
    return { router, reading, problem, exports, unread };
  } catch (error) {
    signal.throwIfAborted();
    const problem = isError(error) ? error.message : String(error);
    return { router, problem, exports, unread };
  }
}
