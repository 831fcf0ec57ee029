import { LoggerService } from '@backstage/backend-plugin-api';
import { IpamProvider } from '@orion/backstage-plugin-orion-ipam-node';
import { ClusterConfig } from '../config';

const KEPT_MS = 15_000;
const DEADLINE_MS = 3_000;

/** How many addresses the networks of a cluster have left, by prefix. */
export class FreeAddresses {
  readonly #ipam: Pick<IpamProvider, 'listLeafPrefixes'> | undefined;
  readonly #logger: LoggerService;
  readonly #kept = new Map<
    string,
    { until: number; free: Promise<Map<string, number>> }
  >();

  constructor(deps: {
    ipam: Pick<IpamProvider, 'listLeafPrefixes'> | undefined;
    logger: LoggerService;
  }) {
    this.#ipam = deps.ipam;
    this.#logger = deps.logger;
  }

  /** Never throws: a prefix that NetBox says nothing about is absent. */
  async read(cluster: ClusterConfig): Promise<Map<string, number>> {
    const kept = this.#kept.get(cluster.id);
    if (kept && kept.until > performance.now()) {
      return kept.free;
    }
    const free = this.#ask(cluster);
    this.#kept.set(cluster.id, { until: performance.now() + KEPT_MS, free });
    return free;
  }

  async #ask({ id, networks }: ClusterConfig): Promise<Map<string, number>> {
    if (!this.#ipam || networks.length === 0) {
      return new Map();
    }
    try {
      // No cluster in the query: networks are tied to prefixes by configuration.
      const leaves = await this.#ipam.listLeafPrefixes(
        {},
        { signal: AbortSignal.timeout(DEADLINE_MS) },
      );
      const wanted = new Set(networks.map(({ prefix }) => prefix));
      return new Map(
        leaves
          .filter(({ prefix, vrf }) => wanted.has(prefix) && vrf === undefined)
          .map(({ prefix, free }) => [prefix, free]),
      );
    } catch (error) {
      this.#logger.warn(
        `NetBox says nothing about the networks of ${id}: ${error}`,
      );
      return new Map();
    }
  }
}
