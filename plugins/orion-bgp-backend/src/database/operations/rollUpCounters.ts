import { Knex } from 'knex';
import { ROLLED_SECONDS, SAMPLE_SECONDS } from './sampleCounters';

/** Days fine samples stay; afterwards what stands for a quarter of an hour does. */
const FINE_DAYS = 2;
/** A share of what it ends with; a counter that goes further from it strays. */
const STRAYS = 0.05;

/**
 * Rolls fine samples up and forgets what is older than `keepDays`, transitions
 * and sessions that are gone included; how a session was before the oldest is kept. Several replicas may do it at once.
 *
 * The last sample of a quarter of an hour stands for it. Where a counter went
 * further from that than a twentieth, its lowest and its highest stay as well: a
 * table that fell together for five minutes is what people look for days later.
 */
export async function rollUpCounters(
  knex: Knex,
  keepDays: number,
): Promise<void> {
  await knex.raw(
    `WITH samples AS (
       SELECT *, date_bin(:rolled * interval '1 second', at, 'epoch') AS bin
       FROM counter_samples AS fine
       WHERE step_seconds = :fine
         AND at < date_bin(:rolled * interval '1 second', clock_timestamp(), 'epoch')
         -- The last of a quarter of an hour stands where it was.
         AND NOT EXISTS (
           SELECT 1 FROM counter_samples AS done
           WHERE (done.router, done.session, done.family, done.step_seconds)
               = (fine.router, fine.session, fine.family, :rolled)
             AND done.at BETWEEN fine.at
               AND date_bin(:rolled * interval '1 second', fine.at, 'epoch')
                 + :rolled * interval '1 second' - interval '1 microsecond'
         )
     ), counted AS (
       SELECT router, session, family, bin, at, name, (counter->>'value')::numeric AS value
       FROM samples, jsonb_each(counters) AS counters (name, counter)
       WHERE counter->>'value' IS NOT NULL
     ), ranked AS (
       SELECT *,
         first_value(value) OVER (one ORDER BY at DESC) AS last,
         row_number() OVER (one ORDER BY value, at) AS low,
         row_number() OVER (one ORDER BY value DESC, at) AS high
       FROM counted
       WINDOW one AS (PARTITION BY router, session, family, bin, name)
     ), kept AS (
       SELECT router, session, family, max(at) AS at FROM samples
       GROUP BY router, session, family, bin
       UNION
       SELECT router, session, family, at FROM ranked
       WHERE (low = 1 OR high = 1) AND abs(value - last) > :strays * last
     )
     INSERT INTO counter_samples (router, session, family, step_seconds, at, counters)
     SELECT router, session, family, :rolled, at, counters
     FROM samples JOIN kept USING (router, session, family, at)
     ON CONFLICT DO NOTHING`,
    { fine: SAMPLE_SECONDS, rolled: ROLLED_SECONDS, strays: STRAYS },
  );
  const olderThan = (column: string, days: number) =>
    knex.raw(`${column} < clock_timestamp() - ? * interval '1 day'`, [days]);
  await knex('counter_samples')
    .where({ step_seconds: SAMPLE_SECONDS })
    .andWhere(olderThan('at', FINE_DAYS))
    .delete();
  await knex('counter_samples').where(olderThan('at', keepDays)).delete();
  await knex('sessions').where(olderThan('gone_at', keepDays)).delete();
  // The last one before tells how a session was until the first one after.
  await knex('session_transitions AS old')
    .where(olderThan('old.observed_at', keepDays))
    .andWhere(either =>
      either
        .whereExists(
          knex('session_transitions AS later')
            .whereRaw(
              'later.router = old.router AND later.session = old.session',
            )
            .whereRaw('later.id > old.id')
            .andWhere(olderThan('later.observed_at', keepDays))
            .select(knex.raw('1')),
        )
        .orWhereNotExists(
          knex('sessions')
            .whereRaw(
              'sessions.router = old.router AND sessions.name = old.session',
            )
            .select(knex.raw('1')),
        ),
    )
    .delete();
  await knex('router_silences').where(olderThan('ended_at', keepDays)).delete();
  await knex('limit_trials').where(olderThan('at', keepDays)).delete();
}
