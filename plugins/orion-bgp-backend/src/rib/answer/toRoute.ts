import {
  AspaVerdict,
  Route,
  RpkiVerdict,
  Vrp,
} from '@orion/backstage-plugin-orion-bgp-common';
import { decodeAttributes } from '../../attributes/decodeAttributes';
import { formatAttributes } from '../../attributes/formatAttributes';
import { formatPrefix } from '../../routes/addresses';
import { PathFlag } from '../../routes/RouteSource';
import { PathAttributes } from '../../routes/PathAttributes';
import { AspaTable } from '../../rpki/aspa/AspaTable';
import { verifyAspa } from '../../rpki/aspa/verifyAspa';
import { VrpEntry, VrpTable } from '../../rpki/VrpTable';
import { FoundRoute } from '../query/searchTables';
import { addressBytes, PrefixKey } from '../table/PrefixKey';
import { originOf, rpkiReason, rpkiState } from '../table/RowMeta';
import { CommunityDictionary } from './CommunityDictionary';
import { findReasons } from './findReasons';
import { NeighborFact, NeighborFacts } from './NeighborFacts';

/** What a route is explained with. */
export interface RouteContext {
  vrps?: VrpTable;
  dictionary: CommunityDictionary;
  /** Nothing is said of paths without them. */
  aspas?: AspaTable;
  neighbors?: NeighborFacts;
  /** Whether what a router's filters did to a refused route can be seen in it. */
  tellsReasons(router: string): boolean;
}

/** A row as the API gives it. */
export function toRoute(
  { table, rows, at }: FoundRoute,
  context: RouteContext,
): Route {
  const { pool } = table;
  const key = rows.readKey(at);
  const flags = rows.flags[at];
  const attributes = decodeAttributes(
    pool.attributes(rows.path[at], rows.community[at], rows.rest[at]),
  );
  const formatted = formatAttributes(attributes);
  const meanings = formatted.communities.map(({ value }) =>
    context.dictionary.find(value),
  );
  const rpki = toVerdict(key, rows.meta[at], context.vrps);
  const session = pool.sessions.name(rows.session[at]) || undefined;
  const filtered = (flags & PathFlag.filtered) !== 0;
  const filterReason = filtered
    ? tellReasons(
        findReasons(
          formatted.communities,
          rows.meta[at],
          context.dictionary,
          context.tellsReasons(table.router),
        ),
      )
    : undefined;
  return {
    ...formatted,
    router: table.router,
    prefix: toPrefix(key),
    session,
    origin: originOf(rows.meta[at]),
    pathId: rows.pathIdAt(at) || undefined,
    filtered,
    accepted: (flags & PathFlag.accepted) !== 0,
    best: (flags & PathFlag.best) !== 0,
    stale: (flags & PathFlag.stale) !== 0,
    unreachable: (flags & PathFlag.unreachable) !== 0,
    exportedTo: table
      .exportedTo(rows, at)
      .map(neighbor => pool.sessions.name(neighbor)),
    communities: formatted.communities.map((community, index) => ({
      ...community,
      meaning: meanings[index]?.text,
    })),
    rpki,
    aspa: session
      ? toAspa(
          attributes,
          context.neighbors?.[table.router]?.[session],
          context,
        )
      : undefined,
    filterReason,
    noReason: filtered && !filterReason ? whyNone() : undefined,
    since: toIso(rows.since[at]),
  };

  function whyNone() {
    return context.tellsReasons(table.router) ? 'unmarked' : 'as-received';
  }
}

/** Text of a prefix. */
export function toPrefix(key: PrefixKey): string {
  return formatPrefix(addressBytes(key), key.length);
}

/** A VRP as the API gives it. */
export function toVrp(vrp: VrpEntry): Vrp {
  return {
    prefix: toPrefix(vrp.prefix),
    maxLength: vrp.maxLength,
    asn: vrp.asn,
    trustAnchor: vrp.trustAnchor,
    expiresAt: toIso(vrp.expires),
  };
}

function toAspa(
  { asPath = [] }: PathAttributes,
  neighbor: NeighborFact | undefined,
  { aspas, neighbors }: RouteContext,
): AspaVerdict | undefined {
  if (!aspas || !neighbors) {
    return undefined;
  }
  // Whoever brought it into our AS has verified it, or nobody has.
  return neighbor?.internal
    ? { state: 'unknown', reason: 'internal', hops: [] }
    : verifyAspa(
        {
          asPath,
          neighborAs: neighbor?.asn ?? 0,
          relation: neighbor?.relation,
        },
        aspas,
      );
}

function toVerdict(
  key: PrefixKey,
  meta: number,
  vrps: VrpTable | undefined,
): RpkiVerdict {
  return {
    state: rpkiState(meta),
    reason: rpkiReason(meta),
    covering: (vrps?.covering(key) ?? []).map(toVrp),
  };
}

/** Without a community that says why, what RPKI says is the likely reason. */
function tellReasons(
  reasons: ReturnType<typeof findReasons>,
): string | undefined {
  switch (reasons[0].rpki) {
    case undefined:
      // Two communities may say the same.
      return (
        [...new Set(reasons.flatMap(({ reason }) => reason ?? []))].join(
          '; ',
        ) || undefined
      );
    case 'length':
      return 'Probably RPKI invalid: more specific than the ROA allows';
    default:
      return 'Probably RPKI invalid: the origin AS has no ROA for it';
  }
}

function toIso(seconds: number): string | undefined {
  return seconds === 0 ? undefined : new Date(seconds * 1000).toISOString();
}
