import { isError, ServiceUnavailableError } from '@backstage/errors';
import {
  SessionReading,
  TableState,
} from '@orion/backstage-plugin-orion-bgp-common';
import {
  RouterLink,
  SessionKey,
  TableFact,
} from '../../rib/impact/ImpactRequest';
import { SessionInput } from '../input';
import { ActionRouter } from '../readActionsConfig';
import { findRouter, findSession, SessionDeps } from '../SessionTools';
import { carriedBy, Wholes } from './carriedBy';
import { candidatesOf, isUnread, otherEndsOf } from './keptWays';
import { LastPathFacts, RouterFact } from './LastPathFacts';
import { isWayOut, speaksOutside } from './isWayOut';
import { linksOf } from './linksOf';
import { lookUpManagement, ManagementSight } from './lookUpManagement';
import { placesAround } from './placesAround';
import { guessedPlaces, waysTo } from './placeWays';
import { problemOfTable } from './problemOfTable';
import { NetworkRouter, readNetworkRouter } from './readNetworkRouter';
import { untilRead } from './untilRead';

/** For a table to be read again: a full one takes a while. */
const PATIENCE_MS = 60_000;
/** Nobody is to believe that what is left was held against ROAs. */
const UNVALIDATED =
  'orion.bgp.rpki names no source: paths are not validated, so one that is RPKI invalid counts as a way';
const bothFamilies: RouterLink['families'] = ['ipv4', 'ipv6'];

/** The facts, and the session they are about. */
export interface Gathered {
  facts: LastPathFacts;
  session: SessionReading;
}

/**
 * Reads what is needed to judge a session: sessions and announcements of every
 * router of its network from the routers themselves, now, and what would be lost
 * from the route index. A table that fell behind is asked for again. What another
 * router has counts where this one hears it, or where it is the `successor` that is
 * to stand in this one's place.
 *
 * @throws InputError for a session the router does not have,
 * ServiceUnavailableError when the router or the index does not answer.
 */
export async function gatherFacts(
  deps: SessionDeps,
  input: SessionInput,
  signal: AbortSignal,
  successor?: string,
): Promise<Gathered> {
  findRouter(deps, input);
  // Once, and before anything that must not grow old: rows outlast NetBox's silence.
  const [management, wholes] = await Promise.all([
    lookUpAll(deps, networkOf(deps, input)),
    findWholes(deps),
  ]);
  const end = Date.now() + PATIENCE_MS;
  const asked = new Map<string, number>();
  for (;;) {
    const { facts, session, tables } = await gatherOnce(
      deps,
      { input, management, successor, wholes },
      signal,
    );
    const behind = tables.filter(({ router }) =>
      facts.routers.some(
        ({ id, tableProblem, catchesUp, problem }) =>
          id === router && tableProblem && catchesUp && !problem,
      ),
    );
    if (behind.length === 0 || Date.now() > end) {
      return { facts, session };
    }
    await untilRead(
      deps,
      behind,
      { asked, until: end, tookMs: facts.ageMs },
      signal,
    );
  }
}

async function gatherOnce(
  deps: SessionDeps,
  {
    input,
    management,
    successor,
    wholes,
  }: {
    input: SessionInput;
    wholes: Wholes;
    management: Map<string, ManagementSight>;
    successor?: string;
  },
  signal: AbortSignal,
): Promise<Gathered & { tables: TableState[] }> {
  const startedAt = performance.now();
  const { router: id, session: name, acceptIsolation = false } = input;
  const placesOf = (router: ActionRouter) =>
    placesAround(
      router,
      management.get(router.id) ?? { places: [] },
      deps.config.protectedPlaces,
    );
  const [here, ...read] = await Promise.all([
    placesOf(findRouter(deps, input)),
    ...networkOf(deps, input).map(router =>
      readNetworkRouter(router, input, signal),
    ),
  ]);
  const target = read.find(({ router }) => router.id === id)!;
  if (!target.reading) {
    throw new ServiceUnavailableError(target.problem);
  }
  const session = findSession(target.reading, input);
  const remaining = read.flatMap(one => othersOf(one, input));
  const key: SessionKey = { router: id, session: name };
  const around = { key, session, read, ways: remaining };
  const isInside =
    session.type === 'internal' && session.state === 'established';
  // What is done at one end is done to the other: the losses of both are judged.
  const ends = [key, ...(isInside ? otherEndsOf(around) : [])];
  const linksAt = (end: SessionKey) => {
    const { reading } = read.find(({ router }) => router.id === end.router)!;
    return [
      // The first of a router counts.
      ...(successor && end.router === id
        ? [{ router: successor, families: bothFamilies }]
        : []),
      // What the session itself brings is lost with it.
      ...linksOf(reading!, read).filter(link => link.session !== end.session),
    ];
  };
  const sides = await Promise.all(
    ends.map(async end => {
      const { places, ...rest } =
        end.router === id
          ? here
          : await placesOf(findRouter(deps, { router: end.router }));
      const impact = await deps.collector.ask('impact', {
        ...end,
        usable: remaining,
        links: linksAt(end),
        addresses: places.flatMap(({ addresses }) => addresses),
        prefixes: end.router === id ? candidatesOf(around) : [],
      });
      return {
        ...{ ...rest, impact },
        families: impact.families.map(loss => ({ ...loss, ...end })),
        ways: waysTo(end.router, places, impact.ways),
        guessed: guessedPlaces(end.router, places, impact.ways),
      };
    }),
  );
  const [{ impact }] = sides;
  const heard = linksAt(ends[0]).map(({ router }) => router);
  return {
    session,
    tables: impact.tables.map(({ state }) => state),
    facts: {
      router: id,
      session: name,
      ageMs: performance.now() - startedAt,
      routers: read.map(one => toFact(one, impact.tables)),
      families: sides.flatMap(({ families }) => families),
      validityProblem:
        deps.config.validates && !impact.validated
          ? 'no source of orion.bgp.rpki has answered, or what it said is too old'
          : undefined,
      ownExports: carriedBy(around, impact.holders, wholes),
      unread: (isInside ? remaining : [key]).filter(one => isUnread(read, one)),
      wholesUnknown: !wholes.prefixes?.length,
      maxLostShare: deps.config.maxLostShare,
      unheard: [...new Set(remaining.map(way => way.router))].filter(
        other => other !== id && !heard.includes(other),
      ),
      restarting: restartingOf(read, key),
      ways: sides.flatMap(({ ways }) => ways),
      // What both ends do not know is told once.
      unknownPlaces: [
        ...new Map(
          sides.flatMap(({ unknown }) =>
            unknown.map(one => [one.sentence, one] as const),
          ),
        ).values(),
      ],
      notes: [
        ...sides.flatMap(({ notes, guessed }) => [...notes, ...guessed]),
        ...(wholes.problem ? [wholes.problem] : []),
        ...(deps.config.validates ? [] : [UNVALIDATED]),
        ...impact.unproven.map(
          one =>
            `${one.paths} paths of ${one.router} count for nothing: its GoBGP does not look whether their next hops resolve, and they are neither the neighbors themselves nor in \`gobgp.nextHops\``,
        ),
      ],
      acceptIsolation,
      outOfBand: target.router.actions?.outOfBand,
    },
  };
}

/** A router of another network, even the other end of the session, is no way out of this one. */
function networkOf(
  deps: SessionDeps,
  input: { router: string },
): ActionRouter[] {
  const { asn } = findRouter(deps, input);
  return deps.config.routers.filter(router => router.asn === asn);
}

/** Nothing is refused for want of them: without, each own prefix has to stay itself. */
async function findWholes({ aggregates }: SessionDeps): Promise<Wholes> {
  try {
    const { prefixes } = await aggregates.find();
    return { prefixes };
  } catch (error) {
    const problem = isError(error) ? error.message : String(error);
    return {
      problem: `Each own prefix has to stay announced itself, because it is not known which are aggregates: ${problem}`,
    };
  }
}

async function lookUpAll(
  { management }: SessionDeps,
  routers: ActionRouter[],
): Promise<Map<string, ManagementSight>> {
  return new Map(
    await Promise.all(
      routers.map(
        async ({ id }) => [id, await lookUpManagement(management, id)] as const,
      ),
    ),
  );
}

/** Ways out that would remain. */
function othersOf(
  { router, reading }: NetworkRouter,
  input: SessionInput,
): SessionKey[] {
  return (
    (reading?.sessions ?? [])
      .filter(session => isWayOut(router, session))
      .filter(
        ({ name }) => router.id !== input.router || name !== input.session,
      )
      .map(({ name }) => ({ router: router.id, session: name }))
      // GoBGP lists its neighbors in another order each time; a plan names them.
      .sort((one, other) => (one.session < other.session ? -1 : 1))
  );
}

/** Other sessions that count again in a moment. */
function restartingOf(
  read: NetworkRouter[],
  { router: id, session: name }: SessionKey,
): SessionKey[] {
  return read.flatMap(({ router, reading }) =>
    (reading?.sessions ?? [])
      .filter(
        one =>
          one.restarting &&
          speaksOutside(router, one) &&
          (router.id !== id || one.name !== name),
      )
      .map(one => ({ router: router.id, session: one.name })),
  );
}

function toFact(
  { router, reading, problem }: NetworkRouter,
  tables: TableFact[],
): RouterFact {
  const table = tables.find(({ state }) => state.router === router.id);
  return {
    id: router.id,
    problem,
    tableProblem: problemOfTable(table, reading),
    catchesUp: table && !table.state.error && isRead(table.state.state),
  };
}

/** Neither too large nor out of reach. */
function isRead(state: TableFact['state']['state']): boolean {
  return state !== 'summary-only' && state !== 'unavailable';
}
