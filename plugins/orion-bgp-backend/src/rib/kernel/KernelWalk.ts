import { formatAddress } from '../../routes/addresses';
import { PathFlag } from '../../routes/RouteSource';
import { toPrefix } from '../answer/toRoute';
import { BitSet } from '../pool/BitSet';
import { MovedShare } from '../moves/mayHaveMoved';
import { MovedPrefixes } from '../moves/MoveLog';
import { FamilyTable } from '../table/FamilyTable';
import { compareKeys, PrefixKey } from '../table/PrefixKey';
import { RibTable } from '../table/RibTable';
import { originOf } from '../table/RowMeta';
import { Rows } from '../table/Rows';
import {
  KernelComparison,
  KernelDifference,
  KernelDifferenceClass,
} from './KernelComparison';
import { KernelHop, KernelTable } from './KernelTable';

const counterOf = {
  missing: 'missing',
  extra: 'extra',
  'other-next-hop': 'otherNextHop',
} as const;

/** How a kernel is compared. */
export interface KernelCompareOptions {
  /** Sessions whose next hops are resolved before they are used. */
  recursive: readonly string[];
  /** Prefixes whose difference may only be one of time: let pass where they are few. */
  moves?: MovedPrefixes;
}

/** Which differences are kept in words: so many, by prefix, behind one. */
export interface KernelPage {
  limit: number;
  after?: PrefixKey;
}

/** A difference in words, and where it stands in a list. */
interface KeptDifference {
  key: PrefixKey;
  difference: KernelDifference;
}

type Sides = Pick<KernelDifference, 'wanted' | 'kernel'>;

/**
 * One pass over a router's paths and its kernel's routes. A prefix has one best
 * path at most, so it has one difference at most.
 */
export class KernelWalk {
  readonly result: KernelComparison = {
    kernel: 0,
    wanted: 0,
    same: 0,
    missing: 0,
    extra: 0,
    otherNextHop: 0,
    allowed: {
      ...{ own: 0, recursive: 0, multipath: 0 },
      ...{ unreachable: 0, 'worse-metric': 0, moved: 0 },
    },
    examples: [],
  };
  /** The first of each of three sorted runs per family, one more than the page has. */
  readonly kept: KeptDifference[] = [];
  readonly #table: RibTable;
  readonly #kernel: KernelTable;
  readonly #recursive: Set<number>;
  /** By number of the attributes that hold them. */
  readonly #nextHops = new Map<number, Uint8Array[]>();
  readonly #page: KernelPage | undefined;
  readonly #moves?: MovedPrefixes;
  /** Differences that are kept yet of this run. */
  #room = 0;
  readonly #key: PrefixKey = { family: 4, a: 0, b: 0, c: 0, d: 0, length: 0 };

  constructor(
    table: RibTable,
    kernel: KernelTable,
    { recursive, moves }: KernelCompareOptions,
    page?: KernelPage,
  ) {
    this.#page = page;
    this.#moves = moves?.isEmpty ? undefined : moves;
    this.#table = table;
    this.#kernel = kernel;
    this.#recursive = new Set(
      recursive.flatMap(name => table.pool.sessions.find(name) ?? []),
    );
  }

  /** One family; of how many of its routes how many differences were put down to moves. */
  compare(family: FamilyTable, kernel: Rows): MovedShare {
    const before = this.#soFar();
    this.#walk(family, kernel);
    const now = this.#soFar();
    return {
      moved: now.moved - before.moved,
      compared: Math.max(
        now.kernel - before.kernel,
        now.wanted - before.wanted,
      ),
    };
  }

  #soFar() {
    const { allowed, kernel, wanted } = this.result;
    return { moved: allowed.moved, kernel, wanted };
  }

  #walk(family: FamilyTable, kernel: Rows): void {
    const expected = new BitSet(kernel.count);
    this.#wanted(family.base, family.hidden, kernel, expected);
    this.#wanted(family.delta, undefined, kernel, expected);
    this.#beginRun();
    for (let at = 0; at < kernel.count; at++) {
      if (at > 0 && kernel.samePrefix(at, at - 1)) {
        this.result.allowed['worse-metric']++;
        continue;
      }
      this.result.kernel++;
      if (!expected.has(at)) {
        kernel.readKeyInto(at, this.#key);
        const hop = this.#kernel.hops[kernel.path[at]];
        this.#differs('extra', () => ({ kernel: hopText(hop) }));
      }
    }
  }

  #wanted(
    rows: Rows,
    hidden: BitSet | undefined,
    kernel: Rows,
    expected: BitSet,
  ): void {
    this.#beginRun();
    for (let at = 0; at < rows.count; at++) {
      if ((rows.flags[at] & PathFlag.best) === 0 || hidden?.has(at)) {
        continue;
      }
      rows.readKeyInto(at, this.#key);
      const found = kernel.lowerBound(this.#key);
      const isThere =
        found < kernel.count && kernel.compareToKey(found, this.#key) === 0;
      if (isThere) {
        expected.add(found);
      }
      this.#judge(
        rows,
        at,
        isThere ? this.#kernel.hops[kernel.path[found]] : undefined,
      );
    }
  }

  #judge(rows: Rows, at: number, hop: KernelHop | undefined): void {
    const { allowed } = this.result;
    if (originOf(rows.meta[at]) !== 'bgp') {
      // What the router has by itself may stay out of the kernel, as links do.
      allowed.own++;
      return;
    }
    this.result.wanted++;
    const wanted = this.#nextHopsOf(rows.rest[at]);
    if (!hop) {
      this.#differs('missing', () => ({ wanted: addressesText(wanted) }));
      return;
    }
    const unreachable = (rows.flags[at] & PathFlag.unreachable) !== 0;
    if (unreachable && hop.kind === 'unreachable') {
      allowed.unreachable++;
      this.result.same++;
    } else if (hop.kind === 'unicast' && leadsTo(hop, wanted)) {
      allowed.multipath += hop.gateways.length > 1 ? 1 : 0;
      this.result.same++;
    } else if (
      hop.kind === 'unicast' &&
      this.#recursive.has(rows.session[at])
    ) {
      allowed.recursive++;
      this.result.same++;
    } else {
      this.#differs('other-next-hop', () => ({
        wanted: addressesText(wanted),
        kernel: hopText(hop),
      }));
    }
  }

  #nextHopsOf(rest: number): Uint8Array[] {
    let known = this.#nextHops.get(rest);
    if (!known) {
      known = this.#table.pool.rests.nextHopsOf(rest);
      this.#nextHops.set(rest, known);
    }
    return known;
  }

  #beginRun(): void {
    this.#room = this.#page ? this.#page.limit + 1 : 0;
  }

  /** @param sidesOf - makes texts, which only what is shown needs */
  #differs(its: KernelDifferenceClass, sidesOf: () => Sides): void {
    if (this.#moves?.has(this.#key)) {
      this.result.allowed.moved++;
      return;
    }
    const isFirst = ++this.result[counterOf[its]] === 1;
    const after = this.#page?.after;
    const isKept =
      this.#room > 0 && (!after || compareKeys(this.#key, after) > 0);
    if (!isFirst && !isKept) {
      return;
    }
    const prefix = toPrefix(this.#key);
    const difference = { class: its, prefix, ...sidesOf() };
    if (isFirst) {
      this.result.examples.push(difference);
    }
    if (isKept) {
      this.#room--;
      this.kept.push({ key: { ...this.#key }, difference });
    }
  }
}

function leadsTo({ gateways }: KernelHop, wanted: Uint8Array[]): boolean {
  return gateways.some(gateway =>
    wanted.some(
      address =>
        address.length === gateway.length &&
        address.every((byte, index) => byte === gateway[index]),
    ),
  );
}

function hopText({ kind, gateways }: KernelHop): string {
  if (kind !== 'unicast') {
    return kind;
  }
  return addressesText(gateways) ?? 'a link';
}

function addressesText(addresses: Uint8Array[]): string | undefined {
  return addresses.length > 0
    ? addresses.slice(0, 3).map(formatAddress).join(' or ')
    : undefined;
}
