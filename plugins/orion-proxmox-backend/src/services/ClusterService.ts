import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  ClusterList,
  ClusterOptions,
  ClusterSummary,
} from '@orion/backstage-plugin-orion-proxmox-common';
import { ClusterConfig } from '../config';
import { InventoryStore } from '../database/InventoryStore';
import { ClusterWatch } from './ClusterWatch';
import { FreeAddresses } from './FreeAddresses';
import { GuestAccess } from './GuestAccess';
import { UNCONFIGURED } from './GuestService';
import { toNumber } from './toGuest';

export interface ClusterServiceDeps {
  access: GuestAccess;
  clusters: ClusterConfig[];
  freeAddresses: FreeAddresses;
  inventory: InventoryStore;
  watch: ClusterWatch;
}

/** Clusters, and what an order on them can be made of. */
export class ClusterService {
  readonly #deps: ClusterServiceDeps;

  static create(deps: ClusterServiceDeps): ClusterService {
    return new ClusterService(deps);
  }

  private constructor(deps: ClusterServiceDeps) {
    this.#deps = deps;
  }

  async list(credentials: BackstageCredentials): Promise<ClusterList> {
    const { access, clusters } = this.#deps;
    await access.assertReadsClusters(credentials);
    return clusters.length === 0
      ? { items: [], note: UNCONFIGURED }
      : { items: await this.#summarise(clusters) };
  }

  /** @throws NotFoundError */
  async getOptions(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<ClusterOptions> {
    const { access, freeAddresses, inventory, watch } = this.#deps;
    await access.assertReadsClusters(credentials);
    const cluster = this.#get(id);
    const [[{ freshness }], nodes, storages, free] = await Promise.all([
      watch.listStates([cluster]),
      inventory.listNodes(id),
      inventory.listStorages(id),
      freeAddresses.read(cluster),
    ]);
    return {
      cluster: id,
      title: cluster.title,
      nodes: nodes.map(row => ({
        name: row.name,
        online: row.online,
        cores: row.cores ?? 0,
        coresGiven: Number(row.cores_given),
        load: row.load ?? 0,
        memoryBytes: toNumber(row.memory_bytes) ?? 0,
        memoryUsedBytes: toNumber(row.memory_used_bytes) ?? 0,
        bridges: row.bridges,
      })),
      storages: storages.map(row => ({
        name: row.name,
        node: row.node,
        shared: row.shared,
        content: row.content,
        totalBytes: toNumber(row.total_bytes) ?? 0,
        usedBytes: toNumber(row.used_bytes) ?? 0,
      })),
      sizes: cluster.sizes,
      images: cluster.images.map(({ username, ...image }) => image),
      networks: cluster.networks.map(
        ({ gateway, nameservers, ...network }) => ({
          ...network,
          freeAddresses: free.get(network.prefix),
        }),
      ),
      freshness,
    };
  }

  /** @throws NotFoundError */
  async refresh(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<ClusterSummary> {
    const { access, watch } = this.#deps;
    await access.assertReadsClusters(credentials);
    const cluster = this.#get(id);
    await watch.askRefresh(cluster);
    const [summary] = await this.#summarise([cluster]);
    return summary;
  }

  #get(id: string): ClusterConfig {
    const cluster = this.#deps.clusters.find(candidate => candidate.id === id);
    if (!cluster) {
      throw new NotFoundError(
        `There is no cluster ${id} under orion.proxmox.clusters`,
      );
    }
    return cluster;
  }

  async #summarise(clusters: ClusterConfig[]): Promise<ClusterSummary[]> {
    const { inventory, watch } = this.#deps;
    const states = await watch.listStates(clusters);
    return Promise.all(
      clusters.map(async ({ id, title, changeToken }, index) => ({
        id,
        title,
        nodes: await inventory.countNodes(id),
        ...states[index],
        ordering: changeToken !== undefined,
      })),
    );
  }
}
