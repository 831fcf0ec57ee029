import {
  ChangeState,
  TimelineEntry,
} from '@orion/backstage-plugin-orion-changes-common';
import {
  changeStatusWord,
  StatusTone,
  statusTones,
  TimelineItem,
} from '@orion/backstage-plugin-orion-react';

/** Why time passed: a key of `timeline.*`. */
export type GapReason =
  | 'approval'
  | 'plan'
  | 'start'
  | 'apply'
  | 'attention'
  | 'other';

const SHORTEST_GAP_MS = 60_000;
const reasons: Partial<Record<ChangeState, GapReason>> = {
  requested: 'plan',
  planning: 'plan',
  'awaiting-approval': 'approval',
  approved: 'start',
  applying: 'apply',
  'needs-attention': 'attention',
};

/** The record as a timeline, with waits of a minute and more named. */
export function timelineItems(
  entries: TimelineEntry[],
  gapText: (reason: GapReason, ms: number) => string,
): TimelineItem[] {
  let state: ChangeState | undefined;
  let previous: TimelineEntry | undefined;
  return [...entries]
    .sort((a, b) => a.seq - b.seq)
    .map((entry, index, all) => {
      const ms = previous ? Date.parse(entry.at) - Date.parse(previous.at) : 0;
      const reason = (state && reasons[state]) ?? 'other';
      state = entry.state ?? state;
      previous = entry;
      return {
        key: entry.seq,
        at: entry.at,
        title: entry.message,
        actor: entry.actor,
        comment: entry.comment,
        tone: toneOf(entry.state, index === all.length - 1),
        gap: ms >= SHORTEST_GAP_MS ? gapText(reason, ms) : undefined,
      };
    });
}

/** Only the last entry can still be under way. */
function toneOf(state: ChangeState | undefined, last: boolean): StatusTone {
  const tone = state ? statusTones[changeStatusWord(state)] : 'idle';
  return tone === 'busy' && !last ? 'idle' : tone;
}
