import { Knex } from 'knex';
import { ClusterSnapshot } from '../services/toSnapshot';
import { MergeTarget, mergeRows } from './operations/mergeRows';
import { removeMissing } from './operations/removeMissing';
import { NodeRow, StorageRow } from './tables';

const GUESTS: MergeTarget = {
  table: 'guests',
  keys: { vmid: 'integer' },
  columns: {
    type: 'text',
    name: 'text',
    node: 'text',
    status: 'text',
    template: 'boolean',
    lock: 'text',
    tags: 'text[]',
    cores: 'double precision',
    load: 'double precision',
    memory_bytes: 'bigint',
    memory_used_bytes: 'bigint',
    disk_bytes: 'bigint',
    uptime_seconds: 'bigint',
  },
  kept: ['name', 'template', 'tags', 'cores', 'memory_bytes', 'disk_bytes'],
  initial: { template: 'false', tags: `'{}'` },
  visible: [
    'type',
    'name',
    'node',
    'status',
    'template',
    'lock',
    'tags',
    'cores',
    'memory_bytes',
    'disk_bytes',
  ],
};

const NODES: MergeTarget = {
  table: 'nodes',
  keys: { name: 'text' },
  columns: {
    online: 'boolean',
    cores: 'double precision',
    load: 'double precision',
    memory_bytes: 'bigint',
    memory_used_bytes: 'bigint',
  },
  kept: ['cores', 'memory_bytes'],
  visible: ['online', 'cores', 'memory_bytes'],
};

const STORAGES: MergeTarget = {
  table: 'storages',
  keys: { node: 'text', name: 'text' },
  columns: {
    shared: 'boolean',
    content: 'text[]',
    total_bytes: 'bigint',
    used_bytes: 'bigint',
  },
  kept: ['total_bytes', 'used_bytes'],
  visible: ['shared', 'content', 'total_bytes'],
};

export interface GuestIdentity {
  vmid: number;
  /** As the last look had it. */
  name: string | null;
  machineId: string | null;
  /** Whether the machine id was read lately. */
  fresh: boolean;
  /** As the last look had them; numbers as PostgreSQL hands bigint over. */
  status: string | null;
  uptime: string | null;
  memory: string | null;
  disk: string | null;
}

/** Nodes, storages and guests of clusters, as snapshots. */
export class InventoryStore {
  readonly #knex: Knex;

  static create(deps: { knex: Knex }): InventoryStore {
    return new InventoryStore(deps);
  }

  private constructor(deps: { knex: Knex }) {
    this.#knex = deps.knex;
  }

  /**
   * Writes what the cluster answered; true when people see a difference.
   *
   * @remarks
   * Only a complete answer removes anything. What an incomplete one lacks is
   * kept, and guests it lacks become `unknown`.
   */
  async write(
    trx: Knex.Transaction,
    cluster: string,
    snapshot: ClusterSnapshot,
  ): Promise<boolean> {
    const { guests, nodes, storages } = snapshot;
    let changes = await mergeRows(trx, NODES, cluster, nodes);
    changes += await mergeRows(trx, STORAGES, cluster, storages);
    changes += await mergeRows(trx, GUESTS, cluster, guests);
    const vmids = guests.map(({ vmid }) => ({ vmid }));
    if (snapshot.complete) {
      changes += await removeMissing(trx, 'guests', cluster, vmids);
      changes += await removeMissing(
        trx,
        'storages',
        cluster,
        storages.map(({ node, name }) => ({ node, name })),
      );
      changes += await removeMissing(
        trx,
        'nodes',
        cluster,
        nodes.map(({ name }) => ({ name })),
      );
    } else {
      changes += await trx('guests')
        .where({ cluster })
        .whereNot({ status: 'unknown' })
        .whereRaw('vmid <> ALL(?::int[])', [vmids.map(({ vmid }) => vmid)])
        .update({
          status: 'unknown',
          load: null,
          memory_used_bytes: null,
          uptime_seconds: null,
        });
    }
    for (const [node, bridges] of snapshot.bridges) {
      changes += await writeBridges(trx, cluster, node, bridges);
    }
    changes += await writeMachineIds(trx, cluster, snapshot.machineIds);
    return changes > 0;
  }

  /** Nodes whose bridges were asked for lately. */
  async listBridgesFresh(
    cluster: string,
    maxAgeMs: number,
  ): Promise<Set<string>> {
    const fresh = await this.#knex('nodes')
      .where({ cluster })
      .whereRaw(
        `bridges_at > clock_timestamp() - ? * interval '1 millisecond'`,
        [maxAgeMs],
      )
      .pluck('name');
    return new Set(fresh);
  }

  /** The guests changes gave to somebody, with what is known of their identity. */
  async listIdentities(
    cluster: string,
    maxAgeMs: number,
  ): Promise<GuestIdentity[]> {
    return this.#knex('guest_ownership AS o')
      .leftJoin('guests AS g', { 'g.cluster': 'o.cluster', 'g.vmid': 'o.vmid' })
      .where({ 'o.cluster': cluster })
      .whereNotNull('o.smbios_uuid')
      .select(
        'o.vmid',
        'g.name',
        'g.machine_id AS machineId',
        'g.status',
        'g.uptime_seconds AS uptime',
        'g.memory_bytes AS memory',
        'g.disk_bytes AS disk',
        this.#knex.raw(
          `coalesce(g.machine_id_at > clock_timestamp() - ? * interval '1 millisecond', false) AS fresh`,
          [maxAgeMs],
        ),
      );
  }

  async countGuests(cluster: string): Promise<number> {
    const [{ count }] = await this.#knex('guests')
      .where({ cluster })
      .count({ count: '*' });
    return Number(count);
  }

  async listNodes(
    cluster: string,
  ): Promise<(NodeRow & { cores_given: number })[]> {
    return this.#knex('nodes')
      .where({ cluster })
      .orderBy('name')
      .select(
        '*',
        this.#knex.raw(
          `(SELECT coalesce(sum(cores), 0) FROM guests g
            WHERE g.cluster = nodes.cluster AND g.node = nodes.name AND NOT g.template) AS cores_given`,
        ),
      );
  }

  async countNodes(
    cluster: string,
  ): Promise<{ total: number; online: number }> {
    const [row] = await this.#knex('nodes')
      .where({ cluster })
      .select(
        this.#knex.raw('count(*)::int AS total'),
        this.#knex.raw('(count(*) FILTER (WHERE online))::int AS online'),
      );
    return row;
  }

  async listStorages(cluster: string): Promise<StorageRow[]> {
    return this.#knex<StorageRow>('storages')
      .where({ cluster })
      .orderBy(['node', 'name']);
  }
}

async function writeMachineIds(
  trx: Knex.Transaction,
  cluster: string,
  machineIds: ReadonlyMap<number, string>,
): Promise<number> {
  let changed = 0;
  for (const [vmid, id] of machineIds) {
    changed += await trx('guests')
      .where({ cluster, vmid })
      .whereRaw('machine_id IS DISTINCT FROM ?', [id])
      .update({ machine_id: id });
    await trx('guests')
      .where({ cluster, vmid })
      .update({ machine_id_at: trx.raw('clock_timestamp()') });
  }
  return changed;
}

async function writeBridges(
  trx: Knex.Transaction,
  cluster: string,
  node: string,
  bridges: string[],
): Promise<number> {
  const changed = await trx('nodes')
    .where({ cluster, name: node })
    .whereRaw('bridges IS DISTINCT FROM ?::text[]', [bridges])
    .update({ bridges });
  await trx('nodes')
    .where({ cluster, name: node })
    .update({ bridges_at: trx.raw('clock_timestamp()') });
  return changed;
}
