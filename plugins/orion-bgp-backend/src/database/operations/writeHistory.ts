import { isDeepStrictEqual } from 'node:util';
import { Knex } from 'knex';
import {
  detectRouteEvents,
  keepVerdict,
} from '../../services/history/detectRouteEvents';
import { keepExports } from '../../services/history/keepExports';
import {
  AggregateObservation,
  HistoryReading,
  RouteObservation,
  TableSize,
} from '../../services/history/RouteObservation';
import { completeSamples } from './completeSamples';
import { SAMPLE_SECONDS, TABLE_SESSION } from './sampleCounters';

interface OwnRouteRow {
  router: string;
  prefix: string;
  aggregate: string;
  state: RouteObservation;
}

/**
 * Stores one look at what is watched in the transaction of its lease, with a
 * transition for everything that happened since the one before. The first look
 * at an aggregate on a router is where its history begins: nothing happened yet.
 *
 * @returns whether something happened.
 */
export async function writeHistory(
  trx: Knex.Transaction,
  { aggregates, observations, sizes, counts }: HistoryReading,
): Promise<boolean> {
  await sampleSizes(trx, sizes);
  await completeSamples(trx, counts);
  if (aggregates) {
    await dropUnwatched(trx, aggregates);
  }
  let happened = false;
  for (const observation of observations) {
    const changed = await writeObservation(trx, observation);
    happened ||= changed;
  }
  return happened;
}

async function dropUnwatched(
  trx: Knex.Transaction,
  aggregates: string[],
): Promise<void> {
  // What is watched on with another one was there before: it did not appear.
  await trx.raw(
    `UPDATE own_routes SET aggregate = around.aggregate
       FROM (SELECT DISTINCT ON (own.router, own.prefix) own.router, own.prefix, watched.aggregate
               FROM own_routes own
               JOIN unnest(:aggregates::cidr[]) AS watched(aggregate) ON own.prefix <<= watched.aggregate
              WHERE NOT (own.aggregate = ANY(:aggregates::cidr[]))
              ORDER BY own.router, own.prefix, masklen(watched.aggregate) DESC) AS around
      WHERE own_routes.router = around.router AND own_routes.prefix = around.prefix`,
    { aggregates },
  );
  for (const table of ['route_watches', 'own_routes']) {
    await trx(table)
      .whereRaw('NOT (aggregate = ANY(?::cidr[]))', [aggregates])
      .delete();
  }
}

async function writeObservation(
  trx: Knex.Transaction,
  { router, aggregate, routes, unreadExports, complete }: AggregateObservation,
): Promise<boolean> {
  const begins = await trx('route_watches')
    .insert({ router, aggregate })
    .onConflict()
    .ignore()
    .returning('router');
  const rows = await trx<OwnRouteRow>('own_routes').where({
    router,
    aggregate,
  });
  const before = new Map(rows.map(row => [row.prefix, row.state]));
  const transitions: object[] = [];
  const note = (
    prefix: string,
    was: RouteObservation | undefined,
    is: RouteObservation | undefined,
  ) => {
    if (begins.length > 0) {
      return;
    }
    for (const { event, session, from, to } of detectRouteEvents(was, is)) {
      transitions.push({
        router,
        prefix,
        event,
        session: session ?? null,
        from_value: from ?? null,
        to_value: to ?? null,
      });
    }
  };
  for (const route of routes) {
    const was = before.get(route.prefix);
    before.delete(route.prefix);
    const is = keepExports(was, keepVerdict(was, route), unreadExports);
    note(route.prefix, was, is);
    if (!isDeepStrictEqual(was, is)) {
      await trx('own_routes')
        .insert({
          router,
          prefix: route.prefix,
          aggregate,
          state: JSON.stringify(is),
        })
        .onConflict(['router', 'prefix'])
        .merge(['aggregate', 'state']);
    }
  }
  const gone = complete ? [...before] : [];
  for (const [prefix, was] of gone) {
    note(prefix, was, undefined);
    await trx('own_routes').where({ router, prefix }).delete();
  }
  if (transitions.length > 0) {
    await trx('route_transitions').insert(transitions);
  }
  return transitions.length > 0;
}

/** Beside the counters of sessions, so that they are rolled up and forgotten alike. */
async function sampleSizes(
  trx: Knex.Transaction,
  sizes: TableSize[],
): Promise<void> {
  for (const { router, family, paths, prefixes } of sizes) {
    const count = (value: number) => ({ value, definition: 'index' });
    await trx.raw(
      `INSERT INTO counter_samples (router, session, family, step_seconds, at, counters)
       VALUES (:router, :session, :family, :step,
         date_bin(:step * interval '1 second', clock_timestamp(), 'epoch'), :counters)
       ON CONFLICT DO NOTHING`,
      {
        router,
        session: TABLE_SESSION,
        family,
        step: SAMPLE_SECONDS,
        counters: JSON.stringify({
          paths: count(paths),
          ...(prefixes === undefined ? {} : { prefixes: count(prefixes) }),
        }),
      },
    );
  }
}
