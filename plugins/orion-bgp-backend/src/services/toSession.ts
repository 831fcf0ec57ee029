import { Session } from '@orion/backstage-plugin-orion-bgp-common';
import { ListedSessionRow } from '../database/tables';

/** A row as the API shows it. */
export function toSession(row: ListedSessionRow): Session {
  return {
    ...row.reading,
    router: row.router,
    ...(row.seen_local !== null &&
      row.seen_local_at !== null && {
        seenLocal: {
          address: row.seen_local,
          at: row.seen_local_at.toISOString(),
        },
      }),
    gone: row.gone_at !== null,
    flaps: {
      lastDay: Number(row.flaps_day),
      lastWeek: Number(row.flaps_week),
      lastAt: row.last_flap_at?.toISOString(),
      watchedSince: row.first_seen_at.toISOString(),
    },
  };
}
