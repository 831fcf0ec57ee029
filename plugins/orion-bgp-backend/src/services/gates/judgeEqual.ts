import { RouteComparison } from '@orion/backstage-plugin-orion-bgp-common';
import { nameFirst } from '../../nameFirst';
import { SharedNeighbor } from '../sharedNeighbors';
import { exchanges } from './exchanges';
import { failed, GateFacts, GateVerdict, passed } from './GateFacts';
import { butMoved, movedInputs, tooManyMovedText } from './movedInputs';
import { lackOfNeighbors } from './planComparisons';

/** A reason is read by people; a router may have hundreds of neighbors. */
const MAX_NAMED = 10;

/**
 * Whether both have the same routes of a scope. Each set must have some: two
 * that are empty are not equal, and what came over a session inside was let in
 * by the old router, so it shows nothing of the new one's policy.
 */
export function judgeEqual(
  facts: GateFacts,
  scope: RouteComparison['scope'],
): GateVerdict {
  const { from, moved, to } = facts;
  const compared = facts.comparisons.filter(
    one => one.scope === scope && !sendsNothingBy(facts, one),
  );
  const inputs = compared.flatMap(one => inputsOf(facts, one));
  if (compared.length === 0) {
    return failed('There is nothing to compare.', [
      { name: `${scope} on ${from.id}`, rows: 0 },
      { name: `${scope} on ${to.id}`, rows: 0 },
    ]);
  }
  const lack = compared.find(one => one.empty !== undefined)?.empty;
  const none = inputs.find(({ rows }) => rows === 0);
  if (none) {
    return failed(
      `There is nothing to compare: ${none.name} is empty.${
        lack ? ` ${lack}` : ''
      }`,
      inputs,
    );
  }
  const sum = compared.reduce(
    (total, { different, onlyFrom, onlyTo }) =>
      total + onlyFrom + onlyTo + different,
    0,
  );
  const restless = compared.map(tooManyMovedText).find(Boolean) ?? '';
  const apart = `${sum} ${
    sum === 1 ? 'difference' : 'differences'
  } unexplained${restless}`;
  const over = compared.find(one => one.over !== undefined)?.over;
  if (over !== undefined) {
    return failed(
      `Compared only over ${over} on ${to.id}, with ${
        sum === 0 ? 'no difference' : apart
      }: that shows what ${from.id} let in, not what ${
        to.id
      } would. ${lackOfNeighbors(from, to, { moved })}`,
      inputs,
    );
  }
  return sum === 0
    ? passed(
        `Equal, without unexplained differences${butMoved(
          compared.reduce((total, { moved: those }) => total + those, 0),
        )}: ${reachOf(facts, compared)}`,
        inputs,
      )
    : failed(`${apart}.`, inputs);
}

/**
 * Which sessions were compared, and which were not: a table of one daemon has more
 * than what came over those that are up on both.
 */
function reachOf(
  { moved, neighbors, waiting }: GateFacts,
  compared: RouteComparison[],
): string {
  const over = neighbors.filter(({ address }) =>
    compared.some(({ neighbor }) => (neighbor ?? address) === address),
  );
  const rest = [...waiting, ...moved];
  const left = rest.length > 0 && `, not over ${nameAll(rest)}`;
  return `compared over ${nameAll(over)}${left || ''}.`;
}

function nameAll(neighbors: SharedNeighbor[]): string {
  const names = neighbors.map(({ from, standsIn }) =>
    standsIn ? `${from} (stands in)` : from,
  );
  return nameFirst(names, MAX_NAMED);
}

/**
 * A neighbor that no own prefix can go out to, such as one for IPv4 where all that
 * is ours is IPv6: nothing goes out to it by right. Where something does, or what
 * is ours is not known, it is compared.
 */
function sendsNothingBy(
  { aggregates, from, neighbors }: GateFacts,
  { from: here, neighbor, scope, to: there }: RouteComparison,
): boolean {
  const ours = aggregates.freshness?.stale ? [] : aggregates.prefixes ?? [];
  const shared = neighbors.find(({ address }) => address === neighbor);
  return (
    scope === 'exported' &&
    here + there === 0 &&
    ours.length > 0 &&
    shared !== undefined &&
    !ours.some(prefix => exchanges(from.sessions, shared.from, prefix))
  );
}

/** Every set by its name: one that is empty must not hide behind another. */
function inputsOf(
  { from, to }: GateFacts,
  comparison: RouteComparison,
): GateVerdict['inputs'] {
  const { from: here, neighbor, over, scope, to: there } = comparison;
  const what = neighbor ? `${scope} to ${neighbor}` : scope;
  return [
    { name: `${what} on ${from.id}`, rows: here },
    {
      name: over ? `${what} over ${over} on ${to.id}` : `${what} on ${to.id}`,
      rows: there,
    },
    ...movedInputs(comparison),
  ];
}
