import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { formatPrefix } from '../routes/addresses';
import {
  ExportRecord,
  RouteSource,
  RouterReading,
} from '../routes/RouteSource';

/** Nobody announces more of their own; what is beyond is a mistake to look at. */
export const MAX_OWN_EXPORTS = 10_000;

/** What of a route is made: kept, passed over, or nothing more is read. */
type Sorted = 'own' | 'other' | 'enough';

/** What was kept of a list. */
export interface SortedExports {
  /** Sorted; where reading ended, those before that. */
  own: string[];
  /**
   * Reading ended before the list did: with more of their own than anybody has, or
   * with enough of others.
   */
  endedBy?: 'own' | 'foreign';
}

/** Those with other networks. */
export function externalSessions(reading: RouterReading): SessionReading[] {
  return reading.sessions.filter(({ type }) => type === 'external');
}

/**
 * Prefixes that a session announces and that the router has by itself. What it
 * learned from another router of its network goes when that one's path goes, so it
 * is not among them; nor is what the daemon names no source of. Sorted.
 *
 * @throws Error where they are more than anybody has of their own
 */
export async function readOriginated(
  source: RouteSource,
  session: string,
  signal: AbortSignal,
): Promise<string[]> {
  const found = await readExports(source, session, signal, ({ from }) =>
    from === '' ? 'own' : 'other',
  );
  assertWhole(session, found);
  return found.own;
}

/**
 * Sorts the routes that go out over a session. Ends with the first one that is too
 * many: a list may have a full table, and what is wrong with it is known by then.
 */
export async function readExports(
  source: RouteSource,
  session: string,
  signal: AbortSignal,
  sort: (route: ExportRecord, prefixOf: () => string) => Sorted,
): Promise<SortedExports> {
  const own = new Set<string>();
  let endedBy: SortedExports['endedBy'];
  try {
    await source.dumpExports({
      signal,
      session,
      sink: route => {
        const prefixOf = () => formatPrefix(route.address, route.length);
        const sorted = sort(route, prefixOf);
        if (sorted === 'own') {
          own.add(prefixOf());
        }
        if (sorted === 'enough' || own.size > MAX_OWN_EXPORTS) {
          endedBy = sorted === 'enough' ? 'foreign' : 'own';
          // Each driver ends a list whose receiver fails.
          throw new Error('Enough was read');
        }
      },
    });
  } catch (error) {
    if (!endedBy) {
      throw error;
    }
  }
  return { own: [...own].sort(), endedBy };
}

/** For whoever wants to know what is announced, and not whether it may be. */
export function assertWhole(
  session: string,
  { endedBy }: Pick<SortedExports, 'endedBy'>,
): void {
  if (endedBy === 'own') {
    throw new Error(
      `Session ${session} announces more than ${MAX_OWN_EXPORTS} prefixes of its own network`,
    );
  }
}
