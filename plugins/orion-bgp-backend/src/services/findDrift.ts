import {
  Drift,
  SessionReading,
  TableState,
} from '@orion/backstage-plugin-orion-bgp-common';
import { DecidedRow } from '../database/DecidedStore';

/** How a session is, and when that was read. */
export interface SessionEvidence {
  reading: Pick<
    SessionReading,
    'adminState' | 'disabledBy' | 'state' | 'since'
  >;
  /** ISO UTC; absent before the first answer. */
  fetchedAt?: string;
}

/**
 * A session that is otherwise than a change decided. A reading from before the
 * decision was kept says nothing.
 */
export function findSessionDrift(
  { recordedAt, ...decided }: DecidedRow,
  { reading, fetchedAt }: SessionEvidence,
): Drift | undefined {
  if (!fetchedAt || Date.parse(fetchedAt) <= recordedAt.getTime()) {
    return undefined;
  }
  const { adminState, disabledBy, state, since } = reading;
  // A session that fell over its limit is not one that somebody switched off.
  const now = adminState === 'down' ? 'down' : 'up';
  // Nor is one that its daemon did, though it is off for whoever wanted it so.
  if (now === decided.state || disabledBy) {
    return undefined;
  }
  const dated = now === 'down' || state === 'established';
  return { ...decided, since: dated ? since : undefined };
}

/** How a prefix is in the index. */
export interface PrefixEvidence {
  announced: boolean;
  /** ISO UTC, where the daemon dates it. */
  since?: string;
  /** Absent where the index does not have the router. */
  table?: TableState;
}

/** A prefix that a router announces or not, otherwise than a change decided. */
export function findPrefixDrift(
  { recordedAt, ...decided }: DecidedRow,
  { announced, since, table }: PrefixEvidence,
): Drift | undefined {
  if (!table || !isAfter(table, recordedAt)) {
    return undefined;
  }
  return announced === (decided.state === 'announced')
    ? undefined
    : { ...decided, since: announced ? since : undefined };
}

/** True for a table that shows what was there at that time, or later. */
function isAfter({ state, dumpedAt, error }: TableState, time: Date): boolean {
  if (error || !dumpedAt) {
    return false;
  }
  // Events tell within milliseconds; what they tell of was proven before.
  return (
    state === 'live' ||
    (state === 'polled' && Date.parse(dumpedAt) > time.getTime())
  );
}
