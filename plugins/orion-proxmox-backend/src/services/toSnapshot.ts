import { PveResource } from '../clients/PveClient';
import { MergeRow } from '../database/operations/mergeRows';

/** One row of `GET cluster/status`. */
export interface PveClusterStatus {
  type: string;
  name?: string;
  online?: number | boolean;
  quorate?: number | boolean;
}

/** A cluster at one moment, in the columns of the tables. */
export interface ClusterSnapshot {
  /** Every node had its part in it, so what is missing is gone. */
  complete: boolean;
  /** A sentence about what is missing. */
  problem?: string;
  guests: (MergeRow & { vmid: number })[];
  nodes: (MergeRow & { name: string })[];
  storages: (MergeRow & { node: string; name: string })[];
  /** Bridges of the nodes that were asked for them. */
  bridges: Map<string, string[]>;
  /** Machine ids of the guests that were asked for them. */
  machineIds: Map<number, string>;
}

const STATUSES = ['running', 'stopped', 'paused', 'suspended'];
/** Upstream text is data; longer than this it is not a name any more. */
const MAX_NAME_CHARS = 200;
const MAX_TAGS = 50;

/**
 * Makes a snapshot of what a cluster answered.
 *
 * @param guestsBefore - how many guests the last snapshot had
 */
export function toSnapshot(
  cluster: string,
  resources: PveResource[],
  status: PveClusterStatus[],
  guestsBefore: number,
): ClusterSnapshot {
  const guests = resources.flatMap(row => (isGuest(row) ? toGuest(row) : []));
  const nodes = resources.flatMap(row =>
    row.type === 'node' ? toNode(row) : [],
  );
  const problem = findProblem(cluster, { guests, nodes, status, guestsBefore });
  return {
    complete: problem === undefined,
    problem,
    guests,
    nodes,
    storages: resources.flatMap(row =>
      row.type === 'storage' ? toStorage(row) : [],
    ),
    bridges: new Map(),
    machineIds: new Map(),
  };
}

function isGuest({ type, vmid, node }: PveResource): boolean {
  return (
    (type === 'qemu' || type === 'lxc') && vmid !== undefined && Boolean(node)
  );
}

function toGuest(row: PveResource) {
  // A guest too young for the status broadcast, or on a silent node, comes
  // without anything but its place.
  const known = STATUSES.includes(row.status ?? '');
  return {
    known,
    vmid: row.vmid!,
    type: row.type,
    name: row.name?.slice(0, MAX_NAME_CHARS) ?? null,
    node: row.node,
    status: known ? row.status : 'unknown',
    template:
      row.template === undefined && !known ? null : Boolean(row.template),
    lock: row.lock ?? null,
    tags:
      row.tags === undefined && !known
        ? null
        : (row.tags ?? '')
            .split(/[;, ]+/)
            .filter(Boolean)
            .slice(0, MAX_TAGS),
    cores: row.maxcpu ?? null,
    load: known ? row.cpu ?? null : null,
    memory_bytes: row.maxmem ?? null,
    memory_used_bytes: known ? row.mem ?? null : null,
    disk_bytes: row.maxdisk ?? null,
    uptime_seconds: known ? row.uptime ?? null : null,
  };
}

function toNode(row: PveResource) {
  const online = row.status === 'online';
  return {
    known: online,
    name: row.node!,
    online,
    cores: row.maxcpu ?? null,
    load: online ? row.cpu ?? null : null,
    memory_bytes: row.maxmem ?? null,
    memory_used_bytes: online ? row.mem ?? null : null,
  };
}

function toStorage(row: PveResource) {
  return {
    known: row.maxdisk !== undefined,
    node: row.node!,
    name: row.storage!,
    shared: Boolean(row.shared),
    content: (row.content ?? '').split(',').filter(Boolean).sort(),
    total_bytes: row.maxdisk ?? null,
    used_bytes: row.disk ?? null,
  };
}

function findProblem(
  cluster: string,
  answer: Pick<ClusterSnapshot, 'guests' | 'nodes'> & {
    status: PveClusterStatus[];
    guestsBefore: number;
  },
): string | undefined {
  const { guests, nodes, status, guestsBefore } = answer;
  if (
    status.some(({ type, quorate }) => type === 'cluster' && !Number(quorate))
  ) {
    return `Proxmox ${cluster} has no quorum: its answer may lack guests.`;
  }
  const expected = status.filter(({ type }) => type === 'node');
  const online = new Set(
    nodes.filter(node => node.online).map(({ name }) => name),
  );
  const silent = expected.filter(
    ({ name, online: up }) => !Number(up) || !online.has(name!),
  );
  if (silent.length > 0) {
    const names = silent
      .map(({ name }) => name)
      .slice(0, 5)
      .join(', ');
    return `Proxmox ${cluster}: ${silent.length} of ${expected.length} nodes are silent (${names}); their guests are shown as they were.`;
  }
  if (guests.length === 0 && guestsBefore > 2) {
    // What Proxmox leaves out for lack of rights looks like a removal.
    return `Proxmox ${cluster} shows no guests where there were ${guestsBefore}: check that the read token still has VM.Audit.`;
  }
  return undefined;
}
