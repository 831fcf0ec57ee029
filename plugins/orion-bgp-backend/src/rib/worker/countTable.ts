import { countRoutes } from '../answer/countRoutes';
import { TableCounts } from '../answer/TableCounts';
import { TableKeeper } from './TableKeeper';

/** Counts the table of a router, when it is one that says how things are. */
export function countTable({
  exported,
  state: { router, state, dumpedAt, dumpMs = 0 },
  table,
}: Pick<TableKeeper, 'exported' | 'state' | 'table'>): TableCounts {
  const current = state === 'live' || state === 'polled';
  return {
    router,
    state,
    dumpedAt,
    readSince:
      dumpedAt && new Date(Date.parse(dumpedAt) - dumpMs).toISOString(),
    sessions: table && current ? countRoutes(table) : [],
    unsent: [...exported].flatMap(([name, count]) => (count ? [] : [name])),
  };
}
