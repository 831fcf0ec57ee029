import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { ChangesConfig } from '../config';
import { LeaseStore } from '../database/LeaseStore';
import { Checkpointer } from '../record/Checkpointer';
import { CheckpointSink } from '../record/CheckpointSink';
import { SafeMode } from '../safety/SafeMode';
import { ChangeWorker } from './ChangeWorker';
import { every } from './every';
import { untilItWorks } from './untilItWorks';
import { isWorkerDead } from './workerIdentity';

const SWEEP_MS = 500;
const DIRECTORIES_MS = 10 * 60_000;
const CHECKPOINT_MS = 60_000;
const BEHIND_MS = 5_000;
const MAX_UNSIGNED_ENTRIES = 1_000;
const RETRY_START_MS = 15_000;

export interface PipelineLifeDeps {
  config: ChangesConfig;
  knex: Knex;
  leases: LeaseStore;
  logger: LoggerService;
  safeMode: SafeMode;
  sink?: CheckpointSink;
  /** Removes the folders of changes that are over. */
  sweepRuns: () => Promise<void>;
  worker: ChangeWorker;
}

/** What of the pipeline runs by itself: the sweeps, the checkpoints, and their end. */
export class PipelineLife {
  readonly #deps: PipelineLifeDeps;
  readonly #stops: (() => Promise<void>)[] = [];

  constructor(deps: PipelineLifeDeps) {
    this.#deps = deps;
  }

  /** Starts everything, or keeps trying while the checkpoints cannot be compared. */
  async start(): Promise<void> {
    this.#stops.push(
      await untilItWorks(
        RETRY_START_MS,
        () => this.#begin(),
        this.#deps.logger,
      ),
    );
  }

  /** Gives leases back; engines go on running. May be called twice. */
  async stop(): Promise<void> {
    await Promise.all(this.#stops.splice(0).map(stop => stop()));
    await this.#deps.safeMode.stop();
    await this.#deps.worker.stop();
  }

  async #begin(): Promise<void> {
    const { config, logger, safeMode, sweepRuns, worker } = this.#deps;
    // Before anything is claimed: a restored database must not be acted on.
    await safeMode.holds();
    if (config.executor.enabled) {
      await this.#takeOver();
      this.#stops.push(
        every(SWEEP_MS, () => worker.sweep(), logger),
        every(DIRECTORIES_MS, sweepRuns, logger),
      );
    }
    this.#stops.push(...this.#anchor());
  }

  /**
   * After a crash the dead worker's leases would run another minute. A process of
   * this host that provably ended cannot come back: its work is taken up at once.
   */
  async #takeOver(): Promise<void> {
    const { leases, logger } = this.#deps;
    for (const owner of await leases.listOwners()) {
      if (await isWorkerDead(owner)) {
        const count = await leases.expire(owner);
        logger.info(
          `Took over ${count} changes of a worker that ended: ${owner}`,
        );
      }
    }
  }

  /** The timers that sign the record; none without a place to sign into. */
  #anchor(): (() => Promise<void>)[] {
    const { knex, logger, safeMode, sink } = this.#deps;
    if (!sink) {
      logger.warn(
        'The record is not anchored outside the database: set orion.changes.record.',
      );
      return [];
    }
    const holds = () => safeMode.holds();
    const checkpointer = new Checkpointer({ knex, sink, holds });
    const behind = () => checkpointer.runWhenBehind(MAX_UNSIGNED_ENTRIES);
    return [
      every(CHECKPOINT_MS, () => checkpointer.run(), logger),
      every(BEHIND_MS, behind, logger),
    ];
  }
}
