import { isError } from '@backstage/errors';
import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { RouterReading } from '../routes/RouteSource';
import { ActionRouter, ActionsConfig } from './readActionsConfig';
import { assertWhole, externalSessions } from './readExports';
import { ForeignExports, readExportsApart } from './readExportsApart';
import { withSource } from './SessionTools';

/** What an established session outside gets from a router. */
export interface Announced {
  router: string;
  session: SessionReading;
  /** Prefixes that begin inside the network, see `ownExportTest`; sorted. */
  own: string[];
  /** What of other networks goes out beside them. */
  foreign: Pick<ForeignExports, 'count' | 'beside' | 'leaked'>;
  /** More than anybody has of their own: read is no more, here and of its router. */
  tooMany?: boolean;
}

/** What a router says to those outside, read now. */
export interface RouterAnnouncements {
  router: ActionRouter;
  /** Absent where it could not be read. */
  reading?: RouterReading;
  announced: Announced[];
  /** Why it is not known, or not all of it. */
  problem?: string;
}

/** Reads one router; never throws but for the signal. */
export async function readAnnouncements(
  config: Pick<ActionsConfig, 'relations'>,
  router: ActionRouter,
  signal: AbortSignal,
): Promise<RouterAnnouncements> {
  const announced: Announced[] = [];
  try {
    const reading = await withSource(
      router,
      signal,
      async (source, limit, forList) => {
        const found = await source.readRouter({ signal: limit });
        const external = externalSessions(found)
          // GoBGP lists its neighbors in another order each time.
          .sort((one, other) => (one.name < other.name ? -1 : 1));
        for (const session of external) {
          if (session.state === 'established') {
            const { name } = session;
            const { own, foreign } = await readExportsApart(
              config,
              source,
              found,
              name,
              forList(),
            );
            const { endedBy } = foreign;
            const tooMany = endedBy && { tooMany: true };
            const sent = { session, own, foreign, ...tooMany };
            announced.push({ router: router.id, ...sent });
            assertWhole(name, { endedBy });
          }
        }
        return found;
      },
    );
    const problem = reading.problems.join(' ') || undefined;
    return { router, reading, announced, problem };
  } catch (error) {
    signal.throwIfAborted();
    const problem = isError(error) ? error.message : String(error);
    return { router, announced, problem };
  }
}
