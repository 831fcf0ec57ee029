import { PlanLine } from '@orion/backstage-plugin-orion-changes-common';
import { isWayOut } from '../lastPath/isWayOut';
import { Announced, RouterAnnouncements } from '../readAnnouncements';
import { findConfigured } from './config/compareSpeakers';
import { HostSpeaker } from './HostSpeakers';
import { RoutedLoss } from './judgeInbound';

/** What goes out over one session before and after. */
export interface PlannedAnnouncements {
  router: string;
  session: string;
  neighborAs: number;
  /** Own prefixes, sorted. */
  before: string[];
  after: string[];
  /** How many paths that begin in other networks go out beside them now. */
  foreign: number;
  /** The session goes, if only for a moment: nothing is promised of it. */
  gone: boolean;
}

/** A prefix that goes out over fewer sessions than before. */
export interface LostAnnouncement {
  prefix: string;
  /** As people read them: "he_v6 on gw1". */
  over: string[];
  /** Established external sessions that still have it. */
  elsewhere: string[];
}

/** What a configuration does to what is announced. */
export interface AnnouncementChange {
  planned: PlannedAnnouncements[];
  lost: LostAnnouncement[];
}

/**
 * What each established session outside gets before and after. What a daemon
 * originates and whether a session gets it, its new configuration says; that a
 * prefix goes out elsewhere counts only where it does now and stays.
 */
export function judgeAnnouncements(
  speakers: HostSpeaker[],
  losses: RoutedLoss[],
  network: RouterAnnouncements[],
): AnnouncementChange {
  const planned = network
    .flatMap(({ announced }) => announced)
    .map(one => {
      const speaker = speakers.find(({ router }) => router?.id === one.router);
      const loss = losses.find(
        ({ router, session }) =>
          router === one.router && session.name === one.session.name,
      );
      return planOne(one, speaker, loss);
    });
  const lost = new Map<string, LostAnnouncement>();
  for (const one of planned) {
    for (const prefix of one.before) {
      if (!one.after.includes(prefix)) {
        const known = lost.get(prefix) ?? { prefix, over: [], elsewhere: [] };
        known.over.push(nameOf(one));
        lost.set(prefix, known);
      }
    }
  }
  // What only something that stands in gets, or a neighbor that restarts, nobody
  // outside may have.
  const ways = new Set(
    network.flatMap(({ router, announced }) =>
      announced
        .filter(({ session }) => isWayOut(router, session))
        .map(({ session }) =>
          nameOf({ router: router.id, session: session.name }),
        ),
    ),
  );
  for (const known of lost.values()) {
    known.elsewhere = planned
      .filter(
        ({ after, before, ...one }) =>
          before.includes(known.prefix) &&
          after.includes(known.prefix) &&
          ways.has(nameOf(one)),
      )
      .map(nameOf);
  }
  const here = new Set(speakers.map(({ router }) => router?.id));
  return {
    planned: planned.filter(({ router }) => here.has(router)),
    lost: [...lost.values()],
  };
}

function planOne(
  { router, session, own, foreign }: Announced,
  speaker: HostSpeaker | undefined,
  loss: RoutedLoss | undefined,
): PlannedAnnouncements {
  const base = {
    router,
    session: session.name,
    neighborAs: session.neighborAs,
    before: own,
    foreign: foreign.count,
    gone: loss?.gone ?? false,
  };
  if (!speaker?.changes) {
    return { ...base, after: own };
  }
  const { driver, before, after } = speaker;
  const old = before && findConfigured(driver, before.sessions, session);
  const now = findConfigured(driver, after.sessions, session);
  const goesOut = (prefix: string) => {
    const family = familyOf(prefix);
    const channel = now?.channels.find(one => one.family === family);
    if (
      !channel ||
      channel.exports === 'none' ||
      loss?.outbound.includes(family) ||
      !session.families.some(
        one => one.up && one.family === `${family}-unicast`,
      )
    ) {
      return false;
    }
    const opens =
      old?.channels.find(one => one.family === family)?.exports === 'none';
    // What does not go out although it could has a reason that stays.
    return own.includes(prefix) || opens || !before?.own.includes(prefix);
  };
  return { ...base, after: after.own.filter(goesOut) };
}

/** A line for each session whose announcements change, and one for each that keeps them. */
export function announcementLines(planned: PlannedAnnouncements[]): PlanLine[] {
  return planned
    .filter(({ before, after }) => before.length + after.length > 0)
    .map(({ router, session, neighborAs, before, after }) => {
      const ends = before.filter(prefix => !after.includes(prefix));
      const comes = after.filter(prefix => !before.includes(prefix));
      const same = ends.length + comes.length === 0;
      const action = ends.length > 0 ? 'destroy' : 'add';
      return {
        action: same ? 'keep' : action,
        address: `announcements.${router}/${session}`,
        title: `own prefixes that go out to AS${neighborAs} over ${session} on ${router}: ${before.length} before, ${after.length} after`,
        detail: same
          ? after.join(', ')
          : [
              ...(ends.length > 0 ? [`not any more: ${ends.join(', ')}`] : []),
              ...(comes.length > 0 ? [`new: ${comes.join(', ')}`] : []),
            ].join('; '),
        attributes: same
          ? []
          : [
              {
                path: 'prefixes',
                before: before.join('\n'),
                after: after.join('\n'),
              },
            ],
      };
    });
}

function familyOf(prefix: string): 'ipv4' | 'ipv6' {
  return prefix.includes(':') ? 'ipv6' : 'ipv4';
}

function nameOf({
  session,
  router,
}: Pick<PlannedAnnouncements, 'session' | 'router'>): string {
  return `${session} on ${router}`;
}
