import {
  OwnAggregates,
  SentComparison,
} from '@orion/backstage-plugin-orion-bgp-common';
import {
  failed,
  GateFacts,
  GateRouter,
  GateVerdict,
  NeighborExports,
  passed,
  unknown,
} from './GateFacts';
import { toldFieldNames } from '../sent/toldFieldNames';
import { exchanges } from './exchanges';

/**
 * Whether each router announces exactly what the AS announces: to whoever both
 * speak with, on `from` to those as well that wait on `to`, for which the former
 * stand in, and on `to` to those that went over before. To whoever both speak with
 * with the same attributes.
 */
export function judgeExports(
  facts: GateFacts,
  complete: GateVerdict,
): GateVerdict {
  const { aggregates, neighbors } = facts;
  const { freshness, note, prefixes } = aggregates;
  if (!prefixes || prefixes.length === 0) {
    return unknown(note ?? 'What the AS announces is not said.');
  }
  if (complete.state !== 'passed') {
    return complete;
  }
  const source = sourceText(aggregates);
  const inputs = [
    { name: `aggregates of ${source}`, rows: prefixes.length },
    ...facts.exports.map(({ address, router, total }) => ({
      name: `exported to ${address} by ${router}`,
      rows: total,
    })),
    ...facts.sent.map(({ compared, neighbor }) => ({
      name: `told to ${neighbor} with their attributes by both`,
      rows: compared,
    })),
    ...(facts.foreseen ?? []).map(({ address, probes }) => ({
      name: `routes put to the policy of ${facts.to.id} for ${address}`,
      rows: probes,
    })),
  ];
  // Either list may be the wrong one, and filters and changes go by both.
  if (note) {
    return failed(note, inputs);
  }
  if (freshness?.stale) {
    return failed(
      `NetBox says what is ours as of ${
        freshness.fetchedAt ?? 'never'
      }, and cannot be read now${
        freshness.error ? `: ${freshness.error}` : ''
      }.`,
      inputs,
    );
  }
  if (neighbors.length === 0) {
    return failed('No neighbor is up on both: nothing shows it.', inputs);
  }
  const problem =
    facts.exports.map(one => problemOf(facts, one, prefixes)).find(Boolean) ??
    lackOf(facts, prefixes) ??
    otherPolicy(facts) ??
    facts.foreseen?.map(one => one.problem).find(Boolean) ??
    facts.sent.map(one => apartText(facts, one)).find(Boolean);
  if (problem) {
    return failed(problem, inputs);
  }
  const untold = untoldText(facts);
  return untold
    ? { ...unknown(untold), inputs }
    : passed(
        `${facts.from.id} and ${facts.to.id} announce exactly what ${source} has as ours to every shared neighbor, with the same attributes.`,
        inputs,
      );
}

/** The first prefix that both do not tell the neighbor alike, with what each says. */
function apartText(
  { from, to }: GateFacts,
  { differences, neighbor, ...sessions }: SentComparison,
): string | undefined {
  const [first] = differences;
  if (!first) {
    return undefined;
  }
  const { class: its, prefix, values } = first;
  const where = `${neighbor} (${sessions.to} on ${to.id})`;
  const more = differences.length - 1;
  const others = more > 0 ? ` ${more} more differ.` : '';
  if (its !== 'different') {
    const [one, other] = its === 'only-from' ? [from, to] : [to, from];
    return `${one.id} tells ${where} of ${prefix} and ${other.id} does not.${others}`;
  }
  const told = values.map(value => {
    const name = toldFieldNames[value.field];
    return `${name} ${value.from || 'none'} by ${from.id}, ${
      value.to || 'none'
    } by ${to.id}`;
  });
  return `${prefix} goes out to ${where} with other attributes: ${told.join(
    '; ',
  )}.${others}`;
}

/** What of what goes out was not told with its attributes: it may be anything. */
function untoldText({ neighbors, sent }: GateFacts): string | undefined {
  const missing = neighbors.find(
    ({ address }) => !sent.some(one => one.neighbor === address),
  );
  return (
    sent.find(one => one.problem !== undefined)?.problem ??
    (missing &&
      `What goes out to ${missing.address} was not read with its attributes.`)
  );
}

function sourceText({ from }: OwnAggregates): string {
  return from === 'netbox' ? 'NetBox' : 'orion.bgp.aggregates';
}

/** What goes out and is not ours, or cannot be looked at. */
function problemOf(
  { from, to }: GateFacts,
  { address, prefixes, router, session, total }: NeighborExports,
  ours: string[],
): string | undefined {
  const foreign = prefixes.find(prefix => !ours.includes(prefix));
  if (foreign) {
    return `${router} announces ${foreign} to ${address}, which is not ours.`;
  }
  if (total > prefixes.length) {
    return `${router} sends ${total} prefixes to ${address}, too many to look at.`;
  }
  const { sessions } = router === from.id ? from : to;
  const without = ours.find(
    prefix =>
      exchanges(sessions, session, prefix) && !prefixes.includes(prefix),
  );
  return without && `${router} does not announce ${without} to ${address}.`;
}

/**
 * An own prefix no neighbor takes, on one of them: its family is nowhere up. What
 * went over already `from` does not announce any more.
 */
function lackOf(
  { exports, from, moved, to }: GateFacts,
  ours: string[],
): string | undefined {
  const wentOver = (prefix: string) =>
    moved.some(one => exchanges(to.sessions, one.to, prefix));
  for (const { id, sessions } of [from, to]) {
    const prefix = ours.find(
      one =>
        !exports.some(
          ({ router, session }) =>
            router === id && exchanges(sessions, session, one),
        ) && !(id === from.id && wentOver(one)),
    );
    if (prefix) {
      return `No shared neighbor of ${id} takes ${prefix}.`;
    }
  }
  return undefined;
}

/**
 * One that stands in for another shows what happens to that one only under the
 * same policy, where each session names its own.
 */
function otherPolicy({
  from,
  to,
  neighbors,
  waiting,
}: GateFacts): string | undefined {
  for (const router of [from, to]) {
    const side = router === from ? 'from' : 'to';
    const shown = neighbors.flatMap(one => policiesOf(router, one[side]));
    for (const neighbor of waiting) {
      for (const { family, policy } of policiesOf(router, neighbor[side])) {
        const alike = shown.filter(one => one.family === family);
        if (!alike.some(one => one.policy === policy && isNamed(policy))) {
          return `${neighbor[side]} on ${router.id} exports by ${policy}, and no neighbor that is up on both shows what that lets out (${family}).`;
        }
      }
    }
  }
  return undefined;
}

/** Where the daemon has a filter for each session; one for all needs no comparison. */
function policiesOf({ sessions }: GateRouter, name: string) {
  const session = sessions.find(one => one.name === name);
  return (session?.families ?? []).flatMap(({ exportPolicy, family }) =>
    exportPolicy === undefined ? [] : [{ family, policy: exportPolicy }],
  );
}

/** BIRD prints this of a filter that stands where it is used. */
function isNamed(policy: string): boolean {
  return policy !== '(unnamed)';
}
