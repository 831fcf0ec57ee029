import {
  MigrationGate,
  RouteComparison,
  RouterIdentity,
  RouterParts,
  Session,
  TableState,
} from '@orion/backstage-plugin-orion-bgp-common';
import { Rehearsal } from '../../database/MigrationStore';
import { KernelAnswer } from '../../rib/kernel/KernelComparison';
import { SharedNeighbor } from '../sharedNeighbors';

/** A router of a migration, as it was read last. */
export interface GateRouter {
  id: string;
  sessions: Session[];
  table?: TableState;
  /** Absent before the first answer. */
  identity?: RouterIdentity;
  parts?: RouterParts;
  /** Absent where the kernel is not read. */
  kernel?: KernelAnswer;
  /** Milliseconds since its last complete answer; undefined when there is none. */
  ageMs?: number;
}

/** Everything gates are judged by, read at one moment. */
export interface GateFacts {
  from: GateRouter;
  to: GateRouter;
  /** Established on both: what is compared. */
  neighbors: SharedNeighbor[];
  /** Those `to` speaks with already. */
  moved: SharedNeighbor[];
  /** The rest of those both have, such as one that `to` may not speak to yet. */
  waiting: SharedNeighbor[];
  comparisons: RouteComparison[];
  /** What the AS announces; undefined when nobody said. */
  aggregates?: string[];
  /** What `to` sends to each shared neighbor, by address. */
  exports: Map<string, NeighborExports>;
  /** The newest one. */
  rehearsal?: Rehearsal;
  now: Date;
}

/** The first prefixes that go out to a neighbor, and how many there are. */
export interface NeighborExports {
  prefixes: string[];
  total: number;
}

/** How a gate was decided. */
export type GateVerdict = Pick<MigrationGate, 'state' | 'reason' | 'inputs'>;

export function passed(
  reason: string,
  inputs: GateVerdict['inputs'],
): GateVerdict {
  return { state: 'passed', reason, inputs };
}

export function failed(
  reason: string,
  inputs: GateVerdict['inputs'],
): GateVerdict {
  return { state: 'failed', reason, inputs };
}

/** Not provable with what is read, which is as good as failed. */
export function unknown(reason: string): GateVerdict {
  return { state: 'unknown', reason, inputs: [] };
}
