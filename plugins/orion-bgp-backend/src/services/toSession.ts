import { Session } from '@orion/backstage-plugin-orion-bgp-common';
import { ListedSessionRow } from '../database/tables';

/** A row as the API shows it. */
export function toSession(row: ListedSessionRow): Session {
  return {
    ...row.reading,
    router: row.router,
    gone: row.gone_at !== null,
    flaps: {
      lastDay: Number(row.flaps_day),
      lastWeek: Number(row.flaps_week),
      lastAt: row.last_flap_at?.toISOString(),
      watchedSince: row.first_seen_at.toISOString(),
    },
  };
}
