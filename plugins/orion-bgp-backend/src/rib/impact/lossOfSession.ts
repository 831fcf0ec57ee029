import { InputError } from '@backstage/errors';
import { parseAddress } from '../../routes/addresses';
import { PathFlag } from '../../routes/RouteSource';
import { toPrefix } from '../answer/toRoute';
import { FamilyTable } from '../table/FamilyTable';
import { shorten, toPrefixKey } from '../table/PrefixKey';
import { RibTable } from '../table/RibTable';
import { originOf } from '../table/RowMeta';
import { eachRowOf } from './eachRowOf';
import { holdersOf } from './holdersOf';
import {
  AddressWay,
  FamilyLoss,
  ImpactAnswer,
  ImpactRequest,
} from './ImpactRequest';
import { isChosen, RemainingWays } from './RemainingWays';

/** Most prefixes that are named. */
const NAMED = 20;

/** What a router would lose with a session; see {@link RemainingWays}. */
export function lossOfSession(
  tables: RibTable[],
  request: ImpactRequest,
): Pick<ImpactAnswer, 'families' | 'ways' | 'holders' | 'unproven'> {
  const { router, session, addresses, prefixes } = request;
  const target = tables.find(table => table.router === router);
  const lost = target?.pool.sessions.find(session);
  const remaining = ([4, 6] as const).map(
    family => [family, new RemainingWays(tables, request, family)] as const,
  );
  return {
    families: remaining.map(([family, ways]) =>
      familyLoss(target?.family(family), lost, ways, family),
    ),
    unproven: tables.flatMap(table => {
      const paths = remaining.reduce(
        (sum, [, ways]) => sum + (ways.unproven.get(table.router) ?? 0),
        0,
      );
      return paths > 0 ? [{ router: table.router, paths }] : [];
    }),
    ways: addresses.map(address => wayTo(address, target, lost)),
    holders: holdersOf(tables, prefixes),
  };
}

function familyLoss(
  table: FamilyTable | undefined,
  session: number | undefined,
  remaining: RemainingWays,
  family: 4 | 6,
): FamilyLoss {
  const loss: FamilyLoss = {
    family: family === 4 ? 'ipv4' : 'ipv6',
    paths: 0,
    others: remaining.count,
    reached: 0,
    lost: 0,
    covered: 0,
    named: [],
    defaultLost: false,
  };
  if (!table) {
    return loss;
  }
  eachRowOf(table, (rows, at) => {
    if (!isChosen(rows, at) || originOf(rows.meta[at]) !== 'bgp') {
      return;
    }
    const isBest = (rows.flags[at] & PathFlag.best) !== 0;
    loss.reached += isBest ? 1 : 0;
    if (rows.session[at] !== session) {
      return;
    }
    loss.paths++;
    const key = isBest ? rows.readKey(at) : undefined;
    if (!key || remaining.has(key)) {
      return;
    }
    if (remaining.hasCover(key)) {
      loss.covered++;
      return;
    }
    loss.lost++;
    loss.defaultLost ||= key.length === 0;
    if (loss.named.length < NAMED) {
      loss.named.push(toPrefix(key));
    }
  });
  return loss;
}

/** The longest prefix with a chosen path, as the router forwards. */
function wayTo(
  address: string,
  target: RibTable | undefined,
  session: number | undefined,
): AddressWay {
  const bytes = parseAddress(address);
  if (!bytes) {
    throw new InputError(`"${address}" is no address`);
  }
  const host = toPrefixKey(bytes.length === 4 ? 4 : 6, bytes, 8 * bytes.length);
  for (let length = host.length; target && length >= 0; length--) {
    const key = shorten(host, length);
    const way = { found: false, overSession: false };
    target.family(key.family).eachRow(key, (rows, at) => {
      if ((rows.flags[at] & PathFlag.best) !== 0 && isChosen(rows, at)) {
        way.found = true;
        way.overSession ||= rows.session[at] === session;
      }
    });
    if (way.found) {
      return {
        address,
        prefix: toPrefix(key),
        overSession: way.overSession,
      };
    }
  }
  return { address, overSession: false };
}
