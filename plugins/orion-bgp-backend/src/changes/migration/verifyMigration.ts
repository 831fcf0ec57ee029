import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import {
  ChangeContext,
  ProbeResult,
} from '@orion/backstage-plugin-orion-changes-node';
import { KernelReach } from '../../rib/kernel/KernelComparison';
import { judgeLeaks } from '../judgeLeaks';
import { ForeignExports, NO_FOREIGN } from '../readExportsApart';
import { findRouter } from '../SessionTools';
import { takeBackNow } from '../takeBackNow';
import { probe, verifyTwice } from '../verifyTwice';
import { CrossingDirection } from './crossing/crossingSteps';
import { MigrationDeps } from './lookMigration';
import { MigrationInput } from './migrationInput';
import { InsideFeed, insideFeed } from './insideFeed';
import { judgeReach, ReachSight, readReach } from './kernelReach';
import { PlannedPair } from './plannedPairs';
import { readWithExports } from './readPairs';
import { Told } from './readTold';
import { findFewer, routesIn } from './routesIn';
import { toldApart } from './toldApart';

interface Side {
  router: string;
  session?: SessionReading;
  exports: string[];
  told?: Told[];
  foreign: ForeignExports;
}

/** The kernel of whoever writes it, as it was before and is. */
interface KernelSight {
  router: string;
  before: KernelReach;
  now: ReachSight;
  families: string[];
}

interface Sight {
  pair: PlannedPair;
  speaks: Side;
  silent?: Side;
  /** Of a session that went over. */
  inside?: InsideFeed;
  /**
   * From a router that may do wrong what the old one does right: that one is held to
   * nothing of it, and what differs is told.
   */
  isWayBack?: boolean;
}

/**
 * Reads both routers twice with the reading credentials. Passes only when both
 * reads say the same: whoever is to speak is up and announces what was planned,
 * whoever is not is switched off. What leaks is given back at once.
 */
export async function verifyMigration(
  deps: MigrationDeps,
  ctx: ChangeContext<any>,
  direction: CrossingDirection,
): Promise<ProbeResult[]> {
  const probes = await verifyTwice(ctx, {
    look: async () => {
      const sights = await look(deps, ctx, direction);
      return { sights, kernel: await lookAtKernel(deps, ctx, sights) };
    },
    judge: ({ sights, kernel }) => [
      ...sights.flatMap(judge),
      ...(kernel
        ? [
            judgeReach(
              kernel.router,
              kernel.before,
              kernel.now,
              kernel.families,
            ),
          ]
        : []),
    ],
    digest: ({ sights }) => digest(sights),
  });
  return takeBackNow(ctx, probes);
}

/** True when every session is as it is to be in the end, whatever it announces yet. */
export async function isReached(
  deps: MigrationDeps,
  ctx: Pick<ChangeContext<any>, 'change' | 'facts' | 'signal'>,
  direction: CrossingDirection,
): Promise<boolean> {
  return (await look(deps, ctx, direction)).every(
    ({ speaks, silent }) =>
      speaks.session?.adminState === 'up' &&
      (!silent || silent.session?.adminState === 'down'),
  );
}

/** Undefined where nothing reaches a kernel another way, or none was read before. */
async function lookAtKernel(
  deps: MigrationDeps,
  { facts }: Pick<ChangeContext<any>, 'facts'>,
  [sight]: Sight[],
): Promise<KernelSight | undefined> {
  const before = facts.kernel as unknown as KernelReach | null | undefined;
  const { inside } = sight ?? {};
  if (!before || !inside || inside.families.length === 0) {
    return undefined;
  }
  const { families, router } = inside;
  const since = facts.takenAt as string | undefined;
  const now = (await readReach(deps, router, since)) ?? {
    problem: `The kernel of ${router} is not read any more.`,
  };
  return { router, before, now, families };
}

async function look(
  deps: MigrationDeps,
  {
    change,
    facts,
    signal,
  }: Pick<ChangeContext<any>, 'change' | 'facts' | 'signal'>,
  direction: CrossingDirection,
): Promise<Sight[]> {
  const input: MigrationInput = change.input;
  const pairs = facts.pairs as unknown as PlannedPair[];
  const read = async (side: 'from' | 'to') => {
    const before = new Map(
      pairs.map(pair => [
        pair[side],
        direction === 'back' ? undefined : pair.foreign,
      ]),
    );
    const router = input[side];
    return {
      router,
      ...(await readWithExports(deps, router, before, signal)),
    };
  };
  const [from, to] = await Promise.all([read('from'), read('to')]);
  const side = (of: typeof from, name: string): Side => ({
    router: of.router,
    session: of.reading.sessions.find(session => session.name === name),
    exports: of.exports.get(name) ?? [],
    told: of.told.get(name),
    foreign: of.foreign.get(name) ?? NO_FOREIGN,
  });
  const inside = insideFeed(
    findRouter(deps, { router: input.from }),
    from.reading,
    to.reading,
  );
  return pairs.map(pair => {
    const here = side(from, pair.from);
    const there = side(to, pair.to);
    return direction === 'over'
      ? { pair, speaks: there, silent: here, inside }
      : {
          pair,
          speaks: here,
          silent: pair.keepsNew ? undefined : there,
          isWayBack: direction === 'back',
        };
  });
}

function judge({
  pair,
  speaks,
  silent,
  inside,
  isWayBack = false,
}: Sight): ProbeResult[] {
  const up = speaks.session?.state === 'established';
  const { announces = speaks.exports } = pair;
  const missing = announces.filter(prefix => !speaks.exports.includes(prefix));
  const extra = speaks.exports.filter(prefix => !announces.includes(prefix));
  const apart = toldApart(pair.told, speaks.told);
  const isAlike = missing.length + extra.length === 0 && !apart;
  const speaksOfUs = speaks.exports.length > 0 || announces.length === 0;
  const exchanged = speaks.session?.families.some(family => family.up) ?? false;
  return [
    ...(silent ? [judgeSilent(silent)] : []),
    probe(
      'state',
      up && exchanged ? 'pass' : 'unknown',
      `${nameOf(speaks)} is ${speaks.session?.stateText ?? 'not there'}${
        up && !exchanged ? ' and exchanges no routes yet' : ''
      }.`,
    ),
    judgeLeaks(
      nameOf(speaks),
      isWayBack ? undefined : pair.foreign,
      speaks.foreign,
    ),
    judgeRoutes(pair, speaks, isWayBack),
    ...(inside ? [judgeInside(pair, inside)] : []),
    probe(
      'exports',
      isAlike || (isWayBack && speaksOfUs) ? 'pass' : 'unknown',
      pair.announces
        ? exportText(speaks, missing, extra, {
            apart,
            known: Boolean(pair.told && speaks.told),
          })
        : `${nameOf(speaks)} announces ${
            speaks.exports.length
          } own prefixes, and nobody announced any before.`,
    ),
  ];
}

function judgeSilent(silent: Side): ProbeResult {
  const { session } = silent;
  const off = session?.adminState === 'down' && session.state !== 'established';
  const routes = session?.families.some(
    ({ up, counters }) => up || Boolean(counters.received?.value),
  );
  return probe(
    'silent',
    off && !routes ? 'pass' : 'fail',
    off
      ? `${nameOf(silent)} is switched off${
          routes ? ', and its routes are still there' : ''
        }.`
      : `${nameOf(silent)} is not switched off.`,
  );
}

/** Who is spoken with and sends nothing, or is let in with nothing, is no way out. */
function judgeRoutes(
  { routes = [] }: PlannedPair,
  speaks: Side,
  isWayBack: boolean,
): ProbeResult {
  const lacking = findFewer(routes, speaks.session);
  return probe(
    'routes',
    lacking.length === 0 || isWayBack ? 'pass' : 'unknown',
    lacking.length === 0
      ? `Routes come in over ${nameOf(speaks)} as before.`
      : `Not everything comes in over ${nameOf(speaks)} yet: ${lacking.join(
          '; ',
        )}.`,
  );
}

/** What the new router lets in is of no use until the kernel's writer has it. */
function judgeInside(
  { routes = [] }: PlannedPair,
  { families, router, session }: InsideFeed,
): ProbeResult {
  const needed = routes.filter(({ family }) => families.includes(family));
  const lacking = findFewer(needed, session);
  const over = session ? `over ${session.name} on ${router}` : `to ${router}`;
  return probe(
    'inside',
    lacking.length === 0 ? 'pass' : 'unknown',
    lacking.length === 0
      ? `What is chosen now reaches ${router}, as far as it writes the kernel by that.`
      : `Not everything comes ${over}, which writes the kernel: ${lacking.join(
          '; ',
        )}.`,
  );
}

function exportText(
  speaks: Side,
  missing: string[],
  foreign: string[],
  { apart, known }: { apart: string | undefined; known: boolean },
) {
  if (missing.length > 0) {
    return `${nameOf(speaks)} does not announce ${missing
      .slice(0, 5)
      .join(', ')} yet.`;
  }
  if (foreign.length > 0) {
    return `${nameOf(speaks)} announces ${foreign
      .slice(0, 5)
      .join(', ')}, which the other router did not.`;
  }
  return apart
    ? `${nameOf(speaks)} announces ${apart}.`
    : `${nameOf(speaks)} announces the same ${
        speaks.exports.length
      } own prefixes as the other router did${
        known ? ', with the same attributes' : ''
      }.`;
}

function nameOf({ router, session }: Side): string {
  return `Session ${session?.name ?? '?'} on ${router}`;
}

function digest(sights: Sight[]): string {
  return JSON.stringify(
    sights.map(({ speaks, silent }) =>
      [speaks, silent].map(side => [
        side?.session?.state,
        side?.session?.adminState,
        side?.exports,
        side?.told,
        side?.session && routesIn(side.session).map(({ family }) => family),
      ]),
    ),
  );
}
