import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { PastCount } from './countsBefore';

/** Tables move by themselves; of a handful of routes none may lack. */
export const MAY_LACK_SHARE = 0.05;

/** How many of the planned routes of a counter have to be there. */
export function leastOf({ value }: Pick<PastCount, 'value'>): number {
  return value - Math.floor(value * MAY_LACK_SHARE);
}

/**
 * What of a plan is not there, in words: "ipv6-unicast: 1 of 12 routes accepted".
 * A counter that the daemon does not have, or counts otherwise than it did, cannot
 * be compared: then the family has to be up.
 */
export function findLacking(
  planned: readonly PastCount[],
  { families }: Pick<SessionReading, 'families'>,
): string[] {
  return planned.flatMap(count => {
    const { family, counter, definition, value } = count;
    const now = families.find(one => one.family === family);
    if (!now?.up) {
      return value > 0 ? [`${family}: no routes are exchanged`] : [];
    }
    const found = now.counters[counter];
    if (found?.value === undefined || found.definition !== definition) {
      return [];
    }
    return found.value < leastOf(count)
      ? [
          `${family}: ${
            found.value
          } of ${value} routes ${counter}, and at least ${leastOf(
            count,
          )} were to be`,
        ]
      : [];
  });
}

/** "ipv6-unicast: 12 routes accepted" */
export function countText({
  family,
  counter,
  value,
}: Pick<PastCount, 'family' | 'counter' | 'value'>): string {
  return `${family}: ${value} routes ${counter}`;
}
