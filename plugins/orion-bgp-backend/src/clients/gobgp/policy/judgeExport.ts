import { ParsedPrefix, parsePrefix } from '../../../routes/addresses';
import { covers } from '../../../routes/covers';
import { unicast } from '../familyNames';
import { GobgpClient } from '../GobgpClient';
import {
  GobgpConditions,
  GobgpDefinedSet,
  GobgpStatementActions,
} from '../gobgpMessages';
import {
  Match,
  matchNeighbor,
  matchRouteType,
  matchSet,
  RouteOrigin,
} from './matchConditions';
import { GobgpPolicy, readPolicy } from './readPolicy';

/** What an export policy does with an announcement, as far as that can be told. */
export interface ExportVerdict {
  action: 'accept' | 'reject' | 'unknown';
  /** Which statement, or the default; or why it is not known. */
  why: string;
  /** What was done to it on the way there, in this order, as far as a neighbor outside sees it. */
  changes: PolicyChange[];
}

/** A statement that alters attributes. */
export interface PolicyChange {
  /** What people call it. */
  where: string;
  /** Equal texts do the same to the same route. */
  does: string;
}

/** Judges an announcement to a neighbor; of the router's own unless another origin is given. */
export type ExportJudge = (
  prefix: string,
  neighbor: string,
  origin?: RouteOrigin,
) => ExportVerdict;

/** Reads the policy that a GoBGP has for what goes out. */
export async function readExportPolicy(
  client: GobgpClient,
  signal: AbortSignal,
): Promise<ExportJudge> {
  const policy = await readPolicy(client, 'export', signal);
  return (prefix, neighbor, origin) =>
    judgeExport(policy, prefix, neighbor, origin);
}

/**
 * Follows the statements for a plain announcement without communities. GoBGP has
 * one chain for all neighbors; the first statement that matches and decides has
 * the last word. One whose conditions cannot be told makes all after it unknown.
 */
export function judgeExport(
  policy: GobgpPolicy,
  prefix: string,
  neighbor: string,
  origin: RouteOrigin = 'local',
): ExportVerdict {
  const { assignment } = policy;
  const changes: PolicyChange[] = [];
  if (!assignment) {
    const why = 'GoBGP does not tell its export policy';
    return { action: 'unknown', why, changes };
  }
  for (const { name: of, statements = [] } of assignment.policies ?? []) {
    for (const { name, conditions = {}, actions = {} } of statements) {
      const action = actions.route_action;
      const decides = !!action && action !== 'ROUTE_ACTION_UNSPECIFIED';
      const matches = matchAll(policy, conditions, {
        ...{ prefix, neighbor, origin },
      });
      const where = `statement ${name} of export policy ${of}`;
      const does = matches === false ? undefined : changesOf(actions);
      if (does) {
        // One that may apply alters what only the same one alters so elsewhere.
        changes.push({ where, does: matches ? does : `${where}: ${does}` });
      }
      if (decides && matches === undefined) {
        return { action: 'unknown', why: `${where} may apply`, changes };
      }
      if (decides && matches) {
        const accepts = action === 'ROUTE_ACTION_ACCEPT';
        return {
          action: accepts ? 'accept' : 'reject',
          why: `${where} ${accepts ? 'lets it out' : 'refuses it'}`,
          changes,
        };
      }
    }
  }
  const accepts = assignment.default_action === 'ROUTE_ACTION_ACCEPT';
  return {
    action: accepts ? 'accept' : 'reject',
    why: `the default export policy ${accepts ? 'lets it out' : 'refuses it'}`,
    changes,
  };
}

/**
 * Actions as bytes, which are told alike. A LOCAL_PREF no neighbor outside sees, and
 * each gets the next hop it can reach.
 */
function changesOf(actions: GobgpStatementActions): string | undefined {
  const { local_pref: _, nexthop: __, route_action: ___, ...seen } = actions;
  const parts = Object.entries(seen)
    .filter(([, bytes]) => bytes?.length > 0)
    .map(([name, bytes]) => `${name} ${Buffer.from(bytes).toString('hex')}`)
    .sort();
  return parts.length > 0 ? parts.join(', ') : undefined;
}

function matchAll(
  policy: GobgpPolicy,
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
    matchNeighbor(policy.neighbors, conditions, neighbor),
    matchFamily(conditions, network),
    matchRouteType(conditions, origin),
    matchRest(policy.generation, conditions),
  ];
  if (all.includes(false)) {
    return false;
  }
  return all.includes(undefined) ? undefined : true;
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
