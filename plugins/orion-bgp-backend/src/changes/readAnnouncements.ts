import { isError } from '@backstage/errors';
import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { formatPrefix } from '../routes/addresses';
import { RouteSource, RouterReading } from '../routes/RouteSource';
import { ActionRouter } from './readActionsConfig';
import { externalSessions } from './readExports';
import { withSource } from './SessionTools';

/** Nobody announces more of their own; what is beyond is a mistake to look at. */
const MAX_OWN = 10_000;

/** What an established session outside gets from a router. */
export interface Announced {
  router: string;
  session: SessionReading;
  /** Prefixes that no external neighbor gave, sorted. */
  own: string[];
  /** How many paths of external neighbors go out beside them. */
  others: number;
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
  router: ActionRouter,
  signal: AbortSignal,
): Promise<RouterAnnouncements> {
  const announced: Announced[] = [];
  try {
    const reading = await withSource(router, signal, async (source, limit) => {
      const found = await source.readRouter({ signal: limit });
      const external = externalSessions(found)
        // GoBGP lists its neighbors in another order each time.
        .sort((one, other) => (one.name < other.name ? -1 : 1));
      const names = new Set(external.map(({ name }) => name));
      for (const session of external) {
        if (session.state === 'established') {
          announced.push({
            router: router.id,
            session,
            ...(await readSession(source, { names, session }, limit)),
          });
        }
      }
      return found;
    });
    const problem = reading.problems.join(' ') || undefined;
    return { router, reading, announced, problem };
  } catch (error) {
    signal.throwIfAborted();
    const problem = isError(error) ? error.message : String(error);
    return { router, announced, problem };
  }
}

async function readSession(
  source: RouteSource,
  { names, session }: { names: Set<string>; session: SessionReading },
  signal: AbortSignal,
): Promise<Pick<Announced, 'own' | 'others'>> {
  const own = new Set<string>();
  let others = 0;
  await source.dumpExports({
    signal,
    session: session.name,
    sink: ({ address, length, from }) => {
      if (from !== undefined && names.has(from)) {
        others++;
        return;
      }
      own.add(formatPrefix(address, length));
      if (own.size > MAX_OWN) {
        throw new Error(
          `Session ${session.name} announces more than ${MAX_OWN} prefixes of its own network`,
        );
      }
    },
  });
  return { own: [...own].sort(), others };
}
