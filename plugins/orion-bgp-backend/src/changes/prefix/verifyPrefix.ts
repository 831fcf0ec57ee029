import {
  ChangeContext,
  ProbeResult,
} from '@orion/backstage-plugin-orion-changes-node';
import { findRouter, SessionDeps } from '../SessionTools';
import { probe, verifyTwice } from '../verifyTwice';
import { PrefixStanding, readStanding } from './gatherPrefix';
import { isPrefixDone, PrefixTarget } from './PrefixAction';
import { PrefixInput } from './prefixInput';
import { PlannedPrefix } from './recheckPrefix';

/** Reads table and neighbors twice: the prefix is there, and who was to get it has it. */
export async function verifyPrefix(
  deps: SessionDeps,
  ctx: ChangeContext<any>,
  target: PrefixTarget,
): Promise<ProbeResult[]> {
  const input: PrefixInput = ctx.change.input;
  const router = findRouter(deps, input);
  const planned = ctx.facts.planned as unknown as PlannedPrefix;
  return verifyTwice(ctx, {
    look: () => readStanding(router, input.prefix, ctx.signal),
    judge: sight =>
      judgeStanding(target, sight, { planned, router: router.id }),
    digest: ({ paths, neighbors }) =>
      JSON.stringify([paths, neighbors.map(({ name, has }) => [name, has])]),
  });
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
