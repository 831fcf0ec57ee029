import {
  EntitySnapshot,
  EntitySource,
} from '@orion/backstage-plugin-orion-node';
import { InventoryReader } from './InventoryReader';
import { ProviderConfig } from './readProviderConfigs';
import { toEntities } from './toEntities';

/** The entities of one cluster, as the proxmox plugin tells it. */
export class ClusterEntitySource implements EntitySource {
  readonly #config: ProviderConfig;
  readonly #reader: InventoryReader;

  constructor(deps: { config: ProviderConfig; reader: InventoryReader }) {
    this.#config = deps.config;
    this.#reader = deps.reader;
  }

  async findRevision(): Promise<number | undefined> {
    const summary = await this.#reader.findSummary(this.#config.cluster);
    return summary?.revision;
  }

  async read(): Promise<EntitySnapshot | undefined> {
    const inventory = await this.#reader.read(this.#config.cluster);
    const { complete, revision, freshness } = inventory.summary;
    return freshness.fetchedAt
      ? {
          entities: toEntities(inventory, this.#config),
          complete,
          revision,
          error: freshness.error,
        }
      : undefined;
  }
}
