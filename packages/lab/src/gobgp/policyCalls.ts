import { BgpFamily, BgpSession, ExportSets } from '../bgp';
import { CallDeps } from './readCalls';

const EXPORT = 'POLICY_DIRECTION_EXPORT';
const afis = { ipv4: 1, ipv6: 2 } as const;

/** What channels of the world let in and send out, as GoBGP's one policy for each. */
export function listPolicyAssignment(
  { router, service }: CallDeps,
  request: { name?: string; direction?: string },
): object[] {
  const { defaultExport } = router.world.state;
  const directions = ['POLICY_DIRECTION_EXPORT', 'POLICY_DIRECTION_IMPORT'];
  return directions
    .filter(one => isUnset(request.direction) || one === request.direction)
    .map(direction => {
      const statements = router.world.state.sessions.flatMap(session =>
        direction === EXPORT
          ? exportsOf(session, service.api)
          : importsOf(session, service.api),
      );
      const name = direction === EXPORT ? 'out' : 'in';
      return {
        assignment: {
          name: 'global',
          direction,
          policies: statements.length > 0 ? [{ name, statements }] : [],
          default_action:
            direction === EXPORT && defaultExport === 'reject'
              ? 'ROUTE_ACTION_REJECT'
              : 'ROUTE_ACTION_ACCEPT',
        },
      };
    });
}

/** One set for each neighbor that a statement is about. */
export function listDefinedSet(
  { router, service }: CallDeps,
  request: { defined_type?: string },
): object[] {
  // GoBGP 3 has its first value at zero, which is not sent.
  const type =
    request.defined_type ?? (service.api === 3 ? 'DEFINED_TYPE_PREFIX' : '');
  return type === 'DEFINED_TYPE_NEIGHBOR'
    ? router.world.state.sessions.map(session => ({
        defined_set: {
          defined_type: type,
          name: session.name,
          list: [hostOf(session)],
        },
      }))
    : [];
}

function exportsOf(session: BgpSession, api: 3 | 4): object[] {
  return session.channels
    .filter(({ exports, exportSets }) => exports !== 'all' || exportSets)
    .flatMap(({ exports, exportSets, family }) => {
      const about = { api, family, session, sets: exportSets };
      const accept = (name: string, more?: object) =>
        statementOf(about, name, 'ROUTE_ACTION_ACCEPT', more);
      if (exports === 'all') {
        return [accept('all')];
      }
      const rest = statementOf(
        { api, family, session },
        'rest',
        'ROUTE_ACTION_REJECT',
      );
      return exports === 'own'
        ? [accept('own', { route_type: 'ROUTE_TYPE_LOCAL' }), rest]
        : [rest];
    });
}

/** Without extended communities, which nobody sets here. */
function actionsOf(
  { communities = [], largeCommunities = [], med, prepends = [] }: ExportSets,
  api: 3 | 4,
): object {
  const added = (list: number[][]) =>
    list.length > 0
      ? {
          // GoBGP 3 has it at zero, which is not sent.
          type: api === 3 ? undefined : 'TYPE_ADD',
          communities: list.map(parts => parts.join(':')),
        }
      : undefined;
  return {
    community: added(communities),
    med: med === undefined ? undefined : { type: 'TYPE_REPLACE', value: med },
    as_prepend:
      prepends.length > 0
        ? { asn: prepends[0], repeat: prepends.length }
        : undefined,
    large_community: added(largeCommunities),
  };
}

function importsOf(session: BgpSession, api: 3 | 4): object[] {
  return session.channels
    .filter(channel => channel.imports === 'none')
    .map(({ family }) =>
      statementOf({ api, family, session }, 'none', 'ROUTE_ACTION_REJECT'),
    );
}

function statementOf(
  {
    api,
    family,
    session,
    sets = {},
  }: {
    api: 3 | 4;
    family: BgpFamily;
    session: BgpSession;
    sets?: ExportSets;
  },
  name: string,
  action: string,
  more: object = {},
): object {
  return {
    name: `${session.name}-${family}-${name}`,
    conditions: {
      neighbor_set: { type: 'TYPE_ANY', name: session.name },
      afi_safi_in: [{ afi: afis[family], safi: 1 }],
      rpki_result: api === 3 ? -1 : 0,
      ...more,
    },
    actions: { route_action: action, ...actionsOf(sets, api) },
  };
}

function hostOf({ neighborAddress }: BgpSession): string {
  return `${neighborAddress}/${neighborAddress.includes(':') ? 128 : 32}`;
}

function isUnset(direction: string | undefined): boolean {
  return !direction || direction === 'POLICY_DIRECTION_UNSPECIFIED';
}
