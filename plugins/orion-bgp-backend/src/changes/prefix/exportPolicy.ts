import { unicast } from '../../clients/gobgp/familyNames';
import { GobgpClient } from '../../clients/gobgp/GobgpClient';
import {
  GobgpConditions,
  GobgpDefinedSet,
  GobgpMatchSet,
  GobgpPolicyAssignment,
} from '../../clients/gobgp/gobgpMessages';
import { ParsedPrefix, parsePrefix } from '../../routes/addresses';
import { covers } from './assertOwnPrefix';

/** What an export policy does with an announcement, as far as that can be told. */
export interface ExportVerdict {
  action: 'accept' | 'reject' | 'unknown';
  /** Which statement, or the default; or why it is not known. */
  why: string;
}

/** Where the router has a route from: itself, its network or a neighbor outside. */
export type RouteOrigin = 'local' | 'internal' | 'external';

/** Judges an announcement to a neighbor; of the router's own unless another origin is given. */
export type ExportJudge = (
  prefix: string,
  neighbor: string,
  origin?: RouteOrigin,
) => ExportVerdict;

/** Everything a GoBGP decides by about what goes out. */
export interface ExportPolicy {
  generation: 3 | 4;
  assignment?: GobgpPolicyAssignment;
  prefixes: GobgpDefinedSet[];
  neighbors: GobgpDefinedSet[];
}

/** Undefined: not told by what is known here. */
type Match = boolean | undefined;

/** Reads the policy that a GoBGP has for what goes out. */
export async function readExportPolicy(
  client: GobgpClient,
  signal: AbortSignal,
): Promise<ExportJudge> {
  const { generation } = await client.api(signal);
  const policy: ExportPolicy = {
    generation,
    assignment: await client.exportPolicy(signal),
    prefixes: await client.definedSets('DEFINED_TYPE_PREFIX', signal),
    neighbors: await client.definedSets('DEFINED_TYPE_NEIGHBOR', signal),
  };
  return (prefix, neighbor, origin) =>
    judgeExport(policy, prefix, neighbor, origin);
}

/**
 * Follows the statements for a plain announcement without communities. GoBGP has
 * one chain for all neighbors; the first statement that matches and decides has
 * the last word. One whose conditions cannot be told makes all after it unknown.
 */
export function judgeExport(
  policy: ExportPolicy,
  prefix: string,
  neighbor: string,
  origin: RouteOrigin = 'local',
): ExportVerdict {
  const { assignment } = policy;
  if (!assignment) {
    return { action: 'unknown', why: 'GoBGP does not tell its export policy' };
  }
  for (const { name: of, statements = [] } of assignment.policies ?? []) {
    for (const { name, conditions = {}, actions } of statements) {
      const action = actions?.route_action;
      const decides = !!action && action !== 'ROUTE_ACTION_UNSPECIFIED';
      const matches =
        decides && matchAll(policy, conditions, { prefix, neighbor, origin });
      const where = `statement ${name} of export policy ${of}`;
      if (matches === undefined) {
        return { action: 'unknown', why: `${where} may apply` };
      }
      if (matches) {
        const accepts = action === 'ROUTE_ACTION_ACCEPT';
        return {
          action: accepts ? 'accept' : 'reject',
          why: `${where} ${accepts ? 'lets it out' : 'refuses it'}`,
        };
      }
    }
  }
  const accepts = assignment.default_action === 'ROUTE_ACTION_ACCEPT';
  return {
    action: accepts ? 'accept' : 'reject',
    why: `the default export policy ${accepts ? 'lets it out' : 'refuses it'}`,
  };
}

function matchAll(
  policy: ExportPolicy,
  conditions: GobgpConditions,
  {
    prefix,
    neighbor,
    origin,
  }: { prefix: string; neighbor: string; origin: RouteOrigin },
): Match {
  const network = parsePrefix(prefix)!;
  const all: Match[] = [
    matchSet(conditions.prefix_set, policy.prefixes, set =>
      hasPrefix(set, network),
    ),
    matchNeighbor(policy, conditions, neighbor),
    matchFamily(conditions, network),
    matchRouteType(conditions, origin),
    matchRest(policy.generation, conditions),
  ];
  if (all.includes(false)) {
    return false;
  }
  return all.includes(undefined) ? undefined : true;
}

function matchSet(
  condition: GobgpMatchSet | undefined,
  sets: GobgpDefinedSet[],
  has: (set: GobgpDefinedSet) => boolean,
): Match {
  if (!condition) {
    return true;
  }
  const set = sets.find(({ name }) => name === condition.name);
  if (!set) {
    return undefined;
  }
  return has(set) !== (condition.type === 'TYPE_INVERT');
}

/** To GoBGP an empty set of neighbors means all of them, inverted or not. */
function matchNeighbor(
  { neighbors }: ExportPolicy,
  { neighbor_set: condition }: GobgpConditions,
  neighbor: string,
): Match {
  const set = neighbors.find(({ name }) => name === condition?.name);
  return condition && set && !set.list?.length
    ? true
    : matchSet(condition, neighbors, one => hasNeighbor(one, neighbor));
}

function hasPrefix({ prefixes = [] }: GobgpDefinedSet, network: ParsedPrefix) {
  return prefixes.some(
    ({ ip_prefix: text = '', mask_length_min: min, mask_length_max: max }) => {
      const outer = parsePrefix(text);
      return (
        outer !== undefined &&
        covers(outer, network) &&
        (min ?? 0) <= network.length &&
        network.length <= (max ?? 0)
      );
    },
  );
}

function hasNeighbor({ list = [] }: GobgpDefinedSet, neighbor: string) {
  const host = parsePrefix(`${neighbor}/${neighbor.includes(':') ? 128 : 32}`);
  return list.some(text => {
    const outer = parsePrefix(text);
    return outer !== undefined && host !== undefined && covers(outer, host);
  });
}

function matchFamily(
  { afi_safi_in: families = [] }: GobgpConditions,
  { family }: ParsedPrefix,
): Match {
  const { afi, safi } = unicast[family];
  return (
    families.length === 0 ||
    families.some(one => one.afi === afi && one.safi === safi)
  );
}

/** An announcement of the router's own is neither internal nor external. */
function matchRouteType(
  { route_type: type }: GobgpConditions,
  origin: RouteOrigin,
): Match {
  return (
    !type ||
    type === 'ROUTE_TYPE_UNSPECIFIED' ||
    type === `ROUTE_TYPE_${origin.toUpperCase()}`
  );
}

/** Conditions whose content is not read here. */
function matchRest(generation: 3 | 4, conditions: GobgpConditions): Match {
  const { rpki_result: rpki = 0, origin = 0 } = conditions;
  const other =
    conditions.as_path_length ??
    conditions.as_path_set ??
    conditions.community_set ??
    conditions.ext_community_set ??
    conditions.large_community_set ??
    conditions.community_count ??
    conditions.local_pref_eq ??
    conditions.med_eq;
  const asks =
    other !== undefined ||
    (conditions.next_hop_in_list ?? []).length > 0 ||
    origin !== 0 ||
    rpki !== (generation === 3 ? -1 : 0);
  return asks ? undefined : true;
}
