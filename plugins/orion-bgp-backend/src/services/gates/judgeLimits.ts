import {
  Session,
  SessionFamily,
} from '@orion/backstage-plugin-orion-bgp-common';
import {
  failed,
  GateFacts,
  GateRouter,
  GateVerdict,
  passed,
} from './GateFacts';

/** What keeps further routes out; BIRD's `warn` only writes a line. */
const PROTECTS = ['block', 'disable', 'restart', 'teardown'];
/** A limit that tomorrow's growth exceeds ends the session tomorrow. */
const HEADROOM = 1.1;

/**
 * Whether every session with a shared neighbor has a limit for each family, one
 * that protects, with room above what the neighbor sends now. Where the session
 * waits, that is what it sends the other router.
 */
export function judgeLimits(facts: GateFacts): GateVerdict {
  const { from, neighbors, to, waiting } = facts;
  const all = [...neighbors, ...waiting];
  const inputs: GateVerdict['inputs'] = [
    { name: 'shared neighbors', rows: all.length },
  ];
  if (all.length === 0) {
    return failed('There is no shared neighbor.', inputs);
  }
  let problem: string | undefined;
  for (const neighbor of all) {
    const sent = find(from, neighbor.from);
    for (const [router, name] of [
      [from, neighbor.from],
      [to, neighbor.to],
    ] as const) {
      const { families = [] } = find(router, name) ?? {};
      const where = `${name} on ${router.id}`;
      if (families.length === 0) {
        problem ??= `${where} has no family, so no limit can be read.`;
      }
      for (const family of families) {
        const now = countedBy(family, sent);
        inputs.push(...inputsOf(where, family, now));
        problem ??= problemOf(where, family, now);
      }
    }
  }
  return problem
    ? failed(problem, inputs)
    : passed(
        'Every session with a shared neighbor has a limit per family that protects, with room above what is received now.',
        inputs,
      );
}

function problemOf(
  where: string,
  { family, importLimit }: SessionFamily,
  now: number | undefined,
): string | undefined {
  if (!importLimit) {
    return `${where} has no prefix limit (${family}).`;
  }
  const { action, limit } = importLimit;
  if (!action || !PROTECTS.includes(action)) {
    return `${where} does not protect itself beyond its limit (${family}): ${
      action ? `its action is ${action}` : 'it names no action'
    }.`;
  }
  if (now === undefined) {
    return `How many routes count against the limit of ${where} is not known (${family}).`;
  }
  return limit < now * HEADROOM
    ? `The limit of ${where} leaves no room (${family}): ${limit}, and ${now} count now.`
    : undefined;
}

function inputsOf(
  where: string,
  { family, importLimit }: SessionFamily,
  now: number | undefined,
): GateVerdict['inputs'] {
  return [
    ...(importLimit
      ? [{ name: `limit of ${where} (${family})`, rows: importLimit.limit }]
      : []),
    ...(now === undefined
      ? []
      : [{ name: 'counted against it now', rows: now }]),
  ];
}

/** What counts against the limit; of one that waits, by what the other router gets. */
function countedBy(
  family: SessionFamily,
  sent: Session | undefined,
): number | undefined {
  const { importLimit, up } = family;
  if (up && importLimit?.used !== undefined) {
    return importLimit.used;
  }
  const { accepted, received } =
    (up
      ? family
      : sent?.families.find(one => one.up && one.family === family.family)
    )?.counters ?? {};
  // The larger one, where the one that counts is not told.
  return importLimit?.counts === 'after-filters' && up
    ? accepted?.value ?? received?.value
    : received?.value ?? accepted?.value;
}

function find({ sessions }: GateRouter, name: string): Session | undefined {
  return sessions.find(session => session.name === name);
}
