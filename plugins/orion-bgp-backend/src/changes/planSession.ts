import { ConflictError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { PlanLine } from '@orion/backstage-plugin-orion-changes-common';
import { KindPlan } from '@orion/backstage-plugin-orion-changes-node';
import { createHash } from 'node:crypto';
import { PastCount } from './comeback/countsBefore';
import { countText, MAY_LACK_SHARE } from './comeback/judgeBack';
import { GuestLoss, guestLines } from './guests/GuestLoss';
import { SessionInput } from './input';
import { EndLoss, LastPathFacts, OwnExport } from './lastPath/LastPathFacts';
import { LastPathVerdict, placeText } from './lastPath/judgeLastPath';
import { staysText } from './lastPath/readStays';
import { OtherSpeakers, otherSpeakerLines } from './secondSpeaker';
import { isDone, SessionAction } from './SessionAction';

/** What a plan is made of. */
export interface SessionSight {
  session: SessionReading;
  /** Own prefixes it announces now. */
  exports: string[];
  /** How much of other networks it announces; see {@link Planned}. */
  foreign?: number;
  /** Of a disable only. */
  loss?: { facts: LastPathFacts; verdict: LastPathVerdict };
  /** Of a disable after which a prefix would go out nowhere. */
  guests?: GuestLoss;
  /** Of an enable only: what it had before, and so is to have again. */
  back?: PastCount[];
  /** Of an enable only: own prefixes that are to go out over it again. */
  backExports?: string[];
  /** Of an enable only. */
  others?: OtherSpeakers;
  /** Who undoes it unless it is confirmed; of a reset nobody. */
  undo?: string;
}

const words = { disable: 'disabled', enable: 'up' } as const;

/** @throws ConflictError where nothing would happen, or not what is meant. */
export function assertWorthwhile(
  action: SessionAction,
  { router, session }: SessionInput,
  found: SessionReading,
): void {
  const name = `Session ${session} on ${router}`;
  if (isDone(action, found)) {
    throw new ConflictError(
      `${name} is ${
        action.verb === 'disable' ? 'disabled' : 'not disabled'
      } already.`,
    );
  }
  if (action.verb === 'soft-reset' && found.state !== 'established') {
    throw new ConflictError(
      `${name} is ${found.state}: a soft reset needs an established session.`,
    );
  }
}

/** The plan people read: what is lost first, the session last. */
export function planSession(
  action: SessionAction,
  input: SessionInput,
  sight: SessionSight,
): KindPlan {
  const { guests, loss } = sight;
  const lines = [
    ...(guests ? guestLines(guests) : []),
    ...(loss ? lossLines(loss.facts) : []),
    ...(loss ? acceptedLines(loss.verdict) : []),
    ...(sight.others
      ? otherSpeakerLines(input, sight.session, sight.others)
      : []),
    ...(sight.back ? [backLine(input, sight.back)] : []),
    ...(sight.backExports ?? []).map(prefix => ({
      action: 'add' as const,
      address: `announcement.${prefix}`,
      title: `announcement of ${prefix}`,
      detail: 'the export policy lets it out; it has to go out',
      attributes: [],
    })),
    sessionLine(action, input, sight),
  ];
  return {
    lines,
    counts: countLines(lines),
    pins: {},
    fingerprint: fingerprintOf(sight),
    // What stays announced elsewhere is not hurt.
    blastRadius: [
      ...onlyHere(loss?.facts),
      ...unknownOwn(loss?.facts),
      ...(guests?.names ?? []),
    ],
  };
}

/** What is hurt, and cannot be named: it must not pass for nothing. */
function unknownOwn({
  unread = [],
  wholesUnknown,
}: Pick<LastPathFacts, 'unread' | 'wholesUnknown'> = {}): string[] {
  return wholesUnknown
    ? unread.map(
        ({ router, session }) =>
          `own prefixes that go out over ${session} on ${router}`,
      )
    : [];
}

/** What the lines of a plan come to. */
export function countLines(lines: PlanLine[]): KindPlan['counts'] {
  const count = (wanted: PlanLine['action']) =>
    lines.filter(({ action }) => action === wanted).length;
  return {
    add: count('add'),
    change: count('change'),
    replace: 0,
    destroy: count('destroy'),
    reboot: 0,
  };
}

/** What the approval binds to; see `recheckSession`. */
function fingerprintOf({
  session,
  exports,
  loss,
  guests,
  others,
}: SessionSight): JsonObject {
  return {
    state: session.state,
    adminState: session.adminState,
    since: session.since ?? null,
    exports: digestOf(exports),
    impact: loss ? digestOf(impactOf(loss.facts)) : null,
    guests: guests ? digestOf(guests.names) : null,
    others: others ? digestOf(others) : null,
  };
}

/** What of a loss is of one kind or another; the number of single routes moves all day. */
function impactOf({ families, ownExports, ways }: LastPathFacts): JsonObject {
  return {
    families: families.map(
      ({ family, paths, others, defaultLost, router }) => ({
        ...{ family, router },
        isolated: paths > 0 && others === 0,
        defaultLost,
      }),
    ),
    only: onlyHere({ ownExports }),
    ways: ways
      .filter(({ overSession }) => overSession)
      .map(({ address, router }) => `${router} ${address}`),
  };
}

/** Prefixes that nobody outside would reach any more. */
export function onlyHere(facts?: Pick<LastPathFacts, 'ownExports'>): string[] {
  return (facts?.ownExports ?? [])
    .filter(({ elsewhere }) => elsewhere.length === 0)
    .map(({ prefix }) => prefix);
}

/**
 * Own prefixes of families that have no way out any more: guests with addresses in
 * them reach nobody, wherever else these are announced.
 */
export function withoutWayOut(
  facts?: Pick<LastPathFacts, 'families'> & {
    ownExports: readonly Pick<OwnExport, 'prefix'>[];
  },
): string[] {
  const cut = (facts?.families ?? [])
    .filter(
      ({ paths, others, defaultLost }) =>
        defaultLost || (paths > 0 && others === 0),
    )
    .map(({ family }) => family);
  return (facts?.ownExports ?? [])
    .map(({ prefix }) => prefix)
    .filter(prefix => cut.includes(prefix.includes(':') ? 'ipv6' : 'ipv4'));
}

function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

/** What becomes of an own prefix that no longer goes out over a session. */
export function announcementLine(own: OwnExport, title: string): PlanLine {
  const { prefix, elsewhere } = own;
  return {
    action: elsewhere.length === 0 ? 'destroy' : 'change',
    address: `announcement.${prefix}`,
    title,
    detail:
      elsewhere.length === 0
        ? 'goes out over no other established external session'
        : staysText(own),
    attributes: [],
  };
}

function lossLines(facts: LastPathFacts): PlanLine[] {
  const own = facts.ownExports.map(one =>
    announcementLine(one, `announcement of ${one.prefix}`),
  );
  const routes = facts.families
    .filter(({ paths }) => paths > 0)
    .map(loss => routeLine(loss, facts));
  const all = [...routes, ...own];
  return [
    ...all.filter(line => line.action === 'destroy'),
    ...all.filter(line => line.action !== 'destroy'),
  ];
}

function routeLine(
  { covered, lost, named, others, paths, reached, router, ...loss }: EndLoss,
  { maxLostShare, ...facts }: LastPathFacts,
): PlanLine {
  const { family, session } = loss;
  const where = router === facts.router ? '' : ` of ${router}`;
  const title = family === 'ipv4' ? 'IPv4' : 'IPv6';
  const more = lost - named.length;
  const isLet = lost > 0 && others > 0 && lost <= maxLostShare * reached;
  return {
    action: lost > 0 ? 'destroy' : 'change',
    address: `routes.${router}/${session}.${family}`,
    title:
      lost > 0
        ? `${lost} ${title} prefixes${where} with their only path`
        : `${paths} ${title} paths${where}, none of them the only way`,
    detail:
      [
        lost > 0 && `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
        covered > 0 &&
          `${covered} ${
            lost > 0 ? 'more ' : ''
          }prefixes stay reached by a less specific one alone`,
        isLet &&
          `up to ${percent(
            maxLostShare,
          )} of the ${reached} that ${router} reaches may be lost (orion.bgp.maxLostShare)`,
      ]
        .filter(Boolean)
        .join('; ') || undefined,
    attributes: [],
  };
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}

/** A denial that somebody set aside must still be read by whoever approves. */
export function acceptedLines({ accepted }: LastPathVerdict): PlanLine[] {
  return accepted.map(({ rule, sentence }) => ({
    action: 'destroy',
    address: `last-path.${rule}`,
    title: 'isolation, which the requester accepts',
    detail: sentence,
    attributes: [],
  }));
}

/** What has to be there before an enable is confirmed. */
function backLine(
  { router, session, acceptFewer }: SessionInput,
  back: PastCount[],
): PlanLine {
  const address = `back.${router}/${session}`;
  if (back.length === 0) {
    return {
      ...{ action: 'keep', address, attributes: [] },
      title: `how many routes ${session} had is not known`,
      detail:
        'ORION never saw it up: routes have to be exchanged, however few they are',
    };
  }
  const newest = back.map(({ at }) => at).sort()[back.length - 1];
  return {
    ...{ action: 'add', address, attributes: [] },
    title: `what ${session} had comes back: ${back.map(countText).join(', ')}`,
    detail: acceptFewer
      ? `as it was at ${newest}; the requester accepts any number of them`
      : `as it was at ${newest}; it is taken back where more than ${
          MAY_LACK_SHARE * 100
        } % of any of these lack`,
  };
}

function sessionLine(
  action: SessionAction,
  { router, session, reason }: SessionInput,
  { session: found, loss, undo }: SessionSight,
): PlanLine {
  const now = standingOf(found);
  const after =
    action.verb === 'soft-reset'
      ? `${now}, routes ${
          action.direction === 'both' ? 'in and out' : action.direction
        } anew`
      : words[action.verb];
  return {
    action: 'change',
    address: `session.${router}/${session}`,
    title: `session ${session} on ${router}: ${now} -> ${after}`,
    detail: `AS${found.neighborAs} at ${found.neighborAddress}${
      action.verb === 'disable' ? ' is told' : ''
    }: ${reason}`,
    attributes: [
      { path: 'state', before: now, after },
      { path: 'reason', after: reason },
      ...(loss ? [{ path: 'ways', after: waysText(loss.facts) }] : []),
      ...(undo ? [{ path: 'undo', after: undo }] : []),
    ],
  };
}

/** What was looked after, so that nobody believes more was. */
function waysText({
  router: acting,
  ways,
  unknownPlaces,
  notes,
}: LastPathFacts): string {
  const found = ways
    .filter(({ overSession }) => !overSession)
    .map(({ place, address, prefix, from, router }) => {
      const where = router === acting ? '' : ` from ${router}`;
      const named = `${placeText(place, address, from)}${where}`;
      return prefix ? `${named} stays by ${prefix}` : `${named} is in no route`;
    });
  const places =
    [...found, ...unknownPlaces.map(({ sentence }) => sentence)].join('; ') ||
    'ORION, its database and the identity provider are not looked for in the table: no address of theirs is outside this machine or its own networks';
  return [places, ...notes].join('; ');
}

function standingOf({ adminState, state }: SessionReading): string {
  if (adminState === 'down') {
    return 'disabled';
  }
  return state === 'established' ? 'up' : state;
}
