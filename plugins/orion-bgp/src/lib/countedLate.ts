import { Session } from '@orion/backstage-plugin-orion-bgp-common';

/** A router some counters of which are older than its sessions. */
export interface CountedLate {
  router: string;
  /** ISO UTC of the copy of its table they were counted in. */
  asOf: string;
  /** That copy does not tell how things are now. */
  stale?: boolean;
}

/** The routers whose counters come from a table of before, with the oldest such table of each. */
export function countedLate(sessions: Session[]): CountedLate[] {
  const oldest = new Map<string, Omit<CountedLate, 'router'>>();
  for (const { router, families } of sessions) {
    for (const { counters } of families) {
      for (const { value, asOf, stale } of Object.values(counters)) {
        const known = oldest.get(router);
        if (value !== undefined && asOf && (!known || asOf < known.asOf)) {
          oldest.set(router, { asOf, stale });
        }
      }
    }
  }
  return [...oldest].map(([router, late]) => ({ router, ...late }));
}
