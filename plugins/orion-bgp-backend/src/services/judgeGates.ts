import {
  MigrationGate,
  RouteComparison,
  Session,
  TableState,
} from '@orion/backstage-plugin-orion-bgp-common';
import { SharedNeighbor } from './sharedNeighbors';

/** Everything gates are judged by, read at one moment. */
export interface GateFacts {
  from: { id: string; sessions: Session[]; table?: TableState };
  to: { id: string; sessions: Session[]; table?: TableState };
  neighbors: SharedNeighbor[];
  comparisons: RouteComparison[];
  /** What the AS announces; undefined when nobody said. */
  aggregates?: string[];
  /** What `to` sends to each shared neighbor, by address. */
  exports: Map<string, NeighborExports>;
}

/** The first prefixes that go out to a neighbor, and how many there are. */
export interface NeighborExports {
  prefixes: string[];
  total: number;
}

type Verdict = Pick<MigrationGate, 'state' | 'reason' | 'inputs'>;

/** A comparison of tables that are not whole proves nothing. */
const WHOLE: TableState['state'][] = ['live', 'polled'];

/**
 * What must hold before `to` takes the place of `from`. A gate passes only on
 * inputs that are there and complete; what cannot be read is `unknown`, which
 * is as good as failed.
 */
export function judgeGates(facts: GateFacts): MigrationGate[] {
  const complete = judgeTables(facts);
  const equal = (scope: RouteComparison['scope']) =>
    complete.state === 'passed'
      ? judgeEqual(facts, scope)
      : { ...complete, state: 'failed' as const };
  return [
    { id: 'tables-complete', ...complete },
    { id: 'sessions-up', ...judgeSessions(facts) },
    { id: 'received-equal', ...equal('received') },
    { id: 'accepted-equal', ...equal('accepted') },
    { id: 'best-equal', ...equal('best') },
    { id: 'exported-equal', ...equal('exported') },
    { id: 'exports-are-own', ...judgeOwn(facts, complete) },
    { id: 'limits-set', ...judgeLimits(facts) },
    {
      id: 'rpki-equal',
      ...unknown('How many VRPs each daemon has is not read yet.'),
    },
    {
      id: 'default-reject',
      ...unknown("The daemons' default policies are not read yet."),
    },
    {
      id: 'kernel-equal',
      ...unknown("The kernel's routes are not read yet."),
    },
    {
      id: 'rollback-rehearsed',
      ...unknown('No rehearsal of the way back is recorded.'),
    },
  ];
}

function judgeTables({ from, to }: GateFacts): Verdict {
  const inputs = [from, to].map(({ id, table }) => ({
    name: `paths of ${id}`,
    rows: (table?.paths.ipv4 ?? 0) + (table?.paths.ipv6 ?? 0),
  }));
  const broken = [from, to].find(
    ({ table }) => !table || !WHOLE.includes(table.state),
  );
  if (broken) {
    const state = broken.table?.state ?? 'missing';
    return failed(`The table of ${broken.id} is ${state}.`, inputs);
  }
  const empty = inputs.find(({ rows }) => rows === 0);
  return empty
    ? failed(`There are no ${empty.name}.`, inputs)
    : passed('Both tables are whole.', inputs);
}

function judgeSessions({ from, to, neighbors }: GateFacts): Verdict {
  const inputs = [{ name: 'shared neighbors', rows: neighbors.length }];
  if (neighbors.length === 0) {
    return failed(
      `${from.id} and ${to.id} have no external neighbor in common.`,
      inputs,
    );
  }
  for (const neighbor of neighbors) {
    for (const side of ['from', 'to'] as const) {
      const router = side === 'from' ? from : to;
      const session = router.sessions.find(
        ({ name }) => name === neighbor[side],
      );
      if (session?.state !== 'established') {
        return failed(
          `${neighbor[side]} on ${router.id} is not established.`,
          inputs,
        );
      }
    }
  }
  return passed('Every shared neighbor is established on both.', inputs);
}

function judgeEqual(
  { comparisons, from, to }: GateFacts,
  scope: RouteComparison['scope'],
): Verdict {
  const compared = comparisons.filter(one => one.scope === scope);
  const sum = (pick: (one: RouteComparison) => number) =>
    compared.reduce((total, one) => total + pick(one), 0);
  const inputs = [
    { name: `${scope} on ${from.id}`, rows: sum(one => one.from) },
    { name: `${scope} on ${to.id}`, rows: sum(one => one.to) },
  ];
  if (compared.length === 0 || inputs.some(({ rows }) => rows === 0)) {
    return failed('There is nothing to compare.', inputs);
  }
  const apart = sum(one => one.onlyFrom + one.onlyTo + one.different);
  return apart === 0
    ? passed('Equal, without unexplained differences.', inputs)
    : failed(
        `${apart} ${apart === 1 ? 'difference' : 'differences'} unexplained.`,
        inputs,
      );
}

function judgeOwn(facts: GateFacts, complete: Verdict): Verdict {
  const { aggregates, exports, neighbors, to } = facts;
  if (!aggregates) {
    return unknown('What the AS announces is not said: orion.bgp.aggregates.');
  }
  if (complete.state !== 'passed') {
    return { ...complete, state: 'failed' };
  }
  const inputs = [
    { name: 'aggregates', rows: aggregates.length },
    ...neighbors.map(({ address }) => ({
      name: `exported to ${address}`,
      rows: exports.get(address)?.total ?? 0,
    })),
  ];
  for (const { address } of neighbors) {
    const { prefixes = [], total = 0 } = exports.get(address) ?? {};
    const foreign = prefixes.find(prefix => !aggregates.includes(prefix));
    if (foreign) {
      return failed(
        `${to.id} announces ${foreign} to ${address}, which is not ours.`,
        inputs,
      );
    }
    if (total > prefixes.length) {
      return failed(
        `${to.id} sends ${total} prefixes to ${address}, too many to look at.`,
        inputs,
      );
    }
  }
  for (const prefix of aggregates) {
    const takers = neighbors.filter(({ to: name }) =>
      exchanges(to.sessions, name, prefix),
    );
    if (takers.length === 0) {
      return failed(`No shared neighbor of ${to.id} takes ${prefix}.`, inputs);
    }
    const without = takers.find(
      ({ address }) => !exports.get(address)?.prefixes.includes(prefix),
    );
    if (without) {
      return failed(
        `${to.id} does not announce ${prefix} to ${without.address}.`,
        inputs,
      );
    }
  }
  return passed(
    `${to.id} announces what is ours to every shared neighbor, and nothing else.`,
    inputs,
  );
}

/** Whether routes of the prefix's family go over the session. */
function exchanges(sessions: Session[], name: string, prefix: string): boolean {
  const family = prefix.includes(':') ? 'ipv6-unicast' : 'ipv4-unicast';
  return sessions.some(
    session =>
      session.name === name &&
      session.families.some(one => one.family === family && one.up),
  );
}

function judgeLimits({ from, to, neighbors }: GateFacts): Verdict {
  const inputs = [{ name: 'shared neighbors', rows: neighbors.length }];
  for (const neighbor of neighbors) {
    for (const side of ['from', 'to'] as const) {
      const router = side === 'from' ? from : to;
      const open = router.sessions
        .find(({ name }) => name === neighbor[side])
        ?.families.find(({ importLimit, up }) => up && !importLimit);
      if (open) {
        return failed(
          `${neighbor[side]} on ${router.id} has no prefix limit (${open.family}).`,
          inputs,
        );
      }
    }
  }
  return neighbors.length === 0
    ? failed('There is no shared neighbor.', inputs)
    : passed('Every shared neighbor has a prefix limit on both.', inputs);
}

function passed(reason: string, inputs: Verdict['inputs']): Verdict {
  return { state: 'passed', reason, inputs };
}

function failed(reason: string, inputs: Verdict['inputs']): Verdict {
  return { state: 'failed', reason, inputs };
}

function unknown(reason: string): Verdict {
  return { state: 'unknown', reason, inputs: [] };
}
