import {
  SessionFamily,
  SessionReading,
} from '@orion/backstage-plugin-orion-bgp-common';
import { liveName } from './liveName';
import {
  ChannelConfig,
  LimitConfig,
  LimitKind,
  SessionConfig,
  Speaker,
  SpeakerConfig,
} from './SpeakerConfig';

/** What an established session loses by a new configuration. */
export interface SessionLoss {
  session: SessionReading;
  /** It goes as a whole, if only for a moment. */
  gone: boolean;
  /** Families in which nothing comes in, or goes out, any more; all of one that goes. */
  inbound: ('ipv4' | 'ipv6')[];
  outbound: ('ipv4' | 'ipv6')[];
  /** Whole sentences without the name of the session. */
  why: string[];
}

/** What a new configuration does to a daemon. */
export interface SpeakerComparison {
  losses: SessionLoss[];
  /**
   * Switched off, and switched on by it. GoBGP keeps nothing of what was done at run time
   * when it makes a neighbor anew; the roles' `bird-apply` keeps off what was off.
   */
  revived: SessionReading[];
  /**
   * Up, though BIRD's configuration of before switches it off as the new one does:
   * `bird-apply` does not end what somebody enabled since.
   */
  against: SessionReading[];
  /** What changes and is not understood, as people read it. */
  unjudged: string[];
}

/** The two sides of a comparison; without `before` nobody knows what runs. */
export interface SpeakerChange {
  driver: Speaker;
  before?: SpeakerConfig;
  after: SpeakerConfig;
  sessions: SessionReading[];
}

const BOTH = ['ipv4', 'ipv6'] as const;
/** What stands before a session's name in what is not understood. */
const SESSION_WORDS = { bird: 'protocol bgp', gobgp: 'neighbor' };
const CLOSES = ['restart', 'disable'];

/** The session of a configuration that a daemon shows under this name. */
export function findConfigured(
  driver: Speaker,
  sessions: SessionConfig[],
  { name }: Pick<SessionReading, 'name'>,
): SessionConfig | undefined {
  return sessions.find(one => liveName(driver, one) === name);
}

/**
 * Compares what runs with what shall run, for each established session: those inside
 * carry own prefixes out and routes to the kernel.
 * What of the configuration no rule understands is named, whatever it does.
 */
export function compareSpeakers(change: SpeakerChange): SpeakerComparison {
  const unjudged = restOf(change);
  const losses: SessionLoss[] = [];
  // GoBGP lists its neighbors in another order each time, and an approval is held to it.
  const sessions = [...change.sessions].sort((one, other) =>
    one.name < other.name ? -1 : 1,
  );
  const revived = sessions.filter(session => comesBack(change, session));
  for (const session of sessions) {
    if (session.state === 'established') {
      const { unjudged: strange, ...loss } = compareSession(change, session);
      unjudged.push(
        ...strange.map(text => `${text} of session ${session.name}`),
      );
      if (loss.why.length > 0) {
        losses.push({ session, ...loss });
      }
    }
  }
  const against = sessions.filter(session => isAgainst(change, session));
  return { losses, revived, against, unjudged };
}

function isAgainst(
  { driver, before, after }: SpeakerChange,
  session: SessionReading,
): boolean {
  return (
    driver === 'bird' &&
    session.state === 'established' &&
    [before, after].every(
      one =>
        one && findConfigured(driver, one.sessions, session)?.enabled === false,
    )
  );
}

/** A session that is switched off, and that what is not switched off makes anew or switches on. */
function comesBack(
  { driver, before, after }: SpeakerChange,
  session: SessionReading,
): boolean {
  const now = findConfigured(driver, after.sessions, session);
  if (session.adminState !== 'down' || !now?.enabled) {
    return false;
  }
  const old = before && findConfigured(driver, before.sessions, session);
  return !old?.enabled || (driver === 'gobgp' && startsAnew(old, now));
}

function startsAnew(old: SessionConfig, now: SessionConfig): boolean {
  const own = ({ asn, channels, neighbor, rest }: SessionConfig) =>
    JSON.stringify([
      ...[asn, neighbor, rest],
      channels.map(({ family }) => family).sort(),
    ]);
  return own(old) !== own(now);
}

function restOf({ before, after }: SpeakerChange): string[] {
  if (!before) {
    return ['all of it, because what runs now cannot be read'];
  }
  const names = new Set([...before.rest.keys(), ...after.rest.keys()]);
  return [...names].flatMap(name => {
    const [old, now] = [before.rest.get(name), after.rest.get(name)];
    if (old === now) {
      return [];
    }
    if (old === undefined) {
      return [`${name}, which comes`];
    }
    return [now === undefined ? `${name}, which goes` : name];
  });
}

interface Found extends Omit<SessionLoss, 'session'> {
  unjudged: string[];
}

function compareSession(
  { driver, before, after }: SpeakerChange,
  session: SessionReading,
): Found {
  const now = findConfigured(driver, after.sessions, session);
  const old = before && findConfigured(driver, before.sessions, session);
  const why = now ? wholeLoss(session, now, old) : 'It is not wanted any more.';
  // One that is written in a way nobody understands is among the rest, as it stands.
  if (!now && after.rest.has(`${SESSION_WORDS[driver]} ${session.name}`)) {
    return { ...nothing(), unjudged: [] };
  }
  if (why) {
    // It comes up with what else changes of it.
    const { unjudged } =
      old && now?.enabled ? compareChannels(session, old, now) : nothing();
    return { ...nothing(), ...all(), gone: true, why: [why], unjudged };
  }
  if (!old) {
    return {
      ...nothing(),
      unjudged: before ? ['what the daemon runs'] : [],
    };
  }
  return compareChannels(session, old, now!);
}

function wholeLoss(
  { neighborAddress, neighborAs }: SessionReading,
  now: SessionConfig,
  old: SessionConfig | undefined,
): string | undefined {
  if (!now.enabled) {
    return 'It is switched off.';
  }
  if (now.neighbor !== neighborAddress || now.asn !== neighborAs) {
    return `It speaks with AS${now.asn} at ${now.neighbor} instead of AS${neighborAs} at ${neighborAddress}.`;
  }
  return old && startsAnew(old, now)
    ? 'It starts anew, because its own options change.'
    : undefined;
}

function compareChannels(
  session: SessionReading,
  before: SessionConfig,
  after: SessionConfig,
): Found {
  const found = nothing();
  for (const now of after.channels) {
    const old = before.channels.find(({ family }) => family === now.family);
    if (!old) {
      // One that comes takes nothing away; what leaks by it is seen afterwards.
      continue;
    }
    const live = session.families.find(
      ({ family }) => family === `${now.family}-unicast`,
    );
    for (const [key, way] of [
      ['imports', 'inbound'],
      ['exports', 'outbound'],
    ] as const) {
      if (now[key] === 'none' && old[key] !== 'none') {
        found[way].push(now.family);
        found.why.push(
          way === 'inbound'
            ? `None of its routes of ${now.family} is taken any more.`
            : `Nothing of ${now.family} goes out to it any more.`,
        );
      } else if (now[key] !== old[key] && old[key] !== 'none') {
        found.unjudged.push(
          `the filter of ${key.slice(0, -1)} for ${now.family}`,
        );
      }
    }
    if (now.rest !== old.rest) {
      found.unjudged.push(`options of ${now.family}`);
    }
    compareLimits(found, { old, now, live });
  }
  return found.gone ? { ...found, ...all() } : found;
}

function compareLimits(
  found: Found,
  channels: { old: ChannelConfig; now: ChannelConfig; live?: SessionFamily },
): void {
  const { old, now, live } = channels;
  for (const kind of ['import', 'receive', 'export'] as const) {
    const [before, after] = [old.limits[kind], now.limits[kind]];
    if (before && (!after || after.action === 'warn')) {
      if (after?.action !== before.action) {
        found.unjudged.push(
          `the ${kind} limit for ${now.family}, which stops nothing any more,`,
        );
      }
    } else if (after && !isWeaker(before, after)) {
      judgeLimit(found, { kind, before, after, family: now.family, live });
    }
  }
}

/** It lets at least as much through as the one before. */
function isWeaker(before: LimitConfig | undefined, after: LimitConfig) {
  return before?.action === after.action && after.routes >= before.routes;
}

function judgeLimit(
  found: Found,
  limit: {
    kind: LimitKind;
    before?: LimitConfig;
    after: LimitConfig;
    family: 'ipv4' | 'ipv6';
    live?: SessionFamily;
  },
): void {
  const { kind, before, after, family, live } = limit;
  const count = countOf(kind, live);
  if (count === undefined) {
    found.unjudged.push(
      `the ${kind} limit for ${family}, because the daemon does not count against it,`,
    );
    return;
  }
  // Where a limit only blocked, more than it lets through may be waiting.
  const waiting = before?.action === 'block' && CLOSES.includes(after.action);
  if (count < after.routes || (count === after.routes && !waiting)) {
    return;
  }
  const has = `It has ${count} routes of ${family} and its ${kind} limit becomes ${after.routes}`;
  if (CLOSES.includes(after.action)) {
    found.gone = true;
    found.why.push(`${has}: the session ends.`);
  } else if (after.action === 'block') {
    found[kind === 'export' ? 'outbound' : 'inbound'].push(family);
    found.why.push(`${has}: those beyond are refused.`);
  }
}

function countOf(
  kind: LimitKind,
  live: SessionFamily | undefined,
): number | undefined {
  const { counters } = live ?? {};
  switch (kind) {
    case 'import':
      return counters?.accepted?.value ?? live?.importLimit?.used;
    case 'receive':
      return counters?.received?.value;
    default:
      return counters?.exported?.value ?? live?.exportLimit?.used;
  }
}

function nothing(): Found {
  return { gone: false, inbound: [], outbound: [], why: [], unjudged: [] };
}

function all() {
  return { inbound: [...BOTH], outbound: [...BOTH] };
}
