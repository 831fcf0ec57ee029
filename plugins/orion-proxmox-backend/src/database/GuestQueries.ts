import { InputError } from '@backstage/errors';
import { GuestSort } from '@orion/backstage-plugin-orion-proxmox-common';
import { Knex } from 'knex';
import { GuestKey } from './OwnershipStore';
import { applyGuestFilter } from './operations/applyGuestFilter';
import { OwnedGuestRow } from './tables';

/** Everything, or what these groups and users own. */
export type GuestVisibility = { all: true } | { all: false; owners: string[] };

export interface ListGuestsFilter {
  /** Clusters that are configured now; rows of others are history. */
  clusters: string[];
  filter?: string;
  sort: GuestSort;
  order: 'asc' | 'desc';
  templates: boolean;
  limit: number;
  cursor?: string;
}

export interface GuestRows {
  rows: OwnedGuestRow[];
  nextCursor?: string;
  total: number;
  counts: { all: number; running: number; stopped: number; other: number };
}

/** Never null, so that keyset comparison has an answer for every row. */
const sortKeys: Record<GuestSort, string> = {
  name: `lower(coalesce(g.name, o.name, '')) COLLATE "C"`,
  vmid: 'g.vmid',
  status: 'g.status COLLATE "C"',
  node: 'g.node COLLATE "C"',
  memory: 'coalesce(g.memory_bytes, -1)',
  cpu: 'coalesce(g.load, -1)',
  owner: `coalesce(o.owner, '') COLLATE "C"`,
};

const numeric: GuestSort[] = ['vmid', 'memory', 'cpu'];

const columns = (knex: Knex) => [
  'g.*',
  // A guest too young for Proxmox's inventory has the name it was ordered with.
  knex.raw('coalesce(g.name, o.name) AS name'),
  'o.owner',
  'o.system',
  'o.description',
  'o.change_id',
  'o.addresses',
];

/** Reads of guests. Who may see what is part of the SQL, never a filter afterwards. */
export class GuestQueries {
  readonly #knex: Knex;
  readonly #defaultOwner: string;

  /** `defaultOwner` owns the guests no change has given to anybody. */
  static create(deps: { knex: Knex; defaultOwner: string }): GuestQueries {
    return new GuestQueries(deps);
  }

  private constructor(deps: { knex: Knex; defaultOwner: string }) {
    this.#knex = deps.knex;
    this.#defaultOwner = deps.defaultOwner;
  }

  async list(
    filter: ListGuestsFilter,
    visibility: GuestVisibility,
  ): Promise<GuestRows> {
    const base = this.#visible(visibility).whereIn(
      'g.cluster',
      filter.clusters,
    );
    if (!filter.templates) {
      base.where('g.template', false);
    }
    const matching = base.clone();
    applyGuestFilter(matching, filter.filter ?? '');
    const key = sortKeys[filter.sort];
    const page = matching
      .clone()
      .orderByRaw(
        `${key} ${filter.order}, g.cluster ${filter.order}, g.vmid ${filter.order}`,
      )
      .limit(filter.limit + 1)
      .select(...columns(this.#knex), this.#knex.raw(`${key} AS sort_key`));
    if (filter.cursor) {
      const { after, cluster, vmid } = readCursor(filter.cursor, filter);
      page.whereRaw(
        `(${key}, g.cluster, g.vmid) ${
          filter.order === 'asc' ? '>' : '<'
        } (?, ?, ?)`,
        [after, cluster, vmid],
      );
    }
    const [rows, [{ total }], [counts]] = await Promise.all([
      page,
      matching.select(this.#knex.raw('count(*)::int AS total')),
      base.select(
        this.#knex.raw(`count(*)::int AS all,
          (count(*) FILTER (WHERE g.status = 'running'))::int AS running,
          (count(*) FILTER (WHERE g.status = 'stopped'))::int AS stopped,
          (count(*) FILTER (WHERE g.status NOT IN ('running', 'stopped')))::int AS other`),
      ),
    ]);
    const more = rows.length > filter.limit;
    const shown = more ? rows.slice(0, filter.limit) : rows;
    const nextCursor = more
      ? writeCursor(shown[shown.length - 1], filter)
      : undefined;
    return { rows: shown, nextCursor, total, counts };
  }

  async find(
    { cluster, vmid }: GuestKey,
    visibility: GuestVisibility,
  ): Promise<OwnedGuestRow | undefined> {
    return this.#visible(visibility)
      .where({ 'g.cluster': cluster, 'g.vmid': vmid })
      .first(...columns(this.#knex));
  }

  /** Who a guest belongs to, for decisions of the permission policy on one guest. */
  async findOwner({ cluster, vmid }: GuestKey): Promise<string | undefined> {
    const row = await this.find({ cluster, vmid }, { all: true });
    return row && (row.owner ?? this.#defaultOwner);
  }

  #visible(visibility: GuestVisibility): Knex.QueryBuilder {
    const query = this.#knex('guests AS g').leftJoin(
      'guest_ownership AS o',
      join =>
        join
          .on('o.cluster', 'g.cluster')
          .andOn('o.vmid', 'g.vmid')
          // Whatever else sits on a used VMID belongs to nobody yet.
          .andOn(
            this.#knex.raw(
              '(o.smbios_uuid IS NULL OR lower(o.smbios_uuid) = g.machine_id)',
            ),
          ),
    );
    if (!visibility.all) {
      query.whereRaw('coalesce(o.owner, ?) = ANY(?::text[])', [
        this.#defaultOwner,
        visibility.owners,
      ]);
    }
    return query;
  }
}

/** Remembers the sort, so that a cursor cannot continue another list. */
function writeCursor(
  row: OwnedGuestRow & { sort_key: string | number },
  { sort, order }: ListGuestsFilter,
): string {
  const content = [sort, order, row.sort_key, row.cluster, row.vmid];
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

function readCursor(cursor: string, { sort, order }: ListGuestsFilter) {
  let content: unknown;
  try {
    content = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw new InputError('cursor: not one this list handed out');
  }
  const [itsSort, itsOrder, after, cluster, vmid] = Array.isArray(content)
    ? content
    : [];
  const fits =
    itsSort === sort &&
    itsOrder === order &&
    typeof cluster === 'string' &&
    Number.isInteger(vmid) &&
    (numeric.includes(sort)
      ? ['number', 'string'].includes(typeof after) &&
        Number.isFinite(Number(after))
      : typeof after === 'string');
  if (!fits) {
    throw new InputError(
      'cursor: not one this list handed out with this sort and order',
    );
  }
  return {
    after: after as string | number,
    cluster: cluster as string,
    vmid: vmid as number,
  };
}
