import { InputError } from '@backstage/errors';
import { parseAddress } from '../../routes/addresses';
import { PathFlag } from '../../routes/RouteSource';
import { toPrefix } from '../answer/toRoute';
import { FamilyTable } from '../table/FamilyTable';
import { PrefixKey, shorten, toPrefixKey } from '../table/PrefixKey';
import { RibTable } from '../table/RibTable';
import { rpkiState } from '../table/RowMeta';
import { Rows } from '../table/Rows';
import {
  AddressWay,
  FamilyLoss,
  ImpactAnswer,
  ImpactRequest,
} from './ImpactRequest';

/** Most prefixes that are named. */
const NAMED = 20;

/**
 * What a router would lose with a session. A path replaces another only when it
 * comes over one of the given sessions, which are external and established, takes
 * part in the choice, is not kept over a restart, resolves, and is not RPKI
 * invalid. What a router has from another one over iBGP never counts: where that
 * one has an external path, its own table says so.
 */
export function lossOfSession(
  tables: RibTable[],
  request: ImpactRequest,
): Pick<ImpactAnswer, 'families' | 'ways'> {
  const { router, session, usable, addresses } = request;
  const remaining = tables.map(table => ({
    table,
    sessions: new Set(
      usable
        .filter(key => key.router === table.router)
        .flatMap(key => table.pool.sessions.find(key.session) ?? []),
    ),
  }));
  const target = tables.find(table => table.router === router);
  const lost = target?.pool.sessions.find(session);
  return {
    families: ([4, 6] as const).map(family =>
      familyLoss(family, target, lost, remaining),
    ),
    ways: addresses.map(address => wayTo(address, target, lost)),
  };
}

interface Remaining {
  table: RibTable;
  /** Of the pool. */
  sessions: Set<number>;
}

function familyLoss(
  family: 4 | 6,
  target: RibTable | undefined,
  session: number | undefined,
  remaining: Remaining[],
): FamilyLoss {
  const loss: FamilyLoss = {
    family: family === 4 ? 'ipv4' : 'ipv6',
    paths: 0,
    others: 0,
    lost: 0,
    named: [],
    defaultLost: false,
  };
  for (const { table, sessions } of remaining) {
    eachRowOf(table.family(family), (rows, at) => {
      loss.others += sessions.has(rows.session[at]) && isWay(rows, at) ? 1 : 0;
    });
  }
  if (!target || session === undefined) {
    return loss;
  }
  eachRowOf(target.family(family), (rows, at) => {
    if (rows.session[at] !== session || !isChosen(rows, at)) {
      return;
    }
    loss.paths++;
    const key = rows.readKey(at);
    const isBest = (rows.flags[at] & PathFlag.best) !== 0;
    if (!isBest || hasOther(key, remaining)) {
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

function hasOther(key: PrefixKey, remaining: Remaining[]): boolean {
  return remaining.some(({ table, sessions }) => {
    let found = false;
    table.family(key.family).eachRow(key, (rows, at) => {
      found ||= sessions.has(rows.session[at]) && isWay(rows, at);
    });
    return found;
  });
}

function isChosen(rows: Rows, at: number): boolean {
  const flags = rows.flags[at];
  return (flags & PathFlag.accepted) !== 0 && (flags & PathFlag.filtered) === 0;
}

function isWay(rows: Rows, at: number): boolean {
  const bad = PathFlag.filtered | PathFlag.stale | PathFlag.unreachable;
  return (
    isChosen(rows, at) &&
    (rows.flags[at] & bad) === 0 &&
    rpkiState(rows.meta[at]) !== 'invalid'
  );
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

function eachRowOf(
  { base, delta, hidden }: FamilyTable,
  visit: (rows: Rows, at: number) => void,
): void {
  for (let at = 0; at < base.count; at++) {
    if (!hidden?.has(at)) {
      visit(base, at);
    }
  }
  for (let at = 0; at < delta.count; at++) {
    visit(delta, at);
  }
}
