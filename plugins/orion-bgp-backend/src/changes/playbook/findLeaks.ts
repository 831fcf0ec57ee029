import { mayBeForeign } from '../judgeLeaks';
import { Announced, RouterAnnouncements } from '../readAnnouncements';
import { ActionsConfig } from '../readActionsConfig';
import { MAX_OWN_EXPORTS } from '../readExports';
import { relationOf } from '../../services/neighborRelations';
import { BELOW, isBelow } from '../readExportsApart';
import type { PlannedPlaybook } from './PlaybookKind';

/** What of a plan leaks are judged by. */
export type LeakLimits = Pick<
  PlannedPlaybook,
  'announcements' | 'mostForeign' | 'untouched'
> &
  Pick<ActionsConfig, 'relations'>;

/**
 * What came from other networks and may not go out, over whichever session outside
 * is up now, and what is more than anybody has of their own: as a sentence without
 * its end, empty where nothing is. Over a session that was up at the plan, though it
 * may have started anew since, as much may as went out then. Over any other one
 * nothing may but what customers send and as much beside as another provider or peer
 * got, unless the neighbor is a customer or a client of the route server itself, or
 * the change has nothing to do with it: not with the session, nor with any that gave
 * what leaks.
 */
export function findLeaks(
  limits: LeakLimits,
  read: RouterAnnouncements[],
): string {
  return read
    .flatMap(({ announced }) => announced)
    .flatMap(one => {
      const { router, session, tooMany } = one;
      const over = `over ${session.name} on ${router}`;
      const why = foreignText(one, limits);
      return [
        ...(why
          ? [`${paths(why.count)} of ${why.whose} out ${over}, ${why.text}`]
          : []),
        ...(tooMany
          ? [
              `more than ${MAX_OWN_EXPORTS} routes of the own network out ${over}`,
            ]
          : []),
      ];
    })
    .join('; ');
}

/** Why so much may not go out; undefined where it may. */
function foreignText(
  { router, session, foreign }: Announced,
  { announcements, mostForeign = 0, relations, untouched = [] }: LeakLimits,
): { count: number; whose: string; text: string } | undefined {
  const { name, neighborAs } = session;
  // By the same name another network may be meant, which nothing went to.
  const before = announcements.find(
    one =>
      one.router === router &&
      one.session === name &&
      one.neighborAs === neighborAs,
  )?.foreign;
  if (before !== undefined) {
    const { count } = foreign;
    const most = mayBeForeign(before);
    const text =
      before === 0
        ? 'where none went out before'
        : `where ${before} went out before and at most ${Math.floor(most)} may`;
    return count > most ? { count, whose: 'others', text } : undefined;
  }
  const relation = relationOf(session, relations);
  const isUntouched = (one: string) => untouched.includes(`${router}/${one}`);
  const { from } = foreign.leaked;
  if (isBelow(relation) || (isUntouched(name) && from.every(isUntouched))) {
    return undefined;
  }
  const since = `which was not up with AS${neighborAs} at the plan`;
  if (foreign.leaked.count > 0) {
    const { count } = foreign.leaked;
    return {
      count,
      whose: 'providers and peers',
      text: `${since}: none may to a ${relation}`,
    };
  }
  const most = mayBeForeign(mostForeign);
  const { count } = foreign.beside;
  if (count <= most) {
    return undefined;
  }
  const may =
    mostForeign === 0
      ? 'none'
      : `at most ${Math.floor(most)}, as to other providers and peers,`;
  return {
    count,
    whose: 'others that are not known as customers',
    text: relation
      ? `${since}: ${may} may to a ${relation}`
      : `${since}: ${may} may, unless orion.bgp.relations.AS${neighborAs} is ${BELOW.join(
          ' or ',
        )}`,
  };
}

function paths(count: number): string {
  return `${count} ${count === 1 ? 'path' : 'paths'}`;
}
