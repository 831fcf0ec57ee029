import { firstOtherAs } from '../attributes/firstOtherAs';
import { ExportRecord, RouterReading } from '../routes/RouteSource';

/**
 * Tells of each route that goes out over a session whether it is the network's own:
 * whether it begins inside the AS. Its path says so, not the session that this
 * router heard it on: another upstream's routes come over iBGP as well, and what one
 * router hears outside the other one hears inside.
 *
 * The own AS in a path does not count, however often it stands there: one daemon
 * lists routes before it adds it, another one after, and policies prepend it.
 */
export function ownExportTest(
  reading: Pick<RouterReading, 'identity' | 'sessions'>,
  session: string,
): (route: ExportRecord) => boolean {
  const own = ownAses(reading, session);
  return ({ attributes, from, originAs }) => {
    if (attributes) {
      return firstOtherAs(attributes, own) === undefined;
    }
    // Without a word of its path, only what the router has by itself is its own.
    return originAs === undefined
      ? !from
      : originAs === null || own.has(originAs);
  };
}

/** The ASes that are this network where a session tells of it. */
export function ownAses(
  { identity, sessions }: Pick<RouterReading, 'identity' | 'sessions'>,
  session: string,
): Set<number> {
  return new Set(
    sessions
      .filter(({ name, type }) => name === session || type === 'internal')
      .flatMap(({ localAs = identity.asn }) => localAs ?? []),
  );
}
