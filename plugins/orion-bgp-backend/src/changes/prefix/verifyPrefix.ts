import {
  ChangeContext,
  ProbeResult,
} from '@orion/backstage-plugin-orion-changes-node';
import { lookAgain } from '../lookAgain';
import { findRouter, SessionDeps } from '../SessionTools';
import { takeBackNow } from '../takeBackNow';
import { probe, verifyTwice } from '../verifyTwice';
import { PrefixStanding, readElsewhere, readStanding } from './gatherPrefix';
import { isPrefixDone, PrefixTarget } from './PrefixAction';
import { PrefixInput } from './prefixInput';
import { PrefixSight } from './PrefixSight';
import { PlannedPrefix } from './recheckPrefix';

/**
 * Reads table and neighbors twice: the prefix is there, and who was to get it has
 * it. Of a withdrawal others are read too, by which it is still to be reached.
 */
export async function verifyPrefix(
  deps: SessionDeps,
  ctx: ChangeContext<any>,
  target: PrefixTarget,
): Promise<ProbeResult[]> {
  const input: PrefixInput = ctx.change.input;
  const router = findRouter(deps, input);
  const planned = ctx.facts.planned as unknown as PlannedPrefix;
  const probes = await verifyTwice(ctx, {
    look: async () => ({
      ...(await readStanding(router, input.prefix, ctx.signal)),
      ways: await readPlannedWays(deps, ctx, target),
    }),
    judge: ({ ways, ...sight }) => [
      ...judgeStanding(target, sight, { planned, router: router.id }),
      ...(ways ? [judgeWays(input.prefix, ways, planned)] : []),
    ],
    digest: ({ paths, neighbors, ways }) =>
      JSON.stringify([
        paths,
        neighbors.map(({ name, has }) => [name, has]),
        ways?.elsewhere,
      ]),
  });
  return takeBackNow(ctx, probes);
}

type Ways = Pick<PrefixSight, 'elsewhere' | 'routers'> & {
  restarting?: string[];
};

/** Undefined where the plan promised none. */
async function readPlannedWays(
  deps: SessionDeps,
  ctx: ChangeContext<any>,
  { prefixAction }: PrefixTarget,
): Promise<Ways | undefined> {
  const { router, prefix }: PrefixInput = ctx.change.input;
  const { stays } = ctx.facts.planned as unknown as PlannedPrefix;
  if (prefixAction.verb !== 'withdraw' || !stays) {
    return undefined;
  }
  const look = () =>
    readElsewhere(
      deps,
      { router, prefix, aggregate: stays.aggregate },
      ctx.signal,
    );
  return lookAgain(look, ({ elsewhere }) => elsewhere.length > 0, ctx.signal);
}

/** Fails what was promised and is not so; what nobody could read is unknown. */
export function judgeWays(
  prefix: string,
  { elsewhere, routers, restarting = [] }: Ways,
  { stays }: Pick<PlannedPrefix, 'stays'>,
): ProbeResult {
  if (elsewhere.length > 0) {
    return probe(
      'elsewhere',
      'pass',
      `Others reach ${prefix} by ${elsewhere.join(', ')}.`,
    );
  }
  const promised = `the plan said that others reach it by ${stays?.elsewhere.join(
    ', ',
  )}`;
  const silent = routers.filter(({ problem }) => problem);
  if (silent.length === 0 && restarting.length > 0) {
    return probe(
      'elsewhere',
      'unknown',
      `Whether others still reach ${prefix} is not known until the neighbor of ${restarting.join(
        ', ',
      )} is through with its graceful restart, and ${promised}.`,
    );
  }
  return silent.length > 0
    ? probe(
        'elsewhere',
        'unknown',
        `Whether others still reach ${prefix} is not known, and ${promised}: ${silent
          .map(
            ({ id, problem }) => `router ${id} was not read whole: ${problem}`,
          )
          .join(' ')}`,
      )
    : probe(
        'elsewhere',
        'fail',
        `No established external session of another router announces ${prefix} any more, and ${promised}.`,
      );
}

/** How far a prefix is as it was to be. */
export function judgeStanding(
  target: PrefixTarget,
  { paths, neighbors }: PrefixStanding,
  { planned, router }: { planned: PlannedPrefix; router: string },
): ProbeResult[] {
  const { prefix, prefixAction } = target;
  const announced = prefixAction.verb === 'announce';
  if (!isPrefixDone(target, paths)) {
    const message = announced
      ? `${router} does not announce ${prefix}, or not as it was approved.`
      : `${router} still announces ${prefix}.`;
    return [probe('table', 'fail', message)];
  }
  const table = probe(
    'table',
    'pass',
    announced
      ? `${prefix} is in the table of ${router}.`
      : `${prefix} is no longer in the table of ${router} as its own.`,
  );
  return [
    table,
    announced
      ? judgeGets(prefix, neighbors, planned)
      : judgeLost(prefix, neighbors, planned),
  ];
}

function judgeGets(
  prefix: string,
  neighbors: PrefixStanding['neighbors'],
  planned: PlannedPrefix,
): ProbeResult {
  const policyOf = (name: string) =>
    planned.neighbors.find(neighbor => neighbor.name === name)?.policy;
  const missing = neighbors.filter(
    ({ name, has }) => !has && policyOf(name) === 'accept',
  );
  const unwanted = neighbors.filter(
    ({ name, has }) => has && policyOf(name) === 'reject',
  );
  const odd = [...missing, ...unwanted].map(({ name }) => name);
  if (odd.length > 0) {
    const message =
      missing.length > 0
        ? `${prefix} did not go out to ${odd.join(', ')} yet.`
        : `${prefix} goes out to ${odd.join(', ')}, against the plan.`;
    return probe('exports', 'unknown', message);
  }
  const having = neighbors.filter(({ has }) => has).map(({ name }) => name);
  return probe(
    'exports',
    'pass',
    having.length > 0
      ? `${prefix} goes out to ${having.join(', ')}.`
      : `${prefix} goes out to nobody.`,
  );
}

function judgeLost(
  prefix: string,
  neighbors: PrefixStanding['neighbors'],
  planned: PlannedPrefix,
): ProbeResult {
  const having = neighbors.filter(({ has }) => has).map(({ name }) => name);
  if (having.length > 0 && !planned.learned) {
    return probe(
      'exports',
      'unknown',
      `${prefix} still goes out to ${having.join(', ')}.`,
    );
  }
  return probe(
    'exports',
    'pass',
    having.length > 0
      ? `${prefix} of another router goes out to ${having.join(', ')}.`
      : `${prefix} goes out to nobody.`,
  );
}
