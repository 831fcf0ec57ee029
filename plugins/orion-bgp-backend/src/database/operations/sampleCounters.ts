import { Knex } from 'knex';

/** Seconds between two kept samples. */
export const SAMPLE_SECONDS = 60;
/** Seconds of a rolled-up one. */
export const ROLLED_SECONDS = 900;
/** Fine samples are kept for two days; longer ranges come rolled up. */
const FINE_HOURS = 26;
/** Stands for the router's table as a whole; no session has an empty name. */
export const TABLE_SESSION = '';

/** Seconds between two samples of a range that goes so far back. */
export function stepOf(hours: number): number {
  return hours <= FINE_HOURS ? SAMPLE_SECONDS : ROLLED_SECONDS;
}

/**
 * Keeps the counters of a router's present sessions, at most once per step:
 * whichever replica comes first.
 */
export async function sampleCounters(
  trx: Knex.Transaction,
  router: string,
): Promise<void> {
  const claimed = await trx('routers')
    .where({ id: router })
    .andWhere(q =>
      q
        .whereNull('sampled_at')
        .orWhereRaw(
          `sampled_at < date_bin(? * interval '1 second', clock_timestamp(), 'epoch')`,
          [SAMPLE_SECONDS],
        )
        // The clock was set back: nobody waits until it is there again.
        .orWhereRaw('sampled_at > clock_timestamp()'),
    )
    .update({ sampled_at: trx.raw('clock_timestamp()') });
  if (claimed === 0) {
    return;
  }
  await trx.raw(
    `INSERT INTO counter_samples (router, session, family, step_seconds, at, counters)
     SELECT s.router, s.name, f.family->>'family', :step,
       date_bin(:step * interval '1 second', clock_timestamp(), 'epoch'),
       f.family->'counters'
     FROM sessions s, jsonb_array_elements(s.reading->'families') AS f (family)
     WHERE s.router = :router AND s.gone_at IS NULL AND s.state = 'established'
     ON CONFLICT DO NOTHING`,
    { router, step: SAMPLE_SECONDS },
  );
}
