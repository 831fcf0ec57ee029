import { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError, ServiceUnavailableError } from '@backstage/errors';
import {
  ReconcileReport,
  SafeModeState,
} from '@orion/backstage-plugin-orion-changes-common';
import { ChangeKind } from '@orion/backstage-plugin-orion-changes-node';
import { Knex } from 'knex';
import { CheckpointSink } from '../record/CheckpointSink';
import { readPosition } from '../record/readPosition';
import { agreesUpTo, findRegressions } from './findRegressions';
import { reconcile } from './reconcile';
import { SafeModeStore } from './SafeModeStore';

/** The report reads every marked guest; a silent system must not hold it for ever. */
const REPORT_TIMEOUT_MS = 5 * 60_000;
/**
 * Changes that may have been numbered between the last checkpoint and the loss.
 * A number given out twice would find the address another change reserved.
 */
const LOST_NUMBERS = 1_000;

/**
 * Keeps ORION from acting on a database that is older than the world.
 *
 * At start, and before every checkpoint, the database is compared with the newest
 * statement signed outside of it. When it lost something, nothing is claimed,
 * approved or submitted, a report says what in the real systems does not fit,
 * and an admin takes the database as it is.
 */
export class SafeMode {
  readonly #knex: Knex;
  readonly #sink: CheckpointSink | undefined;
  readonly #store: SafeModeStore;
  readonly #kinds: Map<string, ChangeKind>;
  readonly #logger: LoggerService;
  readonly #onEntered: (reasons: string[]) => void;
  readonly #stop = new AbortController();
  #report: Promise<ReconcileReport> | undefined;

  constructor(deps: {
    knex: Knex;
    sink?: CheckpointSink;
    kinds: Map<string, ChangeKind>;
    logger: LoggerService;
    onEntered: (reasons: string[]) => void;
  }) {
    this.#knex = deps.knex;
    this.#sink = deps.sink;
    this.#store = new SafeModeStore(deps);
    this.#kinds = deps.kinds;
    this.#logger = deps.logger;
    this.#onEntered = deps.onEntered;
  }

  /** False, and safe mode is on, when what was signed outside the database is not in it. */
  async holds(): Promise<boolean> {
    if (await this.#store.findActive()) {
      return false;
    }
    const reasons = this.#sink
      ? await findRegressions(this.#knex, this.#sink)
      : [];
    if (reasons.length === 0) {
      return true;
    }
    if (await this.#store.enter(reasons)) {
      this.#logger.error(`Safe mode: ${reasons.join(' ')}`);
      this.#onEntered(reasons);
      this.takeReport();
    }
    return false;
  }

  /** @throws ServiceUnavailableError saying since when and why. */
  async assertOpen(): Promise<void> {
    const active = await this.#store.findActive();
    if (active) {
      throw new ServiceUnavailableError(
        `Safe mode since ${active.entered_at.toISOString()}: ${active.reasons.join(
          ' ',
        )} Nothing runs until an admin leaves it.`,
      );
    }
  }

  async state(mayLeave: boolean): Promise<SafeModeState> {
    const active = await this.#store.findActive();
    return {
      active: active !== undefined,
      since: active?.entered_at.toISOString(),
      reasons: active?.reasons ?? [],
      mayLeave: mayLeave && active !== undefined,
      report: active?.report ?? undefined,
    };
  }

  /** Starts a report unless one is under way. */
  takeReport(): Promise<ReconcileReport> {
    this.#report ??= this.#reconcile().finally(() => {
      this.#report = undefined;
    });
    // Nobody may be waiting for it: the state shows what came of it.
    this.#report.catch(error =>
      this.#logger.warn(`No reconcile report: ${error.message}`),
    );
    return this.#report;
  }

  /**
   * Takes the database as it is. The statement is signed into the checkpoints
   * before anything runs again; without it safe mode would come back.
   *
   * @throws ConflictError when it is not on or nobody has seen a report.
   */
  async leave(by: string, comment: string): Promise<void> {
    const active = await this.#store.findActive();
    if (!active) {
      throw new ConflictError('Safe mode is not on: nothing was done');
    }
    if (!active.report) {
      throw new ConflictError(
        'There is no report yet of what does not fit: wait for it, or take one.',
      );
    }
    const signed = await this.#sink?.readLast().catch(() => undefined);
    const above = Math.max(
      signed?.lastChange ?? 0,
      ...active.report.findings.map(({ changeId }) => changeId ?? 0),
    );
    const left = await this.#store.leave(
      by,
      comment,
      above + LOST_NUMBERS,
      () => this.#seal(by, comment),
    );
    if (!left) {
      throw new ConflictError('Somebody else left safe mode before you');
    }
    this.#logger.warn(`${by} left safe mode: ${comment}`);
  }

  async stop(): Promise<void> {
    this.#stop.abort(new Error('The portal is stopping'));
    await this.#report?.catch(() => undefined);
  }

  async #reconcile(): Promise<ReconcileReport> {
    const signal = AbortSignal.any([
      this.#stop.signal,
      AbortSignal.timeout(REPORT_TIMEOUT_MS),
    ]);
    const report = await reconcile(this.#knex, this.#kinds.values(), signal);
    await this.#store.saveReport(report);
    return report;
  }

  async #seal(by: string, comment: string): Promise<void> {
    if (!this.#sink) {
      return;
    }
    const position = await readPosition(this.#knex);
    const agreed = await agreesUpTo(this.#knex, this.#sink);
    await this.#sink.append({
      ...position,
      accepted: { by, comment, agreesUpTo: agreed },
    });
  }
}
