import { PathFlag } from '../../routes/RouteSource';
import { compareKeys, PrefixKey, shorten } from '../table/PrefixKey';
import { BitSet } from '../pool/BitSet';
import { CommunityPattern } from '../pool/CommunityPattern';
import { RibTable } from '../table/RibTable';
import { rpkiState } from '../table/RowMeta';
import { Rows } from '../table/Rows';
import { eachRowOf } from './eachRowOf';
import { ImpactRequest } from './ImpactRequest';

const BAD =
  PathFlag.filtered | PathFlag.stale | PathFlag.unreachable | PathFlag.unproven;

/** Kept by somebody before us over a restart, and a last resort (RFC 9494 §4.6). */
const LLGR_STALE: CommunityPattern = { kind: 'standard', parts: [65535, 6] };

interface Remaining {
  table: RibTable;
  /** Of the pool. */
  sessions: Set<number>;
  /** On the router in question, the one to this router; undefined where none is needed. */
  link?: number;
}

/**
 * The ways of one address family that a router would still have without a session.
 *
 * A path counts when it comes over one of the given sessions, which are external
 * and established, takes part in the choice, is not kept over a restart, here or by
 * whoever told it, is known to resolve, and is not RPKI invalid. That of another router counts only where the router in
 * question would get it: over an established internal session between the two
 * (RFC 4271 §9.2.1), on which it must be there already when the other one uses it
 * as its best. What the other one has only as second best it announces once its
 * best, learned from here, is gone. What a router has from another one over iBGP
 * never counts: where that one has an external path, its own table says so.
 */
export class RemainingWays {
  readonly #remaining: Remaining[];
  readonly #target?: RibTable;
  /** Sets of communities of a path that is none to rely on. */
  readonly #held: BitSet;
  /** Of the prefixes that have a way, longest first. */
  readonly #lengths: number[];
  /** Paths over the sessions that remain. */
  readonly count: number;
  /** Paths that do not count only because nobody knows whether they resolve, by router. */
  readonly unproven = new Map<string, number>();
  #cover?: PrefixKey;
  #bare?: PrefixKey;

  constructor(tables: RibTable[], request: ImpactRequest, family: 4 | 6) {
    this.#target = tables.find(({ router }) => router === request.router);
    // All tables are of one pool.
    this.#held = tables[0]?.pool.communities.with(LLGR_STALE) ?? new BitSet(0);
    this.#remaining = tables.flatMap(table =>
      toRemaining(table, request, family),
    );
    const lengths = new Set<number>();
    this.count = this.#remaining
      .map(({ table, sessions }) => {
        let count = 0;
        eachRowOf(table.family(family), (rows, at) => {
          if (!sessions.has(rows.session[at])) {
            return;
          }
          if (this.#held.has(rows.community[at])) {
            return;
          }
          if (isWay(rows, at)) {
            count++;
            lengths.add(rows.length[at]);
          } else if (isWay(rows, at, PathFlag.unproven)) {
            const { router } = table;
            this.unproven.set(router, (this.unproven.get(router) ?? 0) + 1);
          }
        });
        return count;
      })
      .reduce((sum, count) => sum + count, 0);
    this.#lengths = [...lengths].sort((one, other) => other - one);
  }

  /** Whether there is one to exactly this prefix. */
  has(key: PrefixKey): boolean {
    return this.#remaining.some(({ table, sessions, link }) => {
      let found = false;
      table.family(key.family).eachRow(key, (rows, at) => {
        found ||=
          sessions.has(rows.session[at]) &&
          isWay(rows, at) &&
          !this.#held.has(rows.community[at]) &&
          (link === undefined ||
            (rows.flags[at] & PathFlag.best) === 0 ||
            this.#isHere(key, link));
      });
      return found;
    });
  }

  /**
   * Whether there is one to a less specific prefix. Asked in the order of a table
   * it is quick: what covers a prefix mostly covers the next, and lengths at which
   * nothing covered the last one need no second look where both are the same.
   */
  hasCover(key: PrefixKey): boolean {
    if (this.#cover && contains(this.#cover, key)) {
      return true;
    }
    const looked = this.#bare ? commonLength(this.#bare, key) : -1;
    for (const length of this.#lengths) {
      if (length <= looked) {
        break;
      }
      const shorter = shorten(key, length);
      if (length < key.length && this.has(shorter)) {
        this.#cover = shorter;
        return true;
      }
    }
    this.#bare = { ...key };
    return false;
  }

  /** The router in question has it over its session to another router. */
  #isHere(key: PrefixKey, link: number): boolean {
    let found = false;
    this.#target?.family(key.family).eachRow(key, (rows, at) => {
      found ||= rows.session[at] === link && isWay(rows, at);
    });
    return found;
  }
}

/** Accepted and not refused. */
export function isChosen(rows: Rows, at: number): boolean {
  const flags = rows.flags[at];
  return (flags & PathFlag.accepted) !== 0 && (flags & PathFlag.filtered) === 0;
}

/** @param tolerated - flags that do not matter */
function isWay(rows: Rows, at: number, tolerated = 0): boolean {
  return (
    isChosen(rows, at) &&
    (rows.flags[at] & BAD & ~tolerated) === 0 &&
    rpkiState(rows.meta[at]) !== 'invalid'
  );
}

/** None where the router in question gets nothing from there. */
function toRemaining(
  table: RibTable,
  { router, usable, links }: ImpactRequest,
  family: 4 | 6,
): Remaining[] {
  const { sessions: names } = table.pool;
  const sessions = new Set(
    usable
      .filter(key => key.router === table.router)
      .flatMap(key => names.find(key.session) ?? []),
  );
  if (table.router === router) {
    return [{ table, sessions }];
  }
  const wanted = family === 4 ? 'ipv4' : 'ipv6';
  const linked = links.find(
    link => link.router === table.router && link.families.includes(wanted),
  );
  if (!linked) {
    return [];
  }
  if (linked.session === undefined) {
    return [{ table, sessions }];
  }
  // A name no table has yet came over no path: no row will bear this number.
  return [{ table, sessions, link: names.find(linked.session) ?? -1 }];
}

function contains(cover: PrefixKey, key: PrefixKey): boolean {
  return (
    cover.length < key.length &&
    compareKeys(shorten(key, cover.length), cover) === 0
  );
}

/** Bits at the start in which both are the same, at most the length of the first. */
function commonLength(one: PrefixKey, other: PrefixKey): number {
  const words =
    one.family === 4 ? (['a'] as const) : (['a', 'b', 'c', 'd'] as const);
  let same = 0;
  for (const word of words) {
    const bits = Math.clz32(one[word] ^ other[word]);
    same += bits;
    if (bits < 32) {
      break;
    }
  }
  return Math.min(same, one.length);
}
