import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import { fetchWithin } from '@orion/backstage-plugin-orion-node';
import {
  ClusterOptions,
  ClusterSummary,
  Guest,
  ProxmoxApi,
  ProxmoxClient,
} from '@orion/backstage-plugin-orion-proxmox-common';

/** A whole cluster as the proxmox plugin tells it. */
export interface ClusterInventory {
  summary: ClusterSummary;
  options: ClusterOptions;
  guests: Guest[];
}

const PAGE_SIZE = 200;
const MAX_READS = 3;
const DEADLINE_MS = 30_000;

/** Reads clusters from the proxmox plugin over HTTP, page by page. */
export class InventoryReader {
  readonly #auth: AuthService;
  readonly #proxmox: ProxmoxApi;

  /** @param deps - `deadlineMs` of one answer: without one a look might never end, nor another begin */
  static create(deps: {
    auth: AuthService;
    deadlineMs?: number;
    discovery: DiscoveryService;
  }): InventoryReader {
    const { auth, discovery, deadlineMs = DEADLINE_MS } = deps;
    const fetchApi = fetchWithin(deadlineMs);
    const proxmox = new ProxmoxClient({ discoveryApi: discovery, fetchApi });
    return new InventoryReader({ auth, proxmox });
  }

  constructor(deps: { auth: AuthService; proxmox: ProxmoxApi }) {
    this.#auth = deps.auth;
    this.#proxmox = deps.proxmox;
  }

  /** Undefined when the plugin does not know the cluster. */
  async findSummary(cluster: string): Promise<ClusterSummary | undefined> {
    const { items } = await this.#proxmox.listClusters(await this.#token());
    return items.find(({ id }) => id === cluster);
  }

  /**
   * Everything of one revision: pages that were read while the inventory
   * changed do not fit together, so they are read again.
   *
   * @throws when it never holds still.
   */
  async read(cluster: string): Promise<ClusterInventory> {
    let summary = await this.findSummary(cluster);
    for (let attempt = 0; summary && attempt < MAX_READS; attempt++) {
      const [options, guests] = await Promise.all([
        this.#proxmox.getOptions(cluster, await this.#token()),
        this.#listGuests(cluster),
      ]);
      const after = await this.findSummary(cluster);
      if (after?.revision === summary.revision) {
        return { summary: after, options, guests };
      }
      summary = after;
    }
    throw new Error(
      summary
        ? `The inventory of ${cluster} changed ${MAX_READS} times while it was read`
        : `The proxmox plugin does not know the cluster ${cluster}`,
    );
  }

  async #listGuests(cluster: string): Promise<Guest[]> {
    const guests: Guest[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.#proxmox.listGuests(
        {
          filter: `cluster:${cluster}`,
          sort: 'vmid',
          limit: PAGE_SIZE,
          cursor,
        },
        await this.#token(),
      );
      guests.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor);
    return guests;
  }

  async #token(): Promise<{ token: string }> {
    return this.#auth.getPluginRequestToken({
      onBehalfOf: await this.#auth.getOwnServiceCredentials(),
      targetPluginId: 'orion-proxmox',
    });
  }
}
