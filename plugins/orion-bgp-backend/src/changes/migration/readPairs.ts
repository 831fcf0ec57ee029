import { InputError } from '@backstage/errors';
import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { RouterReading } from '../../routes/RouteSource';
import {
  SharedNeighbor,
  sharedNeighbors,
  standingOf,
} from '../../services/sharedNeighbors';
import { isCertainLeak } from '../judgeLeaks';
import { ActionRouter } from '../readActionsConfig';
import { assertWhole, externalSessions } from '../readExports';
import {
  EnoughForeign,
  ForeignExports,
  readExportsApart,
} from '../readExportsApart';
import { linksOf } from '../../services/sent/linksOf';
import {
  findRouter,
  findSession,
  readNow,
  SessionDeps,
  withSource,
} from '../SessionTools';
import { CrossingDirection, PairUse } from './crossing/crossingSteps';
import { MigrationInput } from './migrationInput';
import { readTold, Told } from './readTold';

/** The two sessions of one neighbor, as both routers have them now. */
export interface PairSight {
  address: string;
  use: PairUse;
  from: SessionReading;
  to: SessionReading;
  /** Own prefixes that go out, by router; absent where nothing can: it is not up. */
  exports: { from?: string[]; to?: string[] };
  /** With which attributes, by router; absent as above, and where it is not known. */
  told: { from?: Told[]; to?: Told[] };
  /** How much of other networks goes out, by router; absent as above. */
  foreign: { from?: number; to?: number };
}

/** What external sessions that are up announce, by their name. */
interface SentApart {
  /** Of our own. */
  exports: Map<string, string[]>;
  /** How those are told; without those of which that is not known. */
  told: Map<string, Told[]>;
  /** Of other networks. */
  foreign: Map<string, ForeignExports>;
}

/** A router's sessions, and what those announce that were asked for. */
export interface ReadingWithExports extends SentApart {
  reading: RouterReading;
}

/**
 * Which sessions of both routers have the same neighbor, by what the two say now
 * and nobody else, in the order of the input.
 *
 * @throws InputError for another migration than the configured one, for a session
 * that is no part of it, and for one that stands in for a neighbor, unless it is to
 * come back. ServiceUnavailableError when a router is silent.
 */
export async function findPairs(
  deps: SessionDeps,
  input: MigrationInput,
  direction: CrossingDirection,
  signal: AbortSignal,
): Promise<SharedNeighbor[]> {
  assertConfigured(deps, input);
  const [from, to] = await Promise.all(
    [input.from, input.to].map(router =>
      readNow(findRouter(deps, { router }), signal),
    ),
  );
  return pairUp(deps, input, direction, { from, to });
}

/**
 * The pairs, with what each side announces. What is more than anybody has of their
 * own is not known; of a way back not even that of the side that speaks, as it has
 * to be open whatever that one does.
 *
 * @throws as `findPairs` does, and an Error where the side that is left announces
 * more than anybody has of their own
 */
export async function readPairs(
  deps: SessionDeps,
  input: MigrationInput,
  direction: CrossingDirection,
  signal: AbortSignal,
): Promise<PairSight[]> {
  assertConfigured(deps, input);
  const routers = {
    from: findRouter(deps, { router: input.from }),
    to: findRouter(deps, { router: input.to }),
  };
  const [here, there] = await Promise.all([
    readNow(routers.from, signal),
    readNow(routers.to, signal),
  ]);
  const pairs = pairUp(deps, input, direction, { from: here, to: there });
  const [from, to] = await Promise.all([
    readSent(deps, routers.from, here, namesOf(pairs, 'from'), signal),
    readSent(deps, routers.to, there, namesOf(pairs, 'to'), signal),
  ]);
  return pairs.map(pair => {
    const sideOf = (side: 'from' | 'to', { foreign, ...sent }: SentApart) => {
      const session = findSession(side === 'from' ? here : there, {
        router: input[side],
        session: pair[side],
      });
      const found = foreign.get(session.name);
      return {
        session,
        exports: found?.endedBy ? undefined : sent.exports.get(session.name),
        told: sent.told.get(session.name),
        foreign: found,
      };
    };
    const [old, young] = [sideOf('from', from), sideOf('to', to)];
    const use = useOf(old.session, young.session);
    const giver = use === 'moved' ? young : old;
    if (direction !== 'back') {
      assertWhole(giver.session.name, giver.foreign ?? {});
    }
    return {
      address: pair.address,
      use,
      from: old.session,
      to: young.session,
      exports: { from: old.exports, to: young.exports },
      told: { from: old.told, to: young.told },
      foreign: { from: old.foreign?.count, to: young.foreign?.count },
    };
  });
}

/**
 * A router, and what these of its external sessions announce that are up.
 *
 * @param before - by name of the session, how much of other networks may go out as
 * far as that is known: what is a leak by that is read no further
 * @throws ServiceUnavailableError
 */
export async function readWithExports(
  deps: SessionDeps,
  id: string,
  before: Map<string, number | undefined>,
  signal: AbortSignal,
): Promise<ReadingWithExports> {
  const router = findRouter(deps, { router: id });
  const reading = await readNow(router, signal);
  const names = [...before.keys()];
  const sent = await readSent(deps, router, reading, names, signal, name => {
    const known = before.get(name);
    return found => isCertainLeak(known, found);
  });
  return { reading, ...sent };
}

/** Lists of a full table are long, so that nobody else's are read. */
async function readSent(
  deps: SessionDeps,
  router: ActionRouter,
  reading: RouterReading,
  names: string[],
  signal: AbortSignal,
  isEnough?: (session: string) => EnoughForeign,
): Promise<SentApart> {
  const exports = new Map<string, string[]>();
  const told = new Map<string, Told[]>();
  const foreign = new Map<string, ForeignExports>();
  await withSource(router, signal, async (source, _, forList) => {
    for (const session of externalSessions(reading)) {
      const { name, state } = session;
      if (names.includes(name) && state === 'established') {
        const found = await readExportsApart(
          deps.config,
          source,
          reading,
          name,
          forList(),
          isEnough?.(name),
        );
        exports.set(name, found.own);
        foreign.set(name, found.foreign);
        const sent = { ...session, links: linksOf(router.endpoint) };
        const how = await readTold(source, sent, found.own, forList());
        if (how) {
          told.set(name, how);
        }
      }
    }
  });
  return { exports, told, foreign };
}

function namesOf(pairs: SharedNeighbor[], side: 'from' | 'to'): string[] {
  return pairs.map(pair => pair[side]);
}

function assertConfigured(
  { config: { migration } }: SessionDeps,
  { from, to }: MigrationInput,
): void {
  if (!migration) {
    throw new InputError(
      'input.from: no migration is configured under orion.bgp.migration',
    );
  }
  if (migration.from.id !== from || migration.to.id !== to) {
    throw new InputError(
      `input.from: the migration that is configured is from ${migration.from.id} to ${migration.to.id}`,
    );
  }
}

function pairUp(
  deps: SessionDeps,
  input: MigrationInput,
  direction: CrossingDirection,
  { from, to }: Record<'from' | 'to', RouterReading>,
): SharedNeighbor[] {
  const standInsOf = (router: string) => findRouter(deps, { router }).standIns;
  const shared = sharedNeighbors(from.sessions, to.sessions, {
    from: standInsOf(input.from),
    to: standInsOf(input.to),
  });
  return input.sessions.map(name => {
    const found = shared.find(pair => pair.from === name);
    if (!found) {
      throw new InputError(
        `input.sessions: ${name} is no session of ${input.from} whose neighbor ${input.to} has too`,
      );
    }
    // Both routers have to go on telling it what is compared.
    if (found.standsIn && direction !== 'back') {
      throw new InputError(
        `input.sessions: ${name} stands in for a neighbor, as orion.bgp.routers.<id>.standIns says, and stays with both routers`,
      );
    }
    return found;
  });
}

/** One that is silent on both sides has moved as well: it can only go back. */
function useOf(from: SessionReading, to: SessionReading): PairUse {
  const standing = standingOf(from, to);
  return standing === 'silent' ? 'moved' : standing;
}
