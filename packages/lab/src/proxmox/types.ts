/** A guest's configuration as PVE's config file has it: every value is text. */
export type GuestConfig = Record<string, string>;

/** A snapshot of a guest; `config` is the configuration at that moment. */
export interface SnapshotState {
  name: string;
  snaptime: number;
  description: string;
  vmstate: boolean;
  parent?: string;
  config: GuestConfig;
  running: boolean;
}

/** A guest (VM) as the simulated cluster knows it. */
export interface GuestState {
  vmid: number;
  node: string;
  /** Unix seconds; metrics have no data before it. */
  createdAt: number;
  config: GuestConfig;
  /** Changes that wait for a restart; null deletes the key. */
  pending: Record<string, string | null>;
  /** The cloud-init keys as the generated drive carries them. */
  cloudinit: GuestConfig;
  snapshots: SnapshotState[];
  /** Snapshot the current state descends from. */
  parent?: string;
  pool?: string;
  status: 'running' | 'stopped';
  paused?: boolean;
  /** Unix milliseconds of the last start. */
  startedAt?: number;
  pid?: number;
  /** Addresses a guest without cloud-init has, by network key, in CIDR form. */
  addresses: Record<string, string[]>;
  /** The ipconfig keys the running system booted with. */
  booted: GuestConfig;
  firewall: Record<string, string>;
}

export interface NodeState {
  name: string;
  ip: string;
  cores: number;
  sockets: number;
  model: string;
  memoryBytes: number;
  bootedAt: number;
  bridges: BridgeState[];
}

export interface BridgeState {
  iface: string;
  cidr?: string;
  gateway?: string;
  ports: string;
  comment?: string;
}

export interface StorageState {
  storage: string;
  type: 'dir' | 'lvmthin' | 'zfspool' | 'nfs';
  content: string[];
  totalBytes: number;
  /** Bytes used by things that are no volume of the simulator. */
  baseUsedBytes: number;
  shared: boolean;
}

export interface VolumeState {
  volid: string;
  storage: string;
  /** Empty on a shared storage. */
  node: string;
  content: 'images' | 'iso' | 'vztmpl' | 'backup' | 'snippets';
  format: string;
  size: number;
  /** Bytes really written; thin volumes hold less than their size. */
  used: number;
  ctime: number;
  vmid?: number;
  parent?: string;
  notes?: string;
  protected?: boolean;
}

export interface TaskState {
  upid: string;
  node: string;
  pid: number;
  pstart: number;
  starttime: number;
  type: string;
  id: string;
  /** `user@realm` or `user@realm!token`. */
  user: string;
  endtime?: number;
  exitstatus?: string;
  log: string[];
}

export interface PoolState {
  poolid: string;
  comment?: string;
  storages: string[];
}

export interface BackupJobState {
  id: string;
  schedule: string;
  storage: string;
  vmids: number[];
}

/** A storage replication job; Proxmox names it `<vmid>-<number>`. */
export interface ReplicationJobState {
  id: string;
  guest: number;
  target: string;
  schedule: string;
}

/** Everything the simulator keeps across a restart. Plain JSON. */
export interface ClusterState {
  version: 1;
  name: string;
  nodes: NodeState[];
  storages: StorageState[];
  volumes: Record<string, VolumeState>;
  guests: Record<string, GuestState>;
  pools: Record<string, PoolState>;
  backupJobs: BackupJobState[];
  /** HA resources by `vm:<vmid>`. */
  ha: Record<string, { state: string }>;
  /** Absent in states written before there were any. */
  replication?: ReplicationJobState[];
  tasks: TaskState[];
  lastPid: number;
}
