import {
  DecidedStateReport,
  SessionDetail,
} from '@orion/backstage-plugin-orion-bgp-common';

/** Routers date by their own clocks, and a change is told of after it was done. */
const TOLERANCE_MS = 60_000;

/** The change by which a session is off. */
export interface DecidedOff {
  decided: DecidedStateReport;
  /** It went down later, for another reason or by hand: it is only as decided. */
  later: boolean;
}

/** Undefined for a session that is on, and for one that no change wanted off. */
export function decidedOff({
  adminState,
  decided,
  gone,
  since,
}: Pick<SessionDetail, 'adminState' | 'decided' | 'gone' | 'since'>):
  | DecidedOff
  | undefined {
  if (gone || adminState !== 'down' || decided?.state !== 'down') {
    return undefined;
  }
  const late = since ? Date.parse(since) - Date.parse(decided.decidedAt) : 0;
  return { decided, later: late > TOLERANCE_MS };
}
