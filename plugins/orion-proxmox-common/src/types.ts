import { Freshness } from '@orion/backstage-plugin-orion-common';

/**
 * Proxmox's word; `unknown` when the guest is too young for its inventory, or
 * its node is silent.
 *
 * @public
 */
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
  /** Id under `orion.proxmox.clusters`. */
  cluster: string;
  /**
   * 100 to 999999999, unique in the cluster; Proxmox gives it out again after a
   * removal.
   */
  vmid: number;
  /** `proxmox:<cluster>/<vmid>` */
  ref: string;
  /** Catalog entity, `resource:default/<cluster>-<vmid>`. */
  entityRef: string;
  /** Virtual machine or container. */
  type: 'qemu' | 'lxc';
  /** Absent for a guest nobody named, and for one Proxmox does not know yet. */
  name?: string;
  /** Where it runs or would start. */
  node: string;
  /** As of the freshness of the answer. */
  status: GuestStatus;
  /** Templates are only cloned, never started. */
  template: boolean;
  /**
   * What Proxmox does with it, for example `backup` or `migrate`; absent when
   * nothing.
   */
  lock?: string;
  /** Proxmox's, up to 50. */
  tags: string[];
  /** Virtual cores. */
  cores?: number;
  /** Share of its cores, 0 to 1. */
  load?: number;
  /** What it may use. */
  memoryBytes?: number;
  /** As its node sees it. */
  memoryUsedBytes?: number;
  /** Size of the boot disk, not of all disks. */
  diskBytes?: number;
  /** 0 when stopped. */
  uptimeSeconds?: number;
  /** Addresses ORION knows: from its own change, without asking the agent. */
  addresses: string[];
  /** From the columns written by changes, never from Proxmox. */
  owner?: string;
  /** Catalog reference of the system it is part of, as ordered. */
  system?: string;
  /** As ordered, not Proxmox's notes. */
  description?: string;
  /** The change that made it; absent for guests no change made. */
  changeId?: number;
  /** Policy never lets it be destroyed through ORION. */
  protected: boolean;
}

/** One page of guests, and how old what it says is. @public */
export interface GuestPage {
  /** In the order asked for. */
  items: Guest[];
  /** Absent on the last page. */
  nextCursor?: string;
  /** Matches of the filter, over all pages. */
  total: number;
  /** Counts over everything the caller may see, before the filter. */
  counts: { all: number; running: number; stopped: number; other: number };
  /** One per configured cluster. */
  freshness: Freshness[];
  /** What to do when there is nothing to show, for example no cluster is configured. */
  note?: string;
}

/** What a guest's agent said just now. @public */
export interface GuestAgentAnswer {
  /**
   * Of its interfaces, without loopback and link-local ones; empty when there
   * was no answer.
   */
  addresses: string[];
  /** ISO UTC time; answers are kept for 15 seconds. */
  askedAt: string;
  /** Why there is no answer: a sentence. */
  error?: string;
}

/** A guest as its page shows it. @public */
export interface GuestDetail extends Guest {
  /** Of its cluster. */
  freshness: Freshness;
  /** Present when it was asked for. */
  agent?: GuestAgentAnswer;
}

/** A Proxmox host. Numbers are 0 where it never told them. @public */
export interface NodeInfo {
  /** Unique in the cluster. */
  name: string;
  /** As the cluster sees it. */
  online: boolean;
  /** Threads of its processors. */
  cores: number;
  /** Sum of the cores given to its guests, running or not. */
  coresGiven: number;
  /** Share of its cores in use, 0 to 1; 0 while offline. */
  load: number;
  /** What it has. */
  memoryBytes: number;
  /** 0 while offline. */
  memoryUsedBytes: number;
  /** Bridges guests can be attached to. */
  bridges: string[];
}

/** A storage as one node sees it: a shared one comes once per node. @public */
export interface StorageInfo {
  /** As configured in Proxmox. */
  name: string;
  /** Whose view this is. */
  node: string;
  /** The same bytes on every node: do not add them up. */
  shared: boolean;
  /** What it may hold: `images`, `rootdir`, `iso`, `backup`, ... */
  content: string[];
  /** 0 where Proxmox never told it. */
  totalBytes: number;
  /** 0 where Proxmox never told it. */
  usedBytes: number;
}

/** A size people choose from. @public */
export interface GuestSize {
  /** Stable: stored changes name it. */
  id: string;
  /** What people choose by. */
  title: string;
  /** Virtual cores. */
  cores: number;
  /** Memory in MiB. */
  memoryMib: number;
  /** Boot disk in GiB. */
  diskGib: number;
}

/** A cloud-init template people choose from. @public */
export interface GuestImage {
  /** Stable: stored changes name it. */
  id: string;
  /** What people choose by. */
  title: string;
  /** The template that is cloned. */
  templateVmid: number;
  /** Where the template lies. */
  node: string;
  /** Smallest boot disk in GiB: a clone can only grow. */
  minDiskGib: number;
}

/** A network people choose from: a bridge, a VLAN, and the prefix its addresses come from. @public */
export interface GuestNetwork {
  /** Stable: stored changes name it. */
  id: string;
  /** What people choose by. */
  title: string;
  /** Must be on the node the guest goes to. */
  bridge: string;
  /** 802.1Q number; absent for untagged. */
  vlan?: number;
  /** CIDR of a leaf prefix in NetBox. */
  prefix: string;
  /** Addresses left in NetBox; absent when it did not answer. */
  freeAddresses?: number;
}

/** A configured cluster and how reading it goes. @public */
export interface ClusterSummary {
  /** The id in references: `proxmox:<id>/<vmid>`. */
  id: string;
  /** From configuration; default: the id. */
  title: string;
  /** As of the last answer. */
  nodes: { total: number; online: number };
  /** Whether every node had its part in the last answer. */
  complete: boolean;
  /** Grows whenever something people see changed. */
  revision: number;
  /** Whether guests can be ordered here. */
  ordering: boolean;
  /** When its last answer came, and what is wrong with it. */
  freshness: Freshness;
}

/** The clusters of the configuration, in its order. @public */
export interface ClusterList {
  /** Those that are silent too. */
  items: ClusterSummary[];
  /** What to do when no cluster is configured. */
  note?: string;
}

/** What an order can be made of on one cluster. @public */
export interface ClusterOptions {
  /** Id of the cluster. */
  cluster: string;
  /** From configuration; default: the id. */
  title: string;
  /** Offline ones too. */
  nodes: NodeInfo[];
  /** One entry per node and storage. */
  storages: StorageInfo[];
  /** From configuration. */
  sizes: GuestSize[];
  /** From configuration: nobody has looked whether the template is there. */
  images: GuestImage[];
  /** From configuration, with what NetBox has left. */
  networks: GuestNetwork[];
  /** Of nodes and storages. */
  freshness: Freshness;
}

/** Ownership as changes write it. @public */
export interface GuestOwnership {
  /** Group reference. */
  owner: string;
  /** Name at creation: Proxmox tells it a while later. */
  name?: string;
  /** Catalog reference, as ordered. */
  system?: string;
  /** As ordered. */
  description?: string;
  /** The change that made the guest. */
  changeId: number;
  /** Without masks, as reserved in NetBox. */
  addresses: string[];
  /** Identity at creation. A guest with another one on this VMID is not the owner's. */
  smbiosUuid?: string;
  /** Text in the guest's description that proves which change made it. */
  mark?: string;
  /** The Terraform stack that holds the guest; not part of what people read. */
  stack?: { name: string; schema: string; variables: Record<string, unknown> };
}
