import { TableState } from '@orion/backstage-plugin-orion-bgp-common';
import { SessionCount } from './countRoutes';

/** What was counted in the table of one router, and of when the table is. */
export interface TableCounts {
  router: string;
  state: TableState['state'];
  /** ISO UTC of the begin and the end of the last whole dump. */
  readSince?: string;
  dumpedAt?: string;
  /** Of every session with routes in either direction; empty unless live or polled. */
  sessions: SessionCount[];
  /** Sessions that got nothing at the last dump. */
  unsent: string[];
}
