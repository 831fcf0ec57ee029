import { AttributePool } from '../src/rib/pool/AttributePool';
import { BenchTable } from './BenchTable';
import { FedRoute } from './BgpFeeder';

/** What both daemons are measured with. */
export interface DaemonBench {
  bench: BenchTable;
  /** Routes by their attributes, as a neighbor packs them. */
  groups: FedRoute[][];
  /** How many these are. */
  total: number;
  pool: AttributePool;
  signal: AbortSignal;
}
