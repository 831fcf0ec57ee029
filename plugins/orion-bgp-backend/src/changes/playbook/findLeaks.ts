import { mayBeForeign } from '../judgeLeaks';
import { Announced, RouterAnnouncements } from '../readAnnouncements';
import { ActionsConfig } from '../readActionsConfig';
import { MAX_OWN_EXPORTS } from '../readExports';
import { relationOf } from '../../services/neighborRelations';
import { PlannedAnnouncements } from './judgeAnnouncements';

/** To them routes of others go out by design (RFC 7908 §3). */
const MAY_GET_ALL = ['customer', 'route-server-client'];

/**
 * What came from other networks and may not go out, over whichever session outside
 * is up now, and what is more than anybody has of their own: as a sentence without
 * its end, empty where nothing is. Over a session that was up at the plan, though it
 * may have started anew since, as much may as went out then; over any other one
 * nothing, unless the neighbor is a customer or a client of the route server.
 */
export function findLeaks(
  {
    announcements,
    relations,
  }: { announcements: PlannedAnnouncements[] } & Pick<
    ActionsConfig,
    'relations'
  >,
  read: RouterAnnouncements[],
): string {
  return read
    .flatMap(({ announced }) => announced)
    .flatMap(one => {
      const { router, session, others, tooMany } = one;
      const over = `over ${session.name} on ${router}`;
      const why = foreignText(one, announcements, relations);
      return [
        ...(why ? [`${paths(others)} of others out ${over}, ${why}`] : []),
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
  { router, session, others }: Announced,
  announcements: PlannedAnnouncements[],
  relations: ActionsConfig['relations'],
): string | undefined {
  const { name, neighborAs } = session;
  // By the same name another network may be meant, which nothing went to.
  const before = announcements.find(
    one =>
      one.router === router &&
      one.session === name &&
      one.neighborAs === neighborAs,
  )?.foreign;
  if (before !== undefined) {
    const most = mayBeForeign(before);
    if (others <= most) {
      return undefined;
    }
    return before === 0
      ? 'where none went out before'
      : `where ${before} went out before and at most ${Math.floor(most)} may`;
  }
  const relation = relationOf(session, relations);
  if (others === 0 || (relation && MAY_GET_ALL.includes(relation))) {
    return undefined;
  }
  const since = `which was not up with AS${neighborAs} at the plan`;
  return relation
    ? `${since}: none may to a ${relation}`
    : `${since}: none may, unless orion.bgp.relations.AS${neighborAs} is ${MAY_GET_ALL.join(
        ' or ',
      )}`;
}

function paths(count: number): string {
  return `${count} ${count === 1 ? 'path' : 'paths'}`;
}
