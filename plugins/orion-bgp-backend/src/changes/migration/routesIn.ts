import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { leastOf } from '../comeback/judgeBack';

/** Routes of a family that came in over a session, as far as its daemon tells. */
export interface RoutesIn {
  family: string;
  received?: number;
  accepted?: number;
}

/** Of the families that are up. */
export function routesIn({
  families,
}: Pick<SessionReading, 'families'>): RoutesIn[] {
  return families
    .filter(({ up }) => up)
    .map(({ family, counters: { accepted, received } }) => ({
      family,
      ...(received?.value !== undefined && { received: received.value }),
      ...(accepted?.value !== undefined && { accepted: accepted.value }),
    }));
}

/**
 * What lacks over a session of what came in over that of another daemon, in words:
 * "ipv6-unicast: 1 of 12 routes accepted". What was accepted there has to be
 * accepted here, or at least received where the daemon does not count what its
 * policy let in; where nobody counted it there, one route has to be let in.
 *
 * @param planned - of the session that spoke
 */
export function findFewer(
  planned: readonly RoutesIn[],
  session: Pick<SessionReading, 'families'> | undefined,
): string[] {
  const now = session ? routesIn(session) : [];
  return planned.flatMap(({ accepted, family, received }) => {
    const wanted = accepted ?? received ?? 0;
    if (wanted === 0) {
      return [];
    }
    const found = now.find(one => one.family === family);
    if (!found) {
      return [`${family}: no routes are exchanged`];
    }
    const counter = found.accepted === undefined ? 'received' : 'accepted';
    const value = found[counter] ?? 0;
    // Of what was received there, nobody knows how much is to be let in here.
    const least = accepted === undefined ? 1 : leastOf({ value: accepted });
    return value < least
      ? [
          `${family}: ${value} of ${wanted} routes ${counter}, and at least ${least} were to be`,
        ]
      : [];
  });
}
