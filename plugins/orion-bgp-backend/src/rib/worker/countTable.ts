import { TableState } from '@orion/backstage-plugin-orion-bgp-common';
import { countRoutes } from '../answer/countRoutes';
import { PastCounts, TableCounts } from '../answer/TableCounts';
import { RibTable } from '../table/RibTable';

/** The table of a router, as its keeper has it. */
export interface KeptTable {
  /** Routes that went out at the last dump, by session. */
  exported: ReadonlyMap<string, number>;
  state: TableState;
  table: RibTable | undefined;
  /** What was counted in it last. */
  pastCounts?: PastCounts;
}

/** Counts the table of a router, when it is one that says how things are. */
export function countTable({
  exported,
  pastCounts,
  state: { router, state, dumpedAt, dumpMs = 0 },
  table,
}: KeptTable): TableCounts {
  const current = state === 'live' || state === 'polled';
  return {
    router,
    state,
    dumpedAt,
    readSince:
      dumpedAt && new Date(Date.parse(dumpedAt) - dumpMs).toISOString(),
    sessions: table && current ? countRoutes(table) : [],
    unsent: [...exported].flatMap(([name, count]) => (count ? [] : [name])),
    before: current ? undefined : pastCounts,
  };
}
