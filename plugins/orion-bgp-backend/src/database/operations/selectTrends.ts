import { Knex } from 'knex';
import type { TrendRows } from '../SessionStore';
import { SAMPLE_SECONDS } from './sampleCounters';

/** Two samples fall into the shortest, so that one that came late leaves no gap. */
const STEP_SECONDS = [120, 300, 600, 900, 1800];
const LONGEST = STEP_SECONDS[STEP_SECONDS.length - 1];

/**
 * The newest fine sample of every family in each of the equal steps before now: as
 * short ones as reach back to the first sample, half an hour at most. Of a clock that
 * was set back, samples of later are left out.
 */
export async function selectTrends(
  knex: Knex,
  routers: string[],
  steps: number,
): Promise<TrendRows> {
  const of = {
    routers,
    steps,
    seconds: steps * LONGEST,
    fine: SAMPLE_SECONDS,
  };
  const first = await knex.raw(
    `SELECT extract(epoch FROM clock_timestamp() - min(at))::float8 AS age
     FROM counter_samples
     WHERE router = ANY(:routers) AND step_seconds = :fine
       AND at > clock_timestamp() - make_interval(secs => :seconds)
       AND at <= clock_timestamp()`,
    of,
  );
  const { age } = first.rows[0];
  const stepSeconds =
    STEP_SECONDS.find(seconds => age < steps * seconds) ?? LONGEST;
  const { rows } = await knex.raw(
    `SELECT DISTINCT ON (router, session, family, step) router, session, family, step, counters
     FROM (
       SELECT *, :steps::int - 1 - floor(extract(epoch FROM clock_timestamp() - at) / :stepSeconds)::int AS step
       FROM counter_samples
       WHERE router = ANY(:routers) AND step_seconds = :fine
         AND at > clock_timestamp() - make_interval(secs => :seconds)
     ) samples
     WHERE step BETWEEN 0 AND :steps::int - 1
     ORDER BY router, session, family, step, at DESC`,
    { ...of, stepSeconds },
  );
  return { stepSeconds, rows };
}
