import {
  MigrationGate,
  RouteComparison,
} from '@orion/backstage-plugin-orion-bgp-common';
import {
  failed,
  GateFacts,
  GateRouter,
  GateVerdict,
  passed,
} from './GateFacts';
import { judgeDefault, judgeRpki } from './judgeDaemons';
import { judgeEqual } from './judgeEqual';
import { judgeExports } from './judgeExports';
import { judgeImports } from './judgeImports';
import { judgeInside } from './judgeInside';
import { judgeKernel } from './judgeKernel';
import { judgeLimits } from './judgeLimits';
import { judgeLimitTrials } from './judgeLimitTrials';
import { judgeRehearsal } from './judgeRehearsals';
import { judgeRestart } from './judgeRestart';
import { judgeTables } from './judgeTables';

/** Sessions are read every few seconds. */
const MAX_AGE_MS = 15_000;

/**
 * What must hold before `to` takes the place of `from`. A gate passes only on
 * inputs that are there and complete; what cannot be read is `unknown`, which
 * is as good as failed.
 */
export function judgeGates(facts: GateFacts): MigrationGate[] {
  const complete = judgeTables(facts);
  const equal = (scope: RouteComparison['scope']) =>
    complete.state === 'passed' ? judgeEqual(facts, scope) : complete;
  return [
    { id: 'readings-fresh', ...judgeReadings(facts) },
    { id: 'tables-complete', ...complete },
    { id: 'sessions-up', ...judgeSessions(facts) },
    { id: 'received-equal', ...equal('received') },
    { id: 'accepted-equal', ...equal('accepted') },
    { id: 'best-equal', ...equal('best') },
    { id: 'exported-equal', ...equal('exported') },
    { id: 'exports-are-own', ...judgeExports(facts, complete) },
    { id: 'imports-proven', ...judgeImports(facts, complete) },
    { id: 'limits-set', ...judgeLimits(facts) },
    { id: 'limits-exceeded', ...judgeLimitTrials(facts) },
    { id: 'rpki-equal', ...judgeRpki(facts) },
    { id: 'default-reject', ...judgeDefault(facts) },
    { id: 'kernel-equal', ...judgeKernel(facts) },
    { id: 'inside-imports', ...judgeInside(facts) },
    { id: 'restart-survived', ...judgeRestart(facts) },
    { id: 'rollback-rehearsed', ...judgeRehearsal(facts) },
  ];
}

function judgeReadings({ from, to }: GateFacts): GateVerdict {
  const inputs = [from, to].map(({ id, sessions }) => ({
    name: `sessions of ${id}`,
    rows: sessions.length,
  }));
  const old = [from, to].find(({ ageMs = Infinity }) => !(ageMs <= MAX_AGE_MS));
  if (old) {
    return failed(
      old.ageMs === undefined
        ? `${old.id} was not read whole yet.`
        : `${old.id} was read whole ${Math.round(old.ageMs / 1000)} s ago.`,
      inputs,
    );
  }
  const empty = inputs.find(({ rows }) => rows === 0);
  return empty
    ? failed(`There are no ${empty.name}.`, inputs)
    : passed('Both routers were read a moment ago.', inputs);
}

/**
 * A session of the real neighbor can only run once. Where it waits on `to`,
 * another neighbor of the same AS has to show what it would do.
 */
function judgeSessions({
  from,
  to,
  neighbors,
  moved,
  waiting,
}: GateFacts): GateVerdict {
  const inputs = [
    { name: 'shared neighbors', rows: neighbors.length + waiting.length },
    { name: 'of them up on both', rows: neighbors.length },
  ];
  if (neighbors.length + waiting.length === 0) {
    return failed(
      moved.length > 0
        ? `Every shared neighbor speaks with ${to.id} already.`
        : `${from.id} and ${to.id} have no external neighbor in common.`,
      inputs,
    );
  }
  const find = (router: GateRouter, name: string) =>
    router.sessions.find(session => session.name === name);
  for (const neighbor of [...neighbors, ...waiting]) {
    if (find(from, neighbor.from)?.state !== 'established') {
      return failed(
        `${neighbor.from} on ${from.id} is not established.`,
        inputs,
      );
    }
  }
  for (const neighbor of waiting) {
    const session = find(to, neighbor.to);
    if (session?.adminState !== 'down') {
      return failed(
        `${neighbor.to} on ${to.id} is neither established nor disabled.`,
        inputs,
      );
    }
    const shown = neighbors.flatMap(
      ({ to: name }) => find(to, name)?.families.filter(({ up }) => up) ?? [],
    );
    const open = find(from, neighbor.from)?.families.find(
      ({ family, up }) => up && !shown.some(one => one.family === family),
    );
    if (open) {
      return failed(
        `${neighbor.to} on ${to.id} is disabled, and no other neighbor shows what ${to.id} does with ${open.family}.`,
        inputs,
      );
    }
  }
  return passed(
    waiting.length === 0
      ? 'Every shared neighbor is established on both.'
      : `Established on both, or waiting on ${to.id} with another neighbor in its stead.`,
    inputs,
  );
}
