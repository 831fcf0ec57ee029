import { setTimeout } from 'node:timers/promises';
import { ConflictError } from '@backstage/errors';
import {
  MigrationGate,
  TableState,
} from '@orion/backstage-plugin-orion-bgp-common';
import { isReread } from '../../services/gates/judgeTables';
import { gatherFacts } from '../lastPath/gatherFacts';
import { LastPathFacts } from '../lastPath/LastPathFacts';
import { judgeLastPath } from '../lastPath/judgeLastPath';
import { untilRead } from '../lastPath/untilRead';
import { SessionDeps } from '../SessionTools';
import { CrossingDirection } from './crossing/crossingSteps';
import { MigrationApi } from './MigrationApi';
import { MigrationInput } from './migrationInput';
import { PairSight, readPairs } from './readPairs';

/** A full table of BIRD takes some 20 s; one that takes longer is judged as it is. */
const REREAD_MS = 2 * 60_000;
const LOOK_EVERY_MS = 1_000;

/** What the kinds of a migration work with. */
export interface MigrationDeps extends SessionDeps {
  migration: MigrationApi;
}

/** What a plan is made of. */
export interface MigrationSight {
  pairs: PairSight[];
  /** None for the way back, which must be open at any time. */
  gates: MigrationGate[];
  /** What is lost while nobody speaks with the neighbor, by pair; for those that wait. */
  losses: LastPathFacts[];
  /** What nobody could hold the remaining paths against, each once. */
  notes: string[];
  /** Sentences that forbid it. */
  denials: string[];
}

/**
 * Has the gates judged, once, and reads both routers then. A way back asks nobody
 * but the two routers: gates would fail when it is needed most, and what judges
 * them may be gone.
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
  // First: whole tables are compared, and what is read for the last path must be
  // seconds old when somebody acts on it. What changed meanwhile, that shows.
  const gates =
    direction === 'back' ? [] : await judgeGates(deps, input, signal);
  const pairs = await readPairs(deps, input, direction, signal);
  const sight: MigrationSight = {
    ...{ pairs, gates, losses: [], notes: [], denials: [] },
  };
  if (direction === 'back') {
    return sight;
  }
  // At the same time: the first must not grow old while the others are read.
  const found = await Promise.all(
    pairs.map(async pair => {
      const { name } = pair.from;
      const { facts } = await gatherFacts(
        deps,
        { router: input.from, session: name, reason: input.reason },
        signal,
        input.to,
      );
      return { pair, facts };
    }),
  );
  for (const { pair, facts } of found) {
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
  sight.notes = [...new Set(found.flatMap(({ facts }) => facts.notes))];
  const open = gates.filter(
    ({ id, state }) =>
      state !== 'passed' &&
      !(direction === 'both' && id === 'rollback-rehearsed'),
  );
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
    rule === 'reachability' ||
    rule === 'default-route' ||
    (rule === 'protected-place' && Boolean(outOfBand))
  );
}

/**
 * Judged now, by the plugin that compares the tables, and by tables of now: what
 * moved after one was read is no difference, and a policy that was just changed
 * moves all it concerns. Where one of them is being read again, which says nothing
 * against anybody, once it is read.
 *
 * @throws ServiceUnavailableError
 */
async function judgeGates(
  deps: MigrationDeps,
  { from, to, sessions }: MigrationInput,
  signal: AbortSignal,
): Promise<MigrationGate[]> {
  const { tables } = await deps.collector.ask('tables', {});
  await untilRead(
    deps,
    tables.filter(
      ({ router, state }) =>
        (router === from || router === to) && state === 'polled',
    ),
    { asked: new Map(), until: Date.now() + REREAD_MS, tookMs: 0 },
    signal,
  );
  const until = performance.now() + REREAD_MS;
  for (;;) {
    const { migration: judged } = await deps.migration.get(sessions);
    if (judged?.from !== from || judged.to !== to) {
      throw new ConflictError(
        `The gates are judged for ${
          judged ? `${judged.from} to ${judged.to}` : 'no migration'
        }, not for ${from} to ${to}`,
      );
    }
    if (!judged.tables.some(isReread) || performance.now() >= until) {
      return judged.gates;
    }
    await untilWhole(deps, [from, to], until, signal);
  }
}

/** Asks for the tables alone: whole ones are not compared in vain. */
async function untilWhole(
  { collector }: MigrationDeps,
  routers: string[],
  until: number,
  signal: AbortSignal,
): Promise<void> {
  let left: TableState[];
  do {
    await setTimeout(LOOK_EVERY_MS, undefined, { signal });
    const { tables } = await collector.ask('tables', {});
    left = tables.filter(
      table => routers.includes(table.router) && isReread(table),
    );
  } while (left.length > 0 && performance.now() < until);
}
