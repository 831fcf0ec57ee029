import { TableState } from '@orion/backstage-plugin-orion-bgp-common';
import { SessionCount } from './countRoutes';

/** What was counted in a table, and which dump that table goes back to. */
export interface CountedTable {
  /** ISO UTC of the begin of the last whole dump. */
  readSince?: string;
  /** Of every session with routes in either direction. */
  sessions: SessionCount[];
  /** Sessions that got nothing at the last dump. */
  unsent: string[];
}

/** What a table told last while it told how things are. */
export interface PastCounts extends CountedTable {
  /** ISO UTC. */
  countedAt: string;
}

/** What was counted in the table of one router, and of when the table is. */
export interface TableCounts extends CountedTable {
  router: string;
  state: TableState['state'];
  /** ISO UTC of the end of the last whole dump. */
  dumpedAt?: string;
  /** Empty unless live or polled. */
  sessions: SessionCount[];
  /**
   * How it was, while the table is neither; absent where nobody knows. For people
   * alone: whatever decides something goes by what is counted now.
   */
  before?: PastCounts;
}
