import { setTimeout as sleep } from 'node:timers/promises';
import { isError, ServiceUnavailableError } from '@backstage/errors';
import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import {
  RouterLink,
  SessionKey,
  TableFact,
} from '../../rib/impact/ImpactRequest';
import { RouterReading } from '../../routes/RouteSource';
import { SessionInput } from '../input';
import { ActionRouter } from '../readActionsConfig';
import { readOwnExports } from '../readExports';
import {
  findRouter,
  findSession,
  SessionDeps,
  withSource,
} from '../SessionTools';
import { candidatesOf, carriedBy, otherEndsOf } from './carriedBy';
import { LastPathFacts, RouterFact } from './LastPathFacts';
import { isWayOut } from './isWayOut';
import { linksOf } from './linksOf';
import { lookUpManagement, ManagementSight } from './lookUpManagement';
import { placesAround } from './placesAround';
import { waysTo } from './placeWays';
import { problemOfTable } from './problemOfTable';

/** While the others are read, the first one may grow too old again. */
const ASK_AGAIN_MS = 10_000;
/** For a table to be read again: a full one takes a while. */
const PATIENCE_MS = 60_000;
const LOOK_MS = 500;
/** Nobody is to believe that what is left was held against ROAs. */
const UNVALIDATED =
  'orion.bgp.rpki names no source: paths are not validated, so one that is RPKI invalid counts as a way';
const bothFamilies: RouterLink['families'] = ['ipv4', 'ipv6'];

/** The facts, and the session they are about. */
export interface Gathered {
  facts: LastPathFacts;
  session: SessionReading;
}

interface ReadRouter {
  router: ActionRouter;
  reading?: RouterReading;
  problem?: string;
  /** Own prefixes by established session: all external ones, and the one in question. */
  exports: Map<string, string[]>;
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
  const management = await lookUpAll(deps, networkOf(deps, input));
  const end = Date.now() + PATIENCE_MS;
  const asked = new Map<string, number>();
  for (;;) {
    const gathered = await gatherOnce(
      deps,
      { input, management, successor },
      signal,
    );
    const behind = gathered.facts.routers.filter(
      ({ tableProblem, catchesUp, problem }) =>
        tableProblem && catchesUp && !problem,
    );
    if (behind.length === 0 || Date.now() > end) {
      return gathered;
    }
    for (const { id } of behind) {
      if (Date.now() - (asked.get(id) ?? 0) > ASK_AGAIN_MS) {
        asked.set(id, Date.now());
        await deps.collector.ask('refresh', { router: id });
      }
    }
    await sleep(LOOK_MS, undefined, { signal });
  }
}

async function gatherOnce(
  deps: SessionDeps,
  {
    input,
    management,
    successor,
  }: {
    input: SessionInput;
    management: Map<string, ManagementSight>;
    successor?: string;
  },
  signal: AbortSignal,
): Promise<Gathered> {
  const startedAt = performance.now();
  const { router: id, session: name, acceptIsolation = false } = input;
  const around = (router: ActionRouter) =>
    placesAround(
      router,
      management.get(router.id) ?? { places: [] },
      deps.config.protectedPlaces,
    );
  const [here, ...read] = await Promise.all([
    around(findRouter(deps, input)),
    ...networkOf(deps, input).map(router => readRouter(router, input, signal)),
  ]);
  const target = read.find(({ router }) => router.id === id)!;
  if (!target.reading) {
    throw new ServiceUnavailableError(target.problem);
  }
  const session = findSession(target.reading, input);
  const remaining = read.flatMap(one => othersOf(one, input));
  const internal =
    session.type === 'internal' && session.state === 'established'
      ? { key: { router: id, session: name }, session, read, ways: remaining }
      : undefined;
  // What is done at one end is done to the other: the losses of both are judged.
  const ends: SessionKey[] = [
    { router: id, session: name },
    ...(internal ? otherEndsOf(internal) : []),
  ];
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
          : await around(findRouter(deps, { router: end.router }));
      const impact = await deps.collector.ask('impact', {
        ...end,
        usable: remaining,
        links: linksAt(end),
        addresses: places.flatMap(({ addresses }) => addresses),
        prefixes: internal && end.router === id ? candidatesOf(internal) : [],
      });
      return {
        ...{ ...rest, impact },
        families: impact.families.map(loss => ({ ...loss, ...end })),
        ways: waysTo(end.router, places, impact.ways),
      };
    }),
  );
  const [{ impact }] = sides;
  const heard = linksAt(ends[0]).map(({ router }) => router);
  const ownExports = internal
    ? carriedBy(internal, impact.holders)
    : (target.exports.get(name) ?? []).map(prefix => ({
        prefix,
        elsewhere: remaining
          .filter(key =>
            read
              .find(({ router }) => router.id === key.router)
              ?.exports.get(key.session)
              ?.includes(prefix),
          )
          .map(key => `${key.session} on ${key.router}`),
      }));
  return {
    session,
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
      ownExports,
      maxLostShare: deps.config.maxLostShare,
      unheard: [...new Set(remaining.map(key => key.router))].filter(
        other => other !== id && !heard.includes(other),
      ),
      ways: sides.flatMap(({ ways }) => ways),
      unknownPlaces: [...new Set(sides.flatMap(({ unknown }) => unknown))],
      notes: [
        ...sides.flatMap(({ notes }) => notes),
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

async function readRouter(
  router: ActionRouter,
  input: SessionInput,
  signal: AbortSignal,
): Promise<ReadRouter> {
  const exports = new Map<string, string[]>();
  try {
    const reading = await withSource(router, signal, async (source, limit) => {
      const found = await source.readRouter({ signal: limit });
      for (const { name, state, type } of found.sessions) {
        const wanted =
          type === 'external' ||
          (router.id === input.router && name === input.session);
        if (wanted && state === 'established') {
          exports.set(name, await readOwnExports(source, found, name, limit));
        }
      }
      return found;
    });
    const problem = reading.problems.join(' ') || undefined;
    return { router, reading, problem, exports };
  } catch (error) {
    signal.throwIfAborted();
    const problem = isError(error) ? error.message : String(error);
    return { router, problem, exports };
  }
}

/** Ways out that would remain. */
function othersOf(
  { router, reading }: ReadRouter,
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

function toFact(
  { router, reading, problem }: ReadRouter,
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
