import {
  Session,
  SessionTransition,
} from '@orion/backstage-plugin-orion-bgp-common';

/** How a session was for a while. `unknown`: ORION did not watch. */
export interface StripSegment {
  state: 'up' | 'down' | 'off' | 'unknown';
  /** Share of the whole range, 0 to 1. */
  share: number;
}

export interface HistoryStrip {
  segments: StripSegment[];
  /** Established share of the watched time; undefined without any. */
  upShare?: number;
}

/**
 * The last `rangeMs` as stretches of one state each, oldest first. `transitions`
 * come newest first; what lies before the oldest is not known.
 */
export function historyStrip(
  transitions: SessionTransition[],
  session: Pick<Session, 'state' | 'adminState'>,
  now: number,
  rangeMs: number,
): HistoryStrip {
  const start = now - rangeMs;
  const segments: StripSegment[] = [];
  let end = now;
  let state = stateOf(session.state, session.adminState);
  const add = (from: number) => {
    const begin = Math.max(start, from);
    if (end > begin) {
      segments.unshift({ state, share: (end - begin) / rangeMs });
    }
    end = Math.min(end, begin);
  };
  for (const { observedAt, to, adminState } of transitions) {
    if (end <= start) {
      break;
    }
    state = stateOf(to, adminState);
    add(Date.parse(observedAt));
  }
  if (end > start) {
    state = 'unknown';
    add(start);
  }
  const merged = mergeSame(segments);
  const sum = (wanted: StripSegment['state'][]) =>
    merged
      .filter(segment => wanted.includes(segment.state))
      .reduce((total, { share }) => total + share, 0);
  const watched = sum(['up', 'down', 'off']);
  return {
    segments: merged,
    upShare: watched > 0 ? sum(['up']) / watched : undefined,
  };
}

function stateOf(
  state: Session['state'],
  adminState: Session['adminState'],
): StripSegment['state'] {
  if (adminState === 'down') {
    return 'off';
  }
  return state === 'established' ? 'up' : 'down';
}

function mergeSame(segments: StripSegment[]): StripSegment[] {
  return segments.reduce<StripSegment[]>((merged, segment) => {
    const last = merged.at(-1);
    return last?.state === segment.state
      ? [...merged.slice(0, -1), { ...last, share: last.share + segment.share }]
      : [...merged, segment];
  }, []);
}
