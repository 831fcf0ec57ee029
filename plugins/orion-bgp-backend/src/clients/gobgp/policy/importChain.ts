import { unicast } from '../familyNames';
import { GobgpConditions, GobgpStatement } from '../gobgpMessages';
import { Match, matchNeighbor, matchRouteType } from './matchConditions';
import { GobgpPolicy } from './readPolicy';

/** A session, as far as an import policy tells one from another. */
export interface PolicySession {
  neighborAddress: string;
  type: 'internal' | 'external';
  families: { family: string }[];
}

/** A statement that what comes over a session goes through. */
export interface ChainLink {
  /** What people call it. */
  where: string;
  /** All it asks and does, but for whom: equal texts do the same to equal routes. */
  does: string;
}

/**
 * The statements that decide on what a session brings, in their order. GoBGP has one
 * chain for all neighbors; those that are about others, about routes from elsewhere
 * or about families the session does not carry are left out. The last link is the
 * default.
 */
export function importChain(
  policy: GobgpPolicy,
  session: PolicySession,
): ChainLink[] {
  const { assignment } = policy;
  const chain: ChainLink[] = [];
  for (const { name: of, statements = [] } of assignment?.policies ?? []) {
    for (const statement of statements) {
      const left = conditionsLeft(policy, statement, session);
      if (left) {
        const { actions = {} } = statement;
        const where = `statement ${statement.name} of import policy ${of}`;
        chain.push({ where, does: textOf({ conditions: left, actions }) });
        if (Object.keys(left).length === 0 && decides(statement)) {
          return chain;
        }
      }
    }
  }
  const action = assignment?.default_action;
  chain.push({ where: 'the default import policy', does: textOf({ action }) });
  return chain;
}

/** What is asked of a route beyond what the session answers; undefined where it answers no. */
function conditionsLeft(
  { generation, neighbors }: GobgpPolicy,
  { conditions = {} }: GobgpStatement,
  { families, neighborAddress, type }: PolicySession,
): Partial<GobgpConditions> | undefined {
  const answers: Match[] = [
    matchNeighbor(neighbors, conditions, neighborAddress),
    matchRouteType(conditions, type),
    carriesAny(conditions, families),
  ];
  if (answers.includes(false)) {
    return undefined;
  }
  const [named] = answers;
  const { neighbor_set: set, route_type: _, ...others } = conditions;
  const asked = Object.entries({
    ...others,
    // A set that is not told is compared by its name.
    ...(named === undefined && { neighbor_set: set }),
  }).filter(([key, value]) => !isEmpty(generation, key, value));
  return Object.fromEntries(asked);
}

function carriesAny(
  { afi_safi_in: wanted = [] }: GobgpConditions,
  families: PolicySession['families'],
): boolean {
  return (
    wanted.length === 0 ||
    families.some(({ family }) => {
      const { afi, safi } = unicast[family === 'ipv6-unicast' ? 6 : 4];
      return wanted.some(one => one.afi === afi && one.safi === safi);
    })
  );
}

/** As a message without the field would have it. */
function isEmpty(generation: 3 | 4, key: string, value: unknown): boolean {
  if (key === 'rpki_result') {
    return value === (generation === 3 ? -1 : 0);
  }
  return (
    value === undefined ||
    value === null ||
    value === 0 ||
    (Array.isArray(value) && value.length === 0)
  );
}

function decides({ actions }: GobgpStatement): boolean {
  const action = actions?.route_action;
  return Boolean(action) && action !== 'ROUTE_ACTION_UNSPECIFIED';
}

/** With its keys in one order. */
function textOf(value: object): string {
  return JSON.stringify(value, (_key, part) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(
          Object.entries(part).sort(([a], [b]) => a.localeCompare(b)),
        )
      : part,
  );
}
