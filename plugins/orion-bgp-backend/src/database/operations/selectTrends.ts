import { Knex } from 'knex';
import type { TrendRow } from '../SessionStore';
import { SAMPLE_SECONDS } from './sampleCounters';

/**
 * The newest fine sample of every family in each of the equal steps before now. Of
 * a clock that was set back, samples of later are left out.
 */
export async function selectTrends(
  knex: Knex,
  routers: string[],
  { steps, stepSeconds }: { steps: number; stepSeconds: number },
): Promise<TrendRow[]> {
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
    {
      routers,
      steps,
      stepSeconds,
      seconds: steps * stepSeconds,
      fine: SAMPLE_SECONDS,
    },
  );
  return rows;
}
