import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { formatPrefix } from '../routes/addresses';
import { RouteSource, RouterReading } from '../routes/RouteSource';

/** Nobody announces more of their own; what is beyond is a mistake to look at. */
const MAX_OWN_EXPORTS = 10_000;

/** Those with other networks. */
export function externalSessions(reading: RouterReading): SessionReading[] {
  return reading.sessions.filter(({ type }) => type === 'external');
}

/**
 * Prefixes that a session announces and that no external neighbor gave: the
 * router's own, and those of its network. Sorted.
 */
export async function readOwnExports(
  source: RouteSource,
  reading: RouterReading,
  session: string,
  signal: AbortSignal,
): Promise<string[]> {
  const external = new Set(externalSessions(reading).map(({ name }) => name));
  return readExports(source, session, signal, from =>
    from === undefined ? true : !external.has(from),
  );
}

/**
 * Prefixes that a session announces and that the router has by itself. What it
 * learned from another router of its network goes when that one's path goes, so it
 * is not among them; nor is what the daemon names no source of. Sorted.
 */
export async function readOriginated(
  source: RouteSource,
  session: string,
  signal: AbortSignal,
): Promise<string[]> {
  return readExports(source, session, signal, from => from === '');
}

/**
 * What of the routes that go out over a session is wanted, by the session they came
 * from: empty for the router's own, undefined where the daemon does not say. Sorted.
 *
 * @throws Error where that is more than anybody has of their own
 */
export async function readExports(
  source: RouteSource,
  session: string,
  signal: AbortSignal,
  isWanted: (from: string | undefined, prefixOf: () => string) => boolean,
): Promise<string[]> {
  const own = new Set<string>();
  await source.dumpExports({
    signal,
    session,
    sink: ({ address, length, from }) => {
      const prefixOf = () => formatPrefix(address, length);
      if (isWanted(from, prefixOf)) {
        own.add(prefixOf());
      }
      if (own.size > MAX_OWN_EXPORTS) {
        throw new Error(
          `Session ${session} announces more than ${MAX_OWN_EXPORTS} prefixes of its own network`,
        );
      }
    },
  });
  return [...own].sort();
}
