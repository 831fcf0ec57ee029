import { ConflictError, InputError } from '@backstage/errors';
import {
  Migration,
  MigrationGate,
  SessionReading,
} from '@orion/backstage-plugin-orion-bgp-common';
import { RouterReading } from '../../routes/RouteSource';
import { gatherFacts } from '../lastPath/gatherFacts';
import { LastPathFacts } from '../lastPath/LastPathFacts';
import { judgeLastPath } from '../lastPath/judgeLastPath';
import { ActionRouter } from '../readActionsConfig';
import {
  findRouter,
  readNow,
  readOwnExports,
  SessionDeps,
  withSource,
} from '../SessionTools';
import { CrossingDirection, PairUse } from './crossing/crossingSteps';
import { MigrationApi } from './MigrationApi';
import { MigrationInput } from './migrationInput';

/** What the kinds of a migration work with. */
export interface MigrationDeps extends SessionDeps {
  migration: MigrationApi;
}

/** The two sessions of one neighbor, as both routers have them now. */
export interface PairSight {
  address: string;
  use: PairUse;
  from: SessionReading;
  to: SessionReading;
  /** Own prefixes that go out, by router. */
  exports: { from: string[]; to: string[] };
}

/** What a plan is made of. */
export interface MigrationSight {
  pairs: PairSight[];
  /** None for the way back, which must be open at any time. */
  gates: MigrationGate[];
  /** What is lost while nobody speaks with the neighbor, by pair; for those that wait. */
  losses: LastPathFacts[];
  /** Sentences that forbid it. */
  denials: string[];
}

/**
 * Reads both routers now and has the gates judged. A way back is read without
 * gates: they would fail when it is needed most.
 *
 * @throws InputError for a session that is no part of the migration,
 * ServiceUnavailableError when a router does not answer.
 */
export async function lookMigration(
  deps: MigrationDeps,
  input: MigrationInput,
  direction: CrossingDirection,
  signal: AbortSignal,
): Promise<MigrationSight> {
  const migration = await findMigration(deps, input);
  const pairs = await readPairs(deps, input, migration, signal);
  const sight: MigrationSight = { pairs, gates: [], losses: [], denials: [] };
  if (direction === 'back') {
    return sight;
  }
  for (const pair of pairs) {
    const { facts } = await gatherFacts(
      deps,
      { router: input.from, session: pair.from.name, reason: input.reason },
      signal,
    );
    const verdict = judgeLastPath(facts);
    const mayBeLost = pair.use === 'waiting';
    sight.denials.push(
      ...verdict.denials
        .filter(({ rule }) => !mayBeLost || !tolerated(rule, facts))
        .map(({ sentence }) => sentence),
    );
    if (mayBeLost) {
      sight.losses.push(facts);
    }
  }
  // Last, so that nothing judged is older than what was read before it.
  const { gates } = await findMigration(deps, input);
  const open = gates.filter(
    ({ id, state }) =>
      state !== 'passed' &&
      !(direction === 'both' && id === 'rollback-rehearsed'),
  );
  sight.gates = gates;
  sight.denials.push(
    ...open.map(({ id, reason }) => `Gate ${id} does not pass: ${reason}`),
  );
  return sight;
}

/** Between the two sessions there is a moment without any: that is what people approve. */
function tolerated(rule: string, { outOfBand }: LastPathFacts): boolean {
  return (
    rule === 'inbound' ||
    rule === 'isolated' ||
    rule === 'default-route' ||
    (rule === 'protected-address' && Boolean(outOfBand))
  );
}

/** @throws InputError, ServiceUnavailableError */
export async function findMigration(
  { migration }: MigrationDeps,
  { from, to }: MigrationInput,
): Promise<Migration> {
  const { migration: found } = await migration.get();
  if (!found) {
    throw new InputError(
      'input.from: no migration is configured under orion.bgp.migration',
    );
  }
  if (found.from !== from || found.to !== to) {
    throw new InputError(
      `input.from: the migration that is configured is from ${found.from} to ${found.to}`,
    );
  }
  return found;
}

async function readPairs(
  deps: MigrationDeps,
  input: MigrationInput,
  { neighbors, moved, waiting }: Migration,
  signal: AbortSignal,
): Promise<PairSight[]> {
  const shared = [...neighbors, ...moved, ...waiting];
  const wanted = input.sessions.map(name => {
    const found = shared.find(pair => pair.from === name);
    if (!found) {
      throw new InputError(
        `input.sessions: ${name} is no session of ${input.from} whose neighbor ${input.to} has too`,
      );
    }
    return found;
  });
  const [from, to] = await Promise.all(
    [input.from, input.to].map(router =>
      readWithExports(findRouter(deps, { router }), signal),
    ),
  );
  return wanted.map(pair => {
    const here = sessionOf(from.reading, input.from, pair.from);
    const there = sessionOf(to.reading, input.to, pair.to);
    return {
      address: pair.address,
      use: useOf(here, there),
      from: here,
      to: there,
      exports: {
        from: from.exports.get(here.name) ?? [],
        to: to.exports.get(there.name) ?? [],
      },
    };
  });
}

function useOf(from: SessionReading, to: SessionReading): PairUse {
  if (from.adminState === 'down') {
    return 'moved';
  }
  return to.state === 'established' ? 'both' : 'waiting';
}

function sessionOf(
  { sessions }: RouterReading,
  router: string,
  name: string,
): SessionReading {
  const found = sessions.find(session => session.name === name);
  if (!found) {
    throw new ConflictError(`Router ${router} has no session ${name} any more`);
  }
  return found;
}

/** Sessions, and what each external one that is up announces of our own. */
export async function readWithExports(
  router: ActionRouter,
  signal: AbortSignal,
): Promise<{ reading: RouterReading; exports: Map<string, string[]> }> {
  const reading = await readNow(router, signal);
  const exports = new Map<string, string[]>();
  await withSource(router, signal, async (source, limit) => {
    for (const { name, state, type } of reading.sessions) {
      if (type === 'external' && state === 'established') {
        exports.set(name, await readOwnExports(source, reading, name, limit));
      }
    }
  });
  return { reading, exports };
}
