import { CollectorClient } from '../../collector/CollectorClient';
import { SessionStore } from '../../database/SessionStore';
import { ListedSessionRow } from '../../database/tables';
import { CountedSession, fillCounters, leftToIndex } from '../fillCounters';
import { CountObservation } from './RouteObservation';

/** What only the index counts of sessions that are up, with one question for all routers. */
export async function observeCounts(
  {
    collector,
    sessions,
  }: {
    collector: Pick<CollectorClient, 'ask'>;
    sessions: Pick<SessionStore, 'listRouters'>;
  },
  rows: ListedSessionRow[],
): Promise<CountObservation[]> {
  const ids = [...new Set(rows.map(({ router }) => router))];
  const routers = await sessions.listRouters(ids);
  const lacking = rows
    .filter(({ gone_at }) => gone_at === null)
    .map(({ router, reading }) => ({
      router,
      session: {
        ...reading,
        driver: routers.find(({ id }) => id === router)?.identity.driver,
      },
    }))
    .filter(({ session }) =>
      session.families.some(family => leftToIndex(session, family).length > 0),
    );
  if (lacking.length === 0) {
    return [];
  }
  const tables = await collector.ask('counts', {
    routers: [...new Set(lacking.map(({ router }) => router))],
  });
  return lacking.flatMap(({ router, session }) =>
    countedIn(
      session,
      tables.find(table => table.router === router),
    ).map(counted => ({ router, ...counted })),
  );
}

function countedIn(
  session: CountedSession,
  table: Parameters<typeof fillCounters>[1],
): Omit<CountObservation, 'router'>[] {
  const { name, since } = session;
  return fillCounters(session, table).flatMap(({ family, counters }) => {
    const counted = Object.entries(counters).flatMap(
      ([step, { value, definition }]) =>
        definition === 'index' && value !== undefined
          ? [[step, { value, definition }] as const]
          : [],
    );
    // Nothing is counted of a session that nobody knows the age of.
    return counted.length > 0 && since !== undefined
      ? [
          {
            session: name,
            family,
            since,
            counters: Object.fromEntries(counted),
          },
        ]
      : [];
  });
}
