import { KernelRoute, KernelRouteKind } from '../../clients/kernel/KernelRoute';
import { toPrefixKey } from '../table/PrefixKey';
import { gatherRows } from '../table/gatherRows';
import { Rows } from '../table/Rows';
import { sortRows } from '../table/sortRows';
import type { KernelReach } from './KernelComparison';

/** Where a route leads; many routes share one. */
export interface KernelHop {
  kind: KernelRouteKind;
  gateways: Uint8Array[];
}

/** A kernel has as many as its router has neighbors, and some. */
const MAX_HOPS = 100_000;

/**
 * Routes of a kernel, sorted by prefix and metric: the first of several to one
 * prefix is the one that counts. A row's `path` is the number of its hop.
 */
export class KernelTable {
  readonly v4: Rows;
  readonly v6: Rows;
  readonly hops: readonly KernelHop[];

  constructor(v4: Rows, v6: Rows, hops: KernelHop[]) {
    this.v4 = v4;
    this.v6 = v6;
    this.hops = hops;
  }

  family(family: 4 | 6): Rows {
    return family === 4 ? this.v4 : this.v6;
  }

  /** Prefixes whose route that counts leads somewhere. */
  get reach(): KernelReach {
    const count = (rows: Rows) => {
      let found = 0;
      for (let at = 0; at < rows.count; at++) {
        const counts = at === 0 || !rows.samePrefix(at, at - 1);
        found += counts && this.hops[rows.path[at]].kind === 'unicast' ? 1 : 0;
      }
      return found;
    };
    return { ipv4: count(this.v4), ipv6: count(this.v6) };
  }
}

/** Takes routes in any order. */
export class KernelTableBuilder {
  readonly #rows = { 4: new Rows(4), 6: new Rows(6) };
  readonly #hops: KernelHop[] = [];
  readonly #known = new Map<string, number>();

  add({ family, address, length, metric, kind, gateways }: KernelRoute): void {
    this.#rows[family].append(toPrefixKey(family, address, length), {
      path: this.#intern({ kind, gateways }),
      community: 0,
      rest: 0,
      session: 0,
      pathId: metric,
      flags: 0,
      meta: 0,
      since: 0,
    });
  }

  build(): KernelTable {
    return new KernelTable(
      sorted(this.#rows[4]),
      sorted(this.#rows[6]),
      this.#hops,
    );
  }

  #intern(hop: KernelHop): number {
    const key = hopKey(hop);
    const known = this.#known.get(key);
    if (known !== undefined) {
      return known;
    }
    if (this.#hops.length >= MAX_HOPS) {
      throw new Error(`there are more than ${MAX_HOPS} different next hops`);
    }
    this.#known.set(key, this.#hops.length);
    return this.#hops.push(hop) - 1;
  }
}

/** The same for hops that lead to the same, whatever their numbers. */
export function hopKey({ kind, gateways }: KernelHop): string {
  return `${kind} ${gateways.join(' ')}`;
}

function sorted(rows: Rows): Rows {
  return gatherRows(sortRows(rows), rows, new Rows(rows.family));
}
