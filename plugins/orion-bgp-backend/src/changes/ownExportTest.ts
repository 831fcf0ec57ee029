import { hasOtherAs } from '../attributes/hasOtherAs';
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
  { identity, sessions }: Pick<RouterReading, 'identity' | 'sessions'>,
  session: string,
): (route: ExportRecord) => boolean {
  const own = new Set(
    sessions
      .filter(({ name, type }) => name === session || type === 'internal')
      .flatMap(({ localAs = identity.asn }) => localAs ?? []),
  );
  return ({ attributes, from, originAs }) => {
    if (attributes) {
      return !hasOtherAs(attributes, own);
    }
    // Without a word of its path, only what the router has by itself is its own.
    return originAs === undefined
      ? !from
      : originAs === null || own.has(originAs);
  };
}
