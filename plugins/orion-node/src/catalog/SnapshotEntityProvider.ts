import { createHash } from 'node:crypto';
import {
  LoggerService,
  SchedulerServiceTaskRunner,
} from '@backstage/backend-plugin-api';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import {
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import { EventsService } from '@backstage/plugin-events-node';
import { findShrink } from './findShrink';

/** Everything one upstream system contributes to the catalog. @public */
export interface EntitySnapshot {
  entities: Entity[];
  /** Whether the upstream answer had everything: only then a large loss is believed. */
  complete: boolean;
  /** Grows with what people see; absent where nobody counts. */
  revision?: number;
  /** Why the answer was not complete. */
  error?: string;
}

/** Where the entities come from: usually another plugin, over HTTP. @public */
export interface EntitySource {
  /** Cheap; undefined when not known. Unchanged: `read` is left out. */
  findRevision?(): Promise<number | undefined>;
  /** Undefined when the system was never read yet. */
  read(): Promise<EntitySnapshot | undefined>;
}

/** How the last run ended. @public */
export interface ProviderHealth {
  ok: boolean;
  /** A sentence. */
  note: string;
  /** ISO UTC. */
  at: string;
}

/** What a {@link SnapshotEntityProvider} is called and what it works with. @public */
export interface SnapshotEntityProviderOptions {
  /** Also the location key of its entities, for example `orion-proxmox:r730`. */
  name: string;
  /** The system in sentences, for example `r730`. */
  system: string;
  source: EntitySource;
  events: EventsService;
  /** Says that something changed; `concerns` picks the events about this system. */
  topic: string;
  concerns(payload: unknown): boolean;
  /** Entities under a location key in the catalog now, by reference. */
  listApplied(locationKey: string): Promise<string[]>;
  logger: LoggerService;
  taskRunner: SchedulerServiceTaskRunner;
}

/** What this process last gave the catalog. */
interface Applied {
  hash: string;
  refs: string[];
  revision?: number;
  at: number;
}

/** Then everything is given again: somebody may have deleted an entity by hand. */
const APPLY_AGAIN_MS = 60 * 60_000;

/**
 * Keeps the catalog's part of one upstream system up to date: on an event at
 * once, and by a task, since events get lost. Refuses to remove more than a
 * fifth unless the source vouches for its answer.
 *
 * @public
 */
export class SnapshotEntityProvider implements EntityProvider {
  readonly #options: SnapshotEntityProviderOptions;
  #applied: Applied | undefined;
  #running: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;
  #health: ProviderHealth | undefined;

  /** Does nothing before the catalog connects it. */
  static create(
    options: SnapshotEntityProviderOptions,
  ): SnapshotEntityProvider {
    return new SnapshotEntityProvider(options);
  }

  private constructor(options: SnapshotEntityProviderOptions) {
    this.#options = options;
  }

  /** {@inheritDoc @backstage/plugin-catalog-node#EntityProvider.getProviderName} */
  getProviderName(): string {
    return this.#options.name;
  }

  /** Undefined before the first run. */
  get health(): ProviderHealth | undefined {
    return this.#health;
  }

  /** {@inheritDoc @backstage/plugin-catalog-node#EntityProvider.connect} */
  async connect(connection: EntityProviderConnection): Promise<void> {
    const { events, taskRunner, topic, concerns } = this.#options;
    const id = this.getProviderName();
    await events.subscribe({
      id,
      topics: [topic],
      onEvent: async ({ eventPayload }) => {
        if (concerns(eventPayload)) {
          // Not awaited: who published would wait for the whole mutation.
          this.refresh(connection);
        }
      },
    });
    // The event is a hint that may get lost; the task is what holds.
    await taskRunner.run({ id, fn: () => this.refresh(connection) });
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
    const { source, system, logger, name: locationKey } = this.#options;
    const applied = this.#recent();
    const seen = await source.findRevision?.();
    if (seen !== undefined && seen === applied?.revision) {
      return 'Nothing changed.';
    }
    const snapshot = await source.read();
    if (!snapshot) {
      return `${system} was never read yet.`;
    }
    const { entities, revision } = snapshot;
    const refs = entities.map(entity => stringifyEntityRef(entity));
    await this.#assertPlausible(snapshot, refs);
    const hash = createHash('sha256')
      .update(JSON.stringify(entities))
      .digest('hex');
    if (hash !== applied?.hash || hasGap(applied.revision, revision)) {
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

  async #assertPlausible(
    { complete, error }: EntitySnapshot,
    refs: string[],
  ): Promise<void> {
    const { listApplied, name, system } = this.#options;
    if (complete) {
      return;
    }
    const before = this.#applied?.refs ?? (await listApplied(name));
    const shrink = findShrink(before, refs);
    if (shrink) {
      throw new Error(
        `Refused to remove ${shrink.removed} of ${
          before.length
        } entities of ${system}: its last answer was not complete. ${
          error ?? ''
        }`.trim(),
      );
    }
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
      this.#options.logger.warn(`${this.getProviderName()}: ${note}`);
    }
    this.#health = { ok, note, at: new Date().toISOString() };
  }
}

/** After a gap in the revisions another replica may have applied something else. */
function hasGap(before: number | undefined, now: number | undefined): boolean {
  return before !== undefined && now !== undefined && now > before + 1;
}
