import { InputError } from '@backstage/errors';
import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { RouterReading } from '../../routes/RouteSource';
import {
  SharedNeighbor,
  sharedNeighbors,
  standingOf,
} from '../../services/sharedNeighbors';
import { ForeignExports, readExportsApart } from '../readExportsApart';
import { assertWhole } from '../readExports';
import { linksOf } from '../../services/sent/linksOf';
import {
  findRouter,
  findSession,
  readNow,
  SessionDeps,
  withSource,
} from '../SessionTools';
import { PairUse } from './crossing/crossingSteps';
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

/** A router's sessions, and what each external one that is up announces. */
export interface ReadingWithExports {
  reading: RouterReading;
  /** Of our own. */
  exports: Map<string, string[]>;
  /** How those are told; without those of which that is not known. */
  told: Map<string, Told[]>;
  /** Of other networks. */
  foreign: Map<string, ForeignExports>;
}

/**
 * Which sessions of both routers have the same neighbor, by what the two say now
 * and nobody else, in the order of the input.
 *
 * @throws InputError for another migration than the configured one, and for a
 * session that is no part of it. ServiceUnavailableError when a router is silent.
 */
export async function findPairs(
  deps: SessionDeps,
  input: MigrationInput,
  signal: AbortSignal,
): Promise<SharedNeighbor[]> {
  assertConfigured(deps, input);
  const [from, to] = await Promise.all(
    [input.from, input.to].map(router =>
      readNow(findRouter(deps, { router }), signal),
    ),
  );
  return pairUp(input, from, to);
}

/**
 * The pairs, with what each side announces. @throws as `findPairs` does, and an
 * Error where a session announces more than anybody has of their own
 */
export async function readPairs(
  deps: SessionDeps,
  input: MigrationInput,
  signal: AbortSignal,
): Promise<PairSight[]> {
  assertConfigured(deps, input);
  const [from, to] = await Promise.all(
    [input.from, input.to].map(router => readWithExports(deps, router, signal)),
  );
  for (const { foreign } of [from, to]) {
    foreign.forEach((found, session) => assertWhole(session, found));
  }
  return pairUp(input, from.reading, to.reading).map(pair => {
    const sideOf = (router: string, session: string, side: typeof from) =>
      findSession(side.reading, { router, session });
    const here = sideOf(input.from, pair.from, from);
    const there = sideOf(input.to, pair.to, to);
    return {
      address: pair.address,
      use: useOf(here, there),
      from: here,
      to: there,
      exports: {
        from: from.exports.get(here.name),
        to: to.exports.get(there.name),
      },
      told: {
        from: from.told.get(here.name),
        to: to.told.get(there.name),
      },
      foreign: {
        from: from.foreign.get(here.name)?.count,
        to: to.foreign.get(there.name)?.count,
      },
    };
  });
}

/** @throws ServiceUnavailableError */
export async function readWithExports(
  deps: SessionDeps,
  id: string,
  signal: AbortSignal,
): Promise<ReadingWithExports> {
  const router = findRouter(deps, { router: id });
  const reading = await readNow(router, signal);
  const exports = new Map<string, string[]>();
  const told = new Map<string, Told[]>();
  const foreign = new Map<string, ForeignExports>();
  await withSource(router, signal, async (source, _, forList) => {
    for (const session of reading.sessions) {
      const { name, state, type } = session;
      if (type === 'external' && state === 'established') {
        const found = await readExportsApart(
          deps.config,
          source,
          reading,
          name,
          forList(),
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
  return { reading, exports, told, foreign };
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
  input: MigrationInput,
  from: RouterReading,
  to: RouterReading,
): SharedNeighbor[] {
  const shared = sharedNeighbors(from.sessions, to.sessions);
  return input.sessions.map(name => {
    const found = shared.find(pair => pair.from === name);
    if (!found) {
      throw new InputError(
        `input.sessions: ${name} is no session of ${input.from} whose neighbor ${input.to} has too`,
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
