import { Knex } from 'knex';

/** Looks that may fail before it counts: the page calls a router silent then. */
const LOOKS = 3;
/** A portal that is started anew is no news. */
const LEAST_SECONDS = 60;

/**
 * Keeps the stretch since the last good answer of a router, where it was so long
 * that what its sessions did meanwhile is not known. Called with the next good
 * answer, in the transaction that stores it and before its source is dated.
 */
export async function noteSilence(
  trx: Knex.Transaction,
  { router, source }: { router: string; source: string },
): Promise<void> {
  await trx.raw(
    `INSERT INTO router_silences (router, began_at)
     SELECT ?, fetched_at FROM sources
     WHERE source = ? AND fetched_at < clock_timestamp()
       - greatest(? * interval '1 second', ? * interval_ms * interval '1 millisecond')`,
    [router, source, LEAST_SECONDS, LOOKS],
  );
}
