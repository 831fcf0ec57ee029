import { Knex } from 'knex';
import { CountObservation } from '../../services/history/RouteObservation';
import { SAMPLE_SECONDS } from './sampleCounters';

/** A look comes twice a minute: the sample it belongs to may be the one before. */
const LATE_STEPS = 2;

/**
 * Adds what was counted in the index to the newest samples of these sessions.
 * What is in a sample stays, and one from before the session came up is left.
 */
export async function completeSamples(
  trx: Knex.Transaction,
  counts: CountObservation[],
): Promise<void> {
  await trx.raw(
    `UPDATE counter_samples AS sample
     SET counters = counted.counters || sample.counters
     FROM jsonb_to_recordset(:counts::jsonb) AS counted
       (router text, session text, family text, since timestamptz, counters jsonb)
     WHERE sample.router = counted.router AND sample.session = counted.session
       AND sample.family = counted.family AND sample.step_seconds = :step
       AND sample.at > clock_timestamp() - :late * interval '1 second'
       AND sample.at >= date_bin(:step * interval '1 second', counted.since, 'epoch')
       AND sample.counters IS DISTINCT FROM counted.counters || sample.counters`,
    {
      counts: JSON.stringify(counts),
      step: SAMPLE_SECONDS,
      late: LATE_STEPS * SAMPLE_SECONDS,
    },
  );
}
