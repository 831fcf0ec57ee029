import { LastPathFacts } from '../lastPath/LastPathFacts';
import { onlyHere } from '../planSession';
import { mayBeLost } from '../recheckSession';

/** What is lost between two sessions of a neighbor, as its plan said. */
export interface PlannedLoss {
  /** The session that falls silent, as "gw1/he_v6". */
  session: string;
  /** Own prefixes that are announced nowhere else. */
  only: string[];
  families: PlannedFamily[];
  /** Places the way to which goes over it, or is not known. */
  places: string[];
}

interface PlannedFamily {
  family: 'ipv4' | 'ipv6';
  /** Nothing else brings a path of it. */
  isolated: boolean;
  defaultLost: boolean;
  lost: number;
}

/** What was approved to be lost, for the facts of the change. */
export interface PlannedLosses {
  losses: PlannedLoss[];
  /** With addresses in the own prefixes, as far as the inventories answered. */
  guests: string[];
}

const TITLES = { ipv4: 'IPv4', ipv6: 'IPv6' } as const;
/** Named in one sentence at most. */
const NAMED = 5;

/** Of the sessions that wait for another one to let go. */
export function plannedLosses(
  losses: readonly LastPathFacts[],
  guests: string[] = [],
): PlannedLosses {
  return { losses: losses.map(plannedLoss), guests };
}

function plannedLoss(facts: LastPathFacts): PlannedLoss {
  return {
    session: `${facts.router}/${facts.session}`,
    only: onlyHere(facts),
    families: facts.families.map(
      ({ family, paths, others, defaultLost, lost }) => ({
        ...{ family, defaultLost, lost },
        isolated: paths > 0 && others === 0,
      }),
    ),
    places: placesLost(facts),
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
  // Without the address and the reason: those tell when they were read.
  const unknown = unknownPlaces.map(
    sentence =>
      `whether the way to ${sentence
        .replace(/^The way to /, '')
        .replace(/ (\(|is not known).*$/s, '')}`,
  );
  return [...new Set([...over, ...unknown])];
}

/**
 * A sentence naming what would be lost more than was approved; what is lost less
 * needs nobody. Own prefixes, families, the default route, places and guests count
 * one by one, single routes as for a session that is disabled.
 */
export function findMoreLost(
  now: PlannedLosses,
  approved: PlannedLosses | undefined,
): string | undefined {
  const more = [
    ...now.losses.flatMap(loss =>
      moreOf(
        loss,
        approved?.losses.find(({ session }) => session === loss.session),
      ),
    ),
    ...beyond(now.guests, approved?.guests, 'path from outside to'),
  ];
  return more.length > 0
    ? `More would be lost until the new session is up than was approved: ${more.join(
        '; ',
      )}.`
    : undefined;
}

function moreOf(now: PlannedLoss, approved: PlannedLoss | undefined): string[] {
  const over = `with ${now.session}`;
  return [
    ...beyond(
      now.only,
      approved?.only,
      `${over} our own, which would be announced nowhere else,`,
    ),
    ...now.families.flatMap(({ family, ...loss }) => {
      const was = approved?.families.find(one => one.family === family);
      const title = TITLES[family];
      return [
        ...(loss.isolated && !was?.isolated
          ? [`${over} every ${title} path, because no other is left`]
          : []),
        ...(loss.defaultLost && !was?.defaultLost
          ? [`${over} the ${title} default route`]
          : []),
        ...(loss.lost > mayBeLost(was?.lost ?? 0)
          ? [
              `${over} the only path of ${loss.lost} ${title} prefixes, and ${
                was?.lost ?? 0
              } were approved`,
            ]
          : []),
      ];
    }),
    ...beyond(now.places, approved?.places, over),
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
