import { Freshness } from '@orion/backstage-plugin-orion-common';

/** @public */
export type GuestStatus =
  | 'running'
  | 'stopped'
  | 'paused'
  | 'suspended'
  | 'unknown';

/**
 * A virtual machine or container as the cluster's inventory tells it. Sizes in
 * bytes, load 0 to 1; absent where Proxmox does not know yet.
 *
 * @public
 */
export interface Guest {
  cluster: string;
  vmid: number;
  /** `proxmox:<cluster>/<vmid>` */
  ref: string;
  /** Catalog entity, `resource:default/<cluster>-<vmid>`. */
  entityRef: string;
  type: 'qemu' | 'lxc';
  name?: string;
  node: string;
  status: GuestStatus;
  template: boolean;
  lock?: string;
  tags: string[];
  cores?: number;
  load?: number;
  memoryBytes?: number;
  memoryUsedBytes?: number;
  diskBytes?: number;
  uptimeSeconds?: number;
  /** Addresses ORION knows: from its own change, without asking the agent. */
  addresses: string[];
  /** From the columns written by changes, never from Proxmox. */
  owner?: string;
  system?: string;
  description?: string;
  changeId?: number;
  protected: boolean;
}

/** @public */
export interface GuestPage {
  items: Guest[];
  nextCursor?: string;
  total: number;
  /** Counts over everything the caller may see, before the filter. */
  counts: { all: number; running: number; stopped: number; other: number };
  freshness: Freshness[];
  /** What to do when there is nothing to show, for example no cluster is configured. */
  note?: string;
}

/** What a guest's agent said just now. @public */
export interface GuestAgentAnswer {
  addresses: string[];
  /** ISO UTC time; answers are kept for 15 seconds. */
  askedAt: string;
  /** Why there is no answer: a sentence. */
  error?: string;
}

/** @public */
export interface GuestDetail extends Guest {
  freshness: Freshness;
  /** Present when it was asked for. */
  agent?: GuestAgentAnswer;
}

/** @public */
export interface NodeInfo {
  name: string;
  online: boolean;
  cores: number;
  /** Sum of the cores given to its guests, running or not. */
  coresGiven: number;
  load: number;
  memoryBytes: number;
  memoryUsedBytes: number;
  /** Bridges guests can be attached to. */
  bridges: string[];
}

/** @public */
export interface StorageInfo {
  name: string;
  node: string;
  shared: boolean;
  content: string[];
  totalBytes: number;
  usedBytes: number;
}

/** A size people choose from. @public */
export interface GuestSize {
  id: string;
  title: string;
  cores: number;
  memoryMib: number;
  diskGib: number;
}

/** A cloud-init template people choose from. @public */
export interface GuestImage {
  id: string;
  title: string;
  templateVmid: number;
  node: string;
  minDiskGib: number;
}

/** A network people choose from: a bridge, a VLAN, and the prefix its addresses come from. @public */
export interface GuestNetwork {
  id: string;
  title: string;
  bridge: string;
  vlan?: number;
  prefix: string;
  /** Addresses left in NetBox; absent when it did not answer. */
  freeAddresses?: number;
}

/** A configured cluster and how reading it goes. @public */
export interface ClusterSummary {
  id: string;
  title: string;
  nodes: { total: number; online: number };
  /** Whether every node had its part in the last answer. */
  complete: boolean;
  /** Grows whenever something people see changed. */
  revision: number;
  /** Whether guests can be ordered here. */
  ordering: boolean;
  freshness: Freshness;
}

/** @public */
export interface ClusterList {
  items: ClusterSummary[];
  /** What to do when no cluster is configured. */
  note?: string;
}

/** What an order can be made of on one cluster. @public */
export interface ClusterOptions {
  cluster: string;
  title: string;
  nodes: NodeInfo[];
  storages: StorageInfo[];
  sizes: GuestSize[];
  images: GuestImage[];
  networks: GuestNetwork[];
  freshness: Freshness;
}

/** Ownership as changes write it. @public */
export interface GuestOwnership {
  owner: string;
  /** Name at creation: Proxmox tells it a while later. */
  name?: string;
  system?: string;
  description?: string;
  changeId: number;
  addresses: string[];
  /** Identity at creation. A guest with another one on this VMID is not the owner's. */
  smbiosUuid?: string;
  mark?: string;
  /** The Terraform stack that holds the guest; not part of what people read. */
  stack?: { name: string; schema: string; variables: Record<string, unknown> };
}
