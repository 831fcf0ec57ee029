import { createHash } from 'node:crypto';
import {
  LoggerService,
  SchedulerServiceTaskRunner,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import {
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import { EventsService } from '@backstage/plugin-events-node';
import { GUESTS_CHANGED_TOPIC } from '../services/Announcer';
import { InventoryReader } from './InventoryReader';
import { ProviderConfig } from './readProviderConfigs';
import { findShrink } from './findShrink';
import { toEntities } from './toEntities';

/** How the last run ended. */
export interface ProviderHealth {
  ok: boolean;
  /** A sentence. */
  note: string;
  at: string;
}

/** What this process last gave the catalog. */
interface Applied {
  hash: string;
  refs: string[];
  revision: number;
  at: number;
}

/** Then everything is given again: somebody may have deleted an entity by hand. */
const APPLY_AGAIN_MS = 60 * 60_000;

export interface ClusterEntityProviderDeps {
  events: EventsService;
  /** Entities of this provider in the catalog now, by reference. */
  listApplied(locationKey: string): Promise<string[]>;
  logger: LoggerService;
  reader: InventoryReader;
  taskRunner: SchedulerServiceTaskRunner;
}

/** The entities of one cluster, as the proxmox plugin tells it. */
export class ClusterEntityProvider implements EntityProvider {
  readonly #config: ProviderConfig;
  readonly #deps: ClusterEntityProviderDeps;
  #applied: Applied | undefined;
  #running: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;
  #health: ProviderHealth | undefined;

  static create(
    config: ProviderConfig,
    deps: ClusterEntityProviderDeps,
  ): ClusterEntityProvider {
    return new ClusterEntityProvider(config, deps);
  }

  private constructor(config: ProviderConfig, deps: ClusterEntityProviderDeps) {
    this.#config = config;
    this.#deps = deps;
  }

  getProviderName(): string {
    return `orion-proxmox:${this.#config.cluster}`;
  }

  get health(): ProviderHealth | undefined {
    return this.#health;
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    const { events, taskRunner } = this.#deps;
    const name = this.getProviderName();
    await events.subscribe({
      id: name,
      topics: [GUESTS_CHANGED_TOPIC],
      onEvent: async ({ eventPayload }) => {
        if (
          (eventPayload as { cluster?: string }).cluster ===
          this.#config.cluster
        ) {
          // Not awaited: who published would wait for the whole mutation.
          this.refresh(connection);
        }
      },
    });
    // The event is a hint that may get lost; the task is what holds.
    await taskRunner.run({ id: name, fn: () => this.refresh(connection) });
  }

  /**
   * Brings the catalog up to date. Never throws: the health says how it went.
   * Calls during a run share the next one.
   */
  refresh(connection: EntityProviderConnection): Promise<void> {
    this.#next ??= this.#running.then(() => {
      this.#next = undefined;
      this.#running = this.#refresh(connection).then(
        note => this.#note(true, note),
        error => this.#note(false, (error as Error).message),
      );
      return this.#running;
    });
    return this.#next;
  }

  async #refresh(connection: EntityProviderConnection): Promise<string> {
    const { cluster } = this.#config;
    const { reader, logger } = this.#deps;
    const seen = await reader.findSummary(cluster);
    const applied = this.#recent();
    if (seen && seen.revision === applied?.revision) {
      return 'Nothing changed.';
    }
    const inventory = await reader.read(cluster);
    const { summary } = inventory;
    if (!summary.freshness.fetchedAt) {
      return `${cluster} was never read yet.`;
    }
    const locationKey = this.getProviderName();
    const entities = toEntities(inventory, this.#config);
    const refs = entities.map(stringifyEntityRef);
    const before =
      this.#applied?.refs ?? (await this.#deps.listApplied(locationKey));
    const shrink = summary.complete ? undefined : findShrink(before, refs);
    if (shrink) {
      throw new Error(
        `Refused to remove ${shrink.removed} of ${
          before.length
        } entities of ${cluster}: its last answer was not complete. ${
          summary.freshness.error ?? ''
        }`.trim(),
      );
    }
    const { revision } = summary;
    const hash = createHash('sha256')
      .update(JSON.stringify(entities))
      .digest('hex');
    // After a gap in the revisions another replica may have applied something else.
    if (hash !== applied?.hash || revision > applied.revision + 1) {
      await connection.applyMutation({
        type: 'full',
        entities: entities.map(entity => ({ entity, locationKey })),
      });
      logger.info(`${locationKey} has ${entities.length} entities`);
      this.#applied = { hash, refs, revision, at: performance.now() };
    } else {
      this.#applied = { ...applied, revision };
    }
    return `${entities.length} entities.`;
  }

  #recent(): Applied | undefined {
    const applied = this.#applied;
    return applied && performance.now() - applied.at < APPLY_AGAIN_MS
      ? applied
      : undefined;
  }

  #note(ok: boolean, note: string): void {
    // Said once, not every half a minute.
    if (!ok && note !== this.#health?.note) {
      this.#deps.logger.warn(`${this.getProviderName()}: ${note}`);
    }
    this.#health = { ok, note, at: new Date().toISOString() };
  }
}
