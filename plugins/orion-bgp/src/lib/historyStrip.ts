import {
  isSwitchedOff,
  RouterSilence,
  SessionTransition,
} from '@orion/backstage-plugin-orion-bgp-common';

/**
 * How a session was for a while. `unknown`: ORION did not watch, or it was gone.
 * `unloaded`: it may have watched, and that was not asked for yet.
 */
export interface StripSegment {
  state: 'up' | 'down' | 'off' | 'unknown' | 'unloaded';
  /** Share of the whole range, 0 to 1; 0 for a flap between two looks. */
  share: number;
}

export interface HistoryStrip {
  segments: StripSegment[];
  /** Established share of the watched time; undefined without any. */
  upShare?: number;
  /** Unix milliseconds from which on it tells; absent when that is the whole range. */
  loadedFrom?: number;
}

/** What is known of a session's past. */
export interface KnownHistory {
  /** Newest first; what lies before the oldest is not known. */
  transitions: SessionTransition[];
  /** ORION has some from before the oldest. */
  more?: boolean;
  silences: RouterSilence[];
  /** Unix milliseconds of the router's last answer; undefined before the first. */
  knownUntil?: number;
}

/** Between two looks is no silence. */
const PAUSE_MS = 60_000;

interface Stretch {
  state: StripSegment['state'];
  from: number;
  to: number;
}

/** The last `rangeMs` as stretches of one state each, oldest first. */
export function historyStrip(
  history: KnownHistory,
  now: number,
  rangeMs: number,
): HistoryStrip {
  const start = now - rangeMs;
  const stretches = withSilences(
    stretchesOf(history, start, now),
    history,
    now,
  );
  const segments = mergeSame(
    stretches.map(({ state, from, to }) => ({
      state,
      share: (to - from) / rangeMs,
    })),
  );
  const sum = (wanted: StripSegment['state'][]) =>
    segments
      .filter(segment => wanted.includes(segment.state))
      .reduce((total, { share }) => total + share, 0);
  const watched = sum(['up', 'down', 'off']);
  return {
    segments,
    upShare: watched > 0 ? sum(['up']) / watched : undefined,
    loadedFrom:
      stretches[0]?.state === 'unloaded' ? stretches[0].to : undefined,
  };
}

/** Oldest first, without gaps. */
function stretchesOf(
  { more, transitions }: KnownHistory,
  start: number,
  now: number,
): Stretch[] {
  const found: Stretch[] = [];
  let end = now;
  for (const one of transitions) {
    if (end <= start) {
      break;
    }
    const at = Math.min(end, Math.max(start, Date.parse(one.observedAt)));
    const state = one.gone ? 'unknown' : stateOf(one);
    found.unshift({ state, from: at, to: end });
    if (one.flap && one.to === 'established' && at > start) {
      // It left and came back between two looks.
      found.unshift({ state: 'down', from: at, to: at });
    }
    end = at;
  }
  if (end > start) {
    const state = more ? 'unloaded' : 'unknown';
    found.unshift({ state, from: start, to: end });
  }
  return found;
}

/** Cuts out what nobody saw. */
function withSilences(
  stretches: Stretch[],
  { knownUntil, silences }: KnownHistory,
  now: number,
): Stretch[] {
  const unseen = [
    ...silences.map(({ from, to }) => [Date.parse(from), Date.parse(to)]),
    [knownUntil ?? -Infinity, now],
  ].filter(([from, to]) => to - from > PAUSE_MS);
  return unseen.reduce(
    (all, [from, to]) => all.flatMap(one => cut(one, from, to)),
    stretches,
  );
}

function cut(one: Stretch, from: number, to: number): Stretch[] {
  const [begin, end] = [Math.max(one.from, from), Math.min(one.to, to)];
  if (begin >= end || one.state === 'unloaded') {
    return [one];
  }
  const parts: Stretch[] = [
    { ...one, to: begin },
    { state: 'unknown', from: begin, to: end },
    { ...one, from: end },
  ];
  return parts.filter(part => part.to > part.from);
}

function stateOf(one: SessionTransition): StripSegment['state'] {
  if (isSwitchedOff(one)) {
    return 'off';
  }
  return one.to === 'established' ? 'up' : 'down';
}

function mergeSame(segments: StripSegment[]): StripSegment[] {
  return segments.reduce<StripSegment[]>((merged, segment) => {
    const last = merged.at(-1);
    return last?.state === segment.state
      ? [...merged.slice(0, -1), { ...last, share: last.share + segment.share }]
      : [...merged, segment];
  }, []);
}
