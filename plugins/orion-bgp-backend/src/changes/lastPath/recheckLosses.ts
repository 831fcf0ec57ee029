import { GuestLoss } from '../guests/GuestLoss';
import { LastPathFacts } from './LastPathFacts';

/** Single routes come and go: so many more may be lost than people approved. */
const MORE_LOST = { share: 0.01, routes: 10 };

/** What is lost with a session that falls silent, as its plan said. */
export interface PlannedLoss {
  /** As "gw1/he_v6". */
  session: string;
  /** Own prefixes that are announced nowhere else, and what still covers them. */
  only: { prefix: string; cover?: string }[];
  families: PlannedFamily[];
  places: PlannedPlaces;
  /** Sessions of whose own prefixes, as "gw1/he_v6", it is not known which are lost. */
  unread: string[];
}

/** Of a router: of a session inside both ends lose. */
interface PlannedFamily {
  router: string;
  family: 'ipv4' | 'ipv6';
  /** Nothing else brings a path of it. */
  isolated: boolean;
  defaultLost: boolean;
  lost: number;
}

/**
 * Places by name and host: addresses of a name are others at every look, and so are
 * the reasons why a way is not known.
 */
interface PlannedPlaces {
  /** The way to which goes over it, from a router, in a family. */
  lost: { router: string; place: string; family: 'ipv4' | 'ipv6' }[];
  /** The way to which is not known. */
  unknown: string[];
}

/** What was approved to be lost, for the facts of the change. */
export interface PlannedLosses {
  losses: PlannedLoss[];
  /** With addresses in the own prefixes, as far as the inventories answered. */
  guests: string[];
  /** Inventories that did not answer. */
  unreadGuests: string[];
}

const TITLES = { ipv4: 'IPv4', ipv6: 'IPv6' } as const;
/** Named in one sentence at most. */
const NAMED = 5;

/** Of sessions that fall silent. */
export function plannedLosses(
  losses: readonly LastPathFacts[],
  guests?: GuestLoss,
): PlannedLosses {
  return { losses: losses.map(plannedLoss), ...plannedGuests(guests) };
}

/** Of guests alone; see {@link findMoreGuests}. */
export function plannedGuests(
  { names, problems }: Pick<GuestLoss, 'names' | 'problems'> = {
    names: [],
    problems: [],
  },
): Pick<PlannedLosses, 'guests' | 'unreadGuests'> {
  return {
    guests: names,
    // Without the reason, which is another one every time.
    unreadGuests: problems.flatMap(
      text => /^(.*?) was not read: /s.exec(text)?.[1] ?? [],
    ),
  };
}

function plannedLoss(facts: LastPathFacts): PlannedLoss {
  return {
    session: `${facts.router}/${facts.session}`,
    only: facts.ownExports
      .filter(({ elsewhere }) => elsewhere.length === 0)
      .map(({ prefix, cover }) => ({ prefix, ...(cover && { cover }) })),
    families: facts.families.map(
      ({ router, family, paths, others, defaultLost, lost }) => ({
        ...{ router, family, defaultLost, lost },
        isolated: paths > 0 && others === 0,
      }),
    ),
    places: plannedPlaces(facts),
    unread: (facts.unread ?? []).map(
      ({ router, session }) => `${router}/${session}`,
    ),
  };
}

function plannedPlaces({
  ways,
  unknownPlaces,
}: Pick<LastPathFacts, 'ways' | 'unknownPlaces'>): PlannedPlaces {
  const keys = new Set<string>();
  return {
    lost: ways
      .filter(({ overSession }) => overSession)
      .map(({ router, place, host, address }) => ({
        router,
        place: `${place} (${host})`,
        family: address.includes(':') ? ('ipv6' as const) : ('ipv4' as const),
      }))
      .filter(({ router, place, family }) => {
        const key = `${router} ${family} ${place}`;
        return !keys.has(key) && keys.add(key);
      }),
    unknown: [
      ...new Set(
        unknownPlaces.map(({ place, host }) =>
          host === undefined ? place : `${place} (${host})`,
        ),
      ),
    ],
  };
}

/** Ways to places that go over the session; whether others do, nobody may know. */
export function placesLost({
  ways,
  unknownPlaces,
}: Pick<LastPathFacts, 'ways' | 'unknownPlaces'>): string[] {
  const over = ways
    .filter(({ overSession }) => overSession)
    .map(({ place, address }) => `the way to ${place} (${address})`);
  const unknown = unknownPlaces.map(
    ({ place }) => `whether the way to ${place}`,
  );
  return [...new Set([...over, ...unknown])];
}

/**
 * A sentence naming what would be lost more than was approved; what is lost less
 * needs nobody. Own prefixes, families, the default route, places and guests count
 * one by one, single routes by {@link mayBeLost}. What somebody set aside is set
 * aside as it was read, and not what may come.
 *
 * @param until " until the new session is up", where it is lost for a while
 */
export function findMoreLost(
  now: PlannedLosses,
  planned: PlannedLosses | undefined,
  until = '',
): string | undefined {
  const approved = isReadable(planned) ? planned : undefined;
  const more = [
    ...now.losses.flatMap(loss =>
      moreOf(
        loss,
        approved?.losses.find(({ session }) => session === loss.session),
      ),
    ),
    ...moreGuests(now, approved),
  ];
  return moreText(more, until);
}

/** A plan of before kept it in another form: of that nothing counts as approved. */
function isReadable(planned: PlannedLosses | undefined): boolean {
  return Boolean(planned?.losses.every(({ places }) => !Array.isArray(places)));
}

/** The same of guests alone. */
export function findMoreGuests(
  now: Pick<PlannedLosses, 'guests' | 'unreadGuests'>,
  approved: Pick<PlannedLosses, 'guests' | 'unreadGuests'> | undefined,
): string | undefined {
  return moreText(moreGuests(now, approved));
}

function moreText(more: string[], until = ''): string | undefined {
  return more.length > 0
    ? `More would be lost${until} than was approved: ${more.join('; ')}.`
    : undefined;
}

/** How many single routes may be lost where so many were approved. */
function mayBeLost(approved: number): number {
  return approved + Math.max(MORE_LOST.routes, approved * MORE_LOST.share);
}

function moreGuests(
  now: Pick<PlannedLosses, 'guests' | 'unreadGuests'>,
  approved: Pick<PlannedLosses, 'guests' | 'unreadGuests'> | undefined,
): string[] {
  return [
    ...beyond(now.guests, approved?.guests, 'path from outside to'),
    ...beyond(
      now.unreadGuests,
      approved?.unreadGuests,
      'whatever guests are known only to',
    ),
  ];
}

function moreOf(now: PlannedLoss, approved: PlannedLoss | undefined): string[] {
  const over = `with ${now.session}`;
  const [here] = now.session.split('/');
  const ofOther = (router: string) => (router === here ? '' : `${router}'s `);
  return [
    ...beyond(
      moreOnly(now.only, approved?.only ?? []),
      [],
      `${over} our own, which would be announced nowhere else,`,
    ),
    ...now.families.flatMap(({ router, family, ...loss }) => {
      const was = approved?.families.find(
        one => one.router === router && one.family === family,
      );
      const title = TITLES[family];
      const whose = ofOther(router);
      return [
        ...(loss.isolated && !was?.isolated
          ? [`${over} ${whose}every ${title} path, because no other is left`]
          : []),
        ...(loss.defaultLost && !was?.defaultLost
          ? [`${over} ${whose || 'the '}${title} default route`]
          : []),
        ...(loss.lost > mayBeLost(was?.lost ?? 0)
          ? [
              `${over} ${whose || 'the '}only path of ${
                loss.lost
              } ${title} prefixes, and ${was?.lost ?? 0} were approved`,
            ]
          : []),
      ];
    }),
    ...beyond(morePlaces(now.places, approved?.places, ofOther), [], over),
    ...beyond(
      now.unread,
      approved?.unread,
      `${over} own prefixes that were not read of`,
    ),
  ];
}

/** Those nobody read of, and those of which something covered the addresses then. */
function moreOnly(
  now: PlannedLoss['only'],
  approved: PlannedLoss['only'],
): string[] {
  return now
    .filter(({ prefix, cover }) => {
      const was = approved.find(one => one.prefix === prefix);
      return !was || (was.cover !== undefined && cover === undefined);
    })
    .map(({ prefix }) => prefix);
}

/** Who was told that a way is not known has set aside that it may go over the session. */
function morePlaces(
  now: PlannedPlaces,
  { lost, unknown }: PlannedPlaces = { lost: [], unknown: [] },
  ofOther: (router: string) => string,
): string[] {
  return [
    ...now.lost
      .filter(
        one =>
          !unknown.includes(one.place) &&
          !lost.some(
            ({ router, place, family }) =>
              router === one.router &&
              place === one.place &&
              family === one.family,
          ),
      )
      .map(
        ({ router, place, family }) =>
          `${ofOther(router) || 'the '}${TITLES[family]} way to ${place}`,
      ),
    ...now.unknown
      .filter(
        place =>
          !unknown.includes(place) && !lost.some(one => one.place === place),
      )
      .map(place => `whether the way to ${place}`),
  ];
}

function beyond(
  now: string[],
  approved: string[] | undefined,
  what: string,
): string[] {
  const more = now.filter(one => !approved?.includes(one));
  const rest = more.length - NAMED;
  return more.length > 0
    ? [
        `${what} ${more.slice(0, NAMED).join(', ')}${
          rest > 0 ? ` and ${rest} more` : ''
        }`,
      ]
    : [];
}
