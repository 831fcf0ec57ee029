import { Knex } from 'knex';
import { ROLLED_SECONDS, SAMPLE_SECONDS } from './sampleCounters';

/** Days fine samples stay; afterwards the last of every quarter of an hour does. */
const FINE_DAYS = 2;

/**
 * Rolls fine samples up and forgets what is older than `keepDays`, transitions
 * and sessions that are gone included. Several replicas may do it at once.
 */
export async function rollUpCounters(
  knex: Knex,
  keepDays: number,
): Promise<void> {
  await knex.raw(
    `INSERT INTO counter_samples (router, session, family, step_seconds, at, counters)
     SELECT DISTINCT ON (router, session, family, bin) router, session, family, :rolled, bin, counters
     FROM (
       SELECT *, date_bin(:rolled * interval '1 second', at, 'epoch') AS bin
       FROM counter_samples
       WHERE step_seconds = :fine
         AND at < date_bin(:rolled * interval '1 second', clock_timestamp(), 'epoch')
     ) samples
     ORDER BY router, session, family, bin, at DESC
     ON CONFLICT DO NOTHING`,
    { fine: SAMPLE_SECONDS, rolled: ROLLED_SECONDS },
  );
  const olderThan = (column: string, days: number) =>
    knex.raw(`${column} < clock_timestamp() - ? * interval '1 day'`, [days]);
  await knex('counter_samples')
    .where({ step_seconds: SAMPLE_SECONDS })
    .andWhere(olderThan('at', FINE_DAYS))
    .delete();
  await knex('counter_samples').where(olderThan('at', keepDays)).delete();
  await knex('session_transitions')
    .where(olderThan('observed_at', keepDays))
    .delete();
  await knex('router_silences').where(olderThan('ended_at', keepDays)).delete();
  await knex('limit_trials').where(olderThan('at', keepDays)).delete();
  await knex('sessions').where(olderThan('gone_at', keepDays)).delete();
}
