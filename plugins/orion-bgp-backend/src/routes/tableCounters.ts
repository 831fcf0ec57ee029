import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';

/** Moves when a route of the router may have: two equal texts, one table. */
export function tableCounters(sessions: SessionReading[]): string {
  const counted = sessions.map(
    ({ name, families }) =>
      [
        name,
        families.map(({ changes, counters: { received, accepted } }) => [
          changes,
          received?.value,
          accepted?.value,
        ]),
      ] as const,
  );
  // GoBGP lists its neighbors in another order each time.
  return JSON.stringify(counted.sort(([one], [two]) => (one < two ? -1 : 1)));
}

/**
 * Whether equal counters say that no route came or went: a daemon that counts
 * routes alone, as GoBGP does, has the same number after one went and one came.
 */
export function countsChanges(sessions: SessionReading[]): boolean {
  const used = sessions
    .filter(({ state }) => state === 'established')
    .flatMap(({ families }) => families.filter(({ up }) => up));
  return used.length > 0 && used.every(({ changes }) => changes !== undefined);
}
