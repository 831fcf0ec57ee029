import {
  MigrationGate,
  OwnAggregates,
  RouteComparison,
  RouterIdentity,
  RouterParts,
  SentComparison,
  Session,
  TableState,
} from '@orion/backstage-plugin-orion-bgp-common';
import { Rehearsal } from '../../database/MigrationStore';
import { KernelAnswer } from '../../rib/kernel/KernelComparison';
import { SharedNeighbor } from '../sharedNeighbors';
import { ForeseenExports } from './foreseeExports';
import { LimitTrial } from './LimitTrial';

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
  /** Sessions that came up soon after the machine was started, though they may be down now. */
  cameBack: string[];
  /** Milliseconds since its last complete answer; undefined when there is none. */
  ageMs?: number;
}

/** What a neighbor gives `from`, beside what `to` has of the same by another way. */
export interface ImportSight {
  neighbor: SharedNeighbor;
  /** `to` speaks with the neighbor itself; else something stands in for it. */
  own: boolean;
  feeds: ImportFeed[];
}

/** One session of `to`, compared with the one session of `from`. */
export interface ImportFeed {
  session: string;
  /** As the neighbor sent it, refused routes too. */
  received: RouteComparison;
  accepted: RouteComparison;
  /** Why what is let in over it does not tell what will be over the other: a sentence. */
  otherPolicy?: string;
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
  imports: ImportSight[];
  /** What the AS announces, and who says so. */
  aggregates: OwnAggregates;
  exports: NeighborExports[];
  /** How both tell each neighbor of what is ours; empty while that is not known. */
  sent: SentComparison[];
  /** What `to` is going to send those that wait; absent where its filters' names tell. */
  foreseen?: ForeseenExports[];
  /** Limits that were exceeded on `to`, newest first. */
  limitTrials: LimitTrial[];
  /** Newest first. */
  rehearsals: Rehearsal[];
  /** Sessions on `from` that a cut-over names; absent where nobody asked for one. */
  going?: string[];
  now: Date;
}

/** The first prefixes that go out over a session, and how many there are. */
export interface NeighborExports {
  /** Id of the router. */
  router: string;
  session: string;
  address: string;
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
