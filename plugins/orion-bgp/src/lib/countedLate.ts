import { Session } from '@orion/backstage-plugin-orion-bgp-common';

/** A router some counters of which are older than its sessions. */
export interface CountedLate {
  router: string;
  /** ISO UTC of the copy of its table they were counted in. */
  asOf: string;
}

/** The routers whose counters come from a table of before, with the oldest such table of each. */
export function countedLate(sessions: Session[]): CountedLate[] {
  const oldest = new Map<string, string>();
  for (const { router, families } of sessions) {
    for (const { counters } of families) {
      for (const { value, asOf } of Object.values(counters)) {
        const known = oldest.get(router);
        if (value !== undefined && asOf && (!known || asOf < known)) {
          oldest.set(router, asOf);
        }
      }
    }
  }
  return [...oldest].map(([router, asOf]) => ({ router, asOf }));
}
