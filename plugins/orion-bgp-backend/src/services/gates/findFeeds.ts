import { Session } from '@orion/backstage-plugin-orion-bgp-common';
import { SharedNeighbor } from '../sharedNeighbors';

/** Each is compared whole: more are no sensible set-up. */
const MOST_FEEDS = 8;

/**
 * Sessions of `to` that may carry what a waiting neighbor sends `from`: another
 * one with the same AS, or one inside the network over which `from` hands on
 * what it keeps before its policy. Whether one does, the comparison shows. With
 * the family to compare where the neighbor has but one.
 */
export function findFeeds(
  neighbor: SharedNeighbor,
  sessions: { from: Session[]; to: Session[] },
): { feeds: string[]; family?: 4 | 6 } {
  const sent = sessions.from.find(({ name }) => name === neighbor.from);
  const families = (sent?.families ?? [])
    .filter(({ up }) => up)
    .map(({ family }) => family);
  const feeds = sessions.to
    .filter(
      ({ name, neighborAs, state, type }) =>
        name !== neighbor.to &&
        state === 'established' &&
        (type === 'internal' || neighborAs === sent?.neighborAs),
    )
    .filter(({ families: its }) =>
      families.every(family =>
        its.some(one => one.up && one.family === family),
      ),
    )
    .map(({ name }) => name);
  return {
    feeds: feeds.slice(0, MOST_FEEDS),
    family: familyOf(families),
  };
}

function familyOf(families: string[]): 4 | 6 | undefined {
  if (families.length !== 1) {
    return undefined;
  }
  return families[0] === 'ipv6-unicast' ? 6 : 4;
}
