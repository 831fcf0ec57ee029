import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { HostSpeaker, SPEAKER_TITLES } from './HostSpeakers';
import { WantedSession } from './PlaybookSight';

/** Sessions that a configuration gives to the other daemon of the machine. */
export interface MovedSessions {
  /** Whole sentences that forbid it. */
  denials: string[];
  /** It only writes down what a cut-over did: taken back, it would undo that. */
  lasting: boolean;
}

/**
 * A session goes from one daemon to the other by a cut-over or a rollback, which
 * asks gates and proves each step. A configuration may only write down what that
 * left: the old speaker has it switched off, and the new one holds it.
 */
export function findMoved(
  speakers: HostSpeaker[],
  wanted: WantedSession[],
): MovedSessions {
  const moved: MovedSessions = { denials: [], lasting: false };
  for (const session of wanted.filter(({ enabled }) => enabled)) {
    const self = speakers.find(({ driver }) => driver === session.speaker);
    const other = speakers.find(({ driver }) => driver !== session.speaker);
    if (
      !other ||
      !self ||
      isEnabled(self, session) ||
      isBeside(session, wanted, other)
    ) {
      continue;
    }
    const held = liveOf(other, session);
    const known = other.now?.reading !== undefined;
    const holds = known
      ? held !== undefined && held.adminState !== 'down'
      : isEnabled(other, session);
    const takenOver = liveOf(self, session)?.state === 'established';
    if (holds || (isEnabled(other, session) && !takenOver)) {
      const [from, to] = [other, self].map(
        ({ driver }) => SPEAKER_TITLES[driver],
      );
      moved.denials.push(
        `Session ${session.name} would go from ${from} to ${to}. That is a cut-over, whose gates and steps the page Migration has; what it left is written down by a configuration afterwards.`,
      );
    } else if (isEnabled(other, session)) {
      moved.lasting = true;
    }
  }
  return moved;
}

/**
 * The other daemon keeps one with the same neighbor, on another address of ours: that
 * neighbor speaks with both.
 */
function isBeside(
  { neighbor, local }: WantedSession,
  wanted: WantedSession[],
  other: HostSpeaker,
): boolean {
  const twin = wanted.find(
    one => one.speaker === other.driver && one.neighbor === neighbor,
  );
  const held = liveOf(other, { neighbor })?.localAddress;
  return (
    local !== undefined &&
    twin?.local !== undefined &&
    twin.local !== local &&
    held !== local
  );
}

/** The configuration of now has it, and not switched off. */
function isEnabled(
  { before }: HostSpeaker,
  { neighbor }: WantedSession,
): boolean {
  return !!before?.sessions.some(
    one => one.neighbor === neighbor && one.enabled,
  );
}

function liveOf(
  { now }: HostSpeaker,
  { neighbor }: Pick<WantedSession, 'neighbor'>,
): SessionReading | undefined {
  return now?.reading?.sessions.find(
    ({ neighborAddress }) => neighborAddress === neighbor,
  );
}
