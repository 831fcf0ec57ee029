import { TableState } from '@orion/backstage-plugin-orion-bgp-common';
import { toIso } from '../../routes/toIso';
import { AttributePool } from '../pool/AttributePool';
import { RibTable } from '../table/RibTable';
import { DumpResult } from './dumpTable';

/** How a table is kept, of which its state tells. Times are Unix milliseconds. */
export interface TableFacts {
  router: string;
  state: TableState['state'];
  dumpedAt?: number;
  updatedAt?: number;
  nextDumpAt?: number;
  /** What the last dump brought. */
  last?: DumpResult;
  table?: RibTable;
  pool: AttributePool;
  /** Attributes that came only in part. */
  cut: number;
  /** Names of sessions whose exports are too many, or were not read. */
  exports: { long: readonly string[]; unread: readonly string[] };
  /** What goes out is not asked at all. */
  withoutExports: boolean;
  error?: string;
}

/** What people and the plugin are told of a table. */
export function tableState({
  router,
  state,
  table,
  last,
  pool,
  exports: { long, unread },
  ...facts
}: TableFacts): TableState {
  const count = (get: 'paths' | 'prefixes') =>
    table && { ipv4: table.v4[get], ipv6: table.v6[get] };
  return {
    router,
    state,
    dumpedAt: toIso(facts.dumpedAt),
    updatedAt: toIso(facts.updatedAt),
    dumpMs: last && Math.round(last.tookMs),
    nextDumpAt: toIso(facts.nextDumpAt),
    paths: count('paths') ?? last?.counts ?? { ipv4: 0, ipv6: 0 },
    prefixes: count('prefixes'),
    bytes: table?.byteLength ?? 0,
    sharedBytes: pool.byteLength,
    cutAttributes: facts.cut || undefined,
    longExports: long.length > 0 ? [...long] : undefined,
    unreadExports: unread.length > 0 ? [...unread] : undefined,
    withoutExports: facts.withoutExports || undefined,
    error: facts.error,
  };
}
