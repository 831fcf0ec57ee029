import { proxmoxApi, Proxmox } from 'proxmox-api';
import { ApiToken, ClusterConfig } from '../config';
import { PveEngine } from './PveEngine';
import { PveError } from './PveError';

/** One row of `GET cluster/resources`; what a guest too young or out of reach lacks is absent. */
export interface PveResource {
  id: string;
  type: 'node' | 'qemu' | 'lxc' | 'storage' | 'sdn' | 'pool';
  node?: string;
  vmid?: number;
  name?: string;
  status?: string;
  template?: number;
  lock?: string;
  tags?: string;
  cpu?: number;
  maxcpu?: number;
  mem?: number;
  maxmem?: number;
  disk?: number;
  maxdisk?: number;
  uptime?: number;
  storage?: string;
  shared?: number;
  content?: string;
}

export interface PveGuestStatus {
  vmid: number;
  status: string;
  lock?: string;
  name?: string;
  uptime?: number;
}

export interface PveVolume {
  volid: string;
  vmid?: number;
  content: string;
  size: number;
}

/** A storage as one node sees it; an inactive one does not answer. */
export interface PveStorage {
  storage: string;
  active?: number;
  shared?: number;
}

/** Configuration keys ORION reads; Proxmox sends more. */
export type PveGuestConfig = Record<string, string | number> & {
  description?: string;
  digest?: string;
  lock?: string;
  protection?: number;
  smbios1?: string;
};

/**
 * Reads of one cluster with one token. Every method throws {@link PveError}.
 */
export class PveClient {
  readonly #api: Proxmox.Api;
  readonly #engine: PveEngine;

  constructor(cluster: ClusterConfig, token: ApiToken, signal?: AbortSignal) {
    this.#engine = new PveEngine(cluster, token, signal);
    this.#api = proxmoxApi(this.#engine as never);
  }

  async close(): Promise<void> {
    await this.#engine.close();
  }

  async listResources(
    type?: 'vm' | 'node' | 'storage',
  ): Promise<PveResource[]> {
    return (await this.#api.cluster.resources.$get(
      type && { type },
    )) as PveResource[];
  }

  async listClusterStatus() {
    return this.#api.cluster.status.$get();
  }

  async getGuestStatus(node: string, vmid: number): Promise<PveGuestStatus> {
    return (await this.#api.nodes
      .$(node)
      .qemu.$(vmid)
      .status.current.$get()) as unknown as PveGuestStatus;
  }

  /** Undefined when no such guest exists on that node. */
  async findGuestConfig(
    node: string,
    vmid: number,
  ): Promise<PveGuestConfig | undefined> {
    try {
      return (await this.#api.nodes
        .$(node)
        .qemu.$(vmid)
        .config.$get()) as unknown as PveGuestConfig;
    } catch (error) {
      if (error instanceof PveError && error.notFound) {
        return undefined;
      }
      throw error;
    }
  }

  /** True when the id is free now. Proxmox reserves nothing by this. */
  async isVmidFree(vmid: number): Promise<boolean> {
    try {
      await this.#api.cluster.nextid.$get({ vmid });
      return true;
    } catch (error) {
      if (error instanceof PveError && error.status === 400) {
        return false;
      }
      throw error;
    }
  }

  async listActiveTasks(
    node: string,
    vmid: number,
  ): Promise<{ upid: string }[]> {
    return (await this.#api.nodes
      .$(node)
      .tasks.$get({ vmid, source: 'active' })) as { upid: string }[];
  }

  async listBridges(
    node: string,
  ): Promise<{ iface: string; type: string; active?: number }[]> {
    return (await this.#api.nodes.$(node).network.$get()) as never;
  }

  async listVolumes(
    node: string,
    storage: string,
    vmid?: number,
  ): Promise<PveVolume[]> {
    return (await this.#api.nodes
      .$(node)
      .storage.$(storage)
      .content.$get(
        vmid === undefined ? undefined : { vmid },
      )) as unknown as PveVolume[];
  }

  /** Enabled storages of a node that may hold disks. */
  async listImageStorages(node: string): Promise<PveStorage[]> {
    return (await this.#api.nodes
      .$(node)
      .storage.$get({ content: 'images', enabled: true })) as PveStorage[];
  }

  /** Names of a guest's snapshots, oldest first. */
  async listSnapshots(node: string, vmid: number): Promise<string[]> {
    const entries = (await this.#api.nodes
      .$(node)
      .qemu.$(vmid)
      .snapshot.$get()) as { name: string }[];
    // The entry `current` is the guest itself.
    return entries.map(({ name }) => name).filter(name => name !== 'current');
  }

  async listHaResources(): Promise<{ sid: string; state?: string }[]> {
    return (await this.#api.cluster.ha.resources.$get()) as never;
  }

  async listReplicationJobs(): Promise<
    { id: string; guest: number; target: string }[]
  > {
    return (await this.#api.cluster.replication.$get()) as never;
  }

  /** Addresses the guest's agent reports, or an error text when it does not answer. */
  async readAgentAddresses(node: string, vmid: number): Promise<string[]> {
    const answer = (await this.#api.nodes
      .$(node)
      .qemu.$(vmid)
      .agent['network-get-interfaces'].$get()) as unknown as {
      result: { name: string; 'ip-addresses'?: { 'ip-address': string }[] }[];
    };
    return answer.result
      .filter(({ name }) => name !== 'lo')
      .flatMap(found => found['ip-addresses'] ?? [])
      .map(found => found['ip-address'])
      .filter(address => !/^(fe80:|169\.254\.)/i.test(address));
  }
}
