import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { isTerminal } from '@orion/backstage-plugin-orion-changes-common';
import { ChangeKind, LeaseLostError } from '@orion/backstage-plugin-orion-changes-node';
import { LeaseStore } from '../database/LeaseStore';
import { ChangeRow } from '../database/tables';
import { applyStep } from './steps/applyStep';
import { approvedStep } from './steps/approvedStep';
import { cleanupStep } from './steps/cleanupStep';
import { messageOf } from './steps/errors';
import { finishStep } from './steps/finishStep';
import { beginPlanning, planStep } from './steps/planStep';
import { recoverStep } from './steps/recoverStep';
import { StepDeps, StepInput, StepResult } from './steps/types';
import { verifyStep } from './steps/verifyStep';
import { waitStep } from './steps/waitStep';
import { WorkContext } from './WorkContext';

const RENEW_MS = 10_000;
const AFTER_ERROR_MS = 5_000;

type Step = (deps: StepDeps, input: StepInput) => Promise<StepResult>;

const STEPS: Partial<Record<ChangeRow['state'], Step>> = {
  requested: beginPlanning,
  planning: planStep,
  'awaiting-approval': async (_deps, { row }) => ({
    pause: true,
    wakeInMs: row.deadline_at
      ? Math.max(0, row.deadline_at.getTime() - Date.now())
      : undefined,
  }),
  approved: approvedStep,
  applying: applyStep,
  recovering: recoverStep,
  verifying: verifyStep,
  finishing: finishStep,
};

/**
 * Drives changes. A wake-up names a change; whoever gets its lease works on it
 * until it has to wait for somebody or for time, then gives the lease back.
 *
 * Nothing here is remembered between two wake-ups: a worker that dies leaves a
 * row, an expired lease and a run directory, and the next one goes on from these.
 */
export class ChangeWorker {
  readonly #deps: StepDeps & { leases: LeaseStore; kinds: Map<string, ChangeKind> };
  readonly #owner = `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`;
  readonly #busy = new Map<string, Promise<void>>();
  readonly #stop = new AbortController();
  readonly #onChanged: (row: ChangeRow) => void;

  constructor(
    deps: StepDeps & {
      leases: LeaseStore;
      kinds: Map<string, ChangeKind>;
      onChanged: (row: ChangeRow) => void;
    },
  ) {
    this.#deps = deps;
    this.#onChanged = deps.onChanged;
  }

  /** Claims and drives a change unless this process already does, or is full. */
  wake(id: string): void {
    const full = this.#busy.size >= this.#deps.config.executor.concurrency;
    if (this.#stop.signal.aborted || this.#busy.has(id) || full) {
      return;
    }
    const work = this.#claimAndDrive(id)
      .catch(error => this.#deps.logger.error(`Change #${id}: ${messageOf(error)}`))
      .finally(() => this.#busy.delete(id));
    this.#busy.set(id, work);
  }

  /** One look at everything due. */
  async sweep(): Promise<void> {
    const free = this.#deps.config.executor.concurrency - this.#busy.size;
    if (free <= 0) {
      return;
    }
    for (const id of await this.#deps.leases.listDue(free + this.#busy.size)) {
      this.wake(id);
    }
  }

  /**
   * Stops driving and gives leases back; may be called twice. Engines go on
   * running: the next start takes them up.
   */
  async stop(): Promise<void> {
    this.#stop.abort(new LeaseLostError('The portal is stopping'));
    await Promise.allSettled(this.#busy.values());
  }

  /** Waits until nothing is being driven; for tests and for a drain. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.#busy.values());
  }

  async #claimAndDrive(id: string): Promise<void> {
    const row = await this.#deps.leases.claim(id, this.#owner);
    if (!row) {
      return;
    }
    const lost = new AbortController();
    const signal = AbortSignal.any([this.#stop.signal, lost.signal]);
    const renewal = setInterval(() => {
      this.#deps.leases.renew(id, row.fence).then(
        held => held || lost.abort(new LeaseLostError(`Lost the lease on #${id}`)),
        // An unreachable database does not prove a lost lease; the fence decides on the next write.
        error => this.#deps.logger.warn(`Lease of #${id}: ${messageOf(error)}`),
      );
    }, RENEW_MS);
    try {
      await this.#drive(row, signal);
    } finally {
      clearInterval(renewal);
    }
  }

  async #drive(claimed: ChangeRow, signal: AbortSignal): Promise<void> {
    let row = claimed;
    let wakeInMs: number | undefined;
    try {
      for (;;) {
        signal.throwIfAborted();
        const result = await this.#step(row, signal);
        if (result.row && result.row.version !== row.version) {
          this.#onChanged(result.row);
        }
        if ('pause' in result) {
          row = result.row ?? row;
          wakeInMs = result.wakeInMs;
          break;
        }
        row = result.row;
      }
    } catch (error) {
      wakeInMs = await this.#afterError(row, error);
    }
    await this.#deps.leases.release(row, row.fence, wakeInMs);
  }

  async #step(row: ChangeRow, signal: AbortSignal): Promise<StepResult> {
    const kind = this.#deps.kinds.get(row.kind);
    if (!kind) {
      throw new Error(`No kind ${row.kind} is installed here`);
    }
    const ctx = await WorkContext.create(this.#deps, { row, kind, signal });
    const input = { row, kind, ctx };
    if (isTerminal(row.state)) {
      return row.cleanup === 'pending'
        ? cleanupStep(this.#deps, input)
        : { pause: true };
    }
    const ended = await waitStep(this.#deps, input);
    return ended ?? STEPS[row.state]!(this.#deps, input);
  }

  /** A lost lease or a stop is silent; everything else is tried again. */
  async #afterError(row: ChangeRow, error: unknown): Promise<number> {
    const name = (error as Error)?.name;
    if (name === 'LeaseLostError' || this.#stop.signal.aborted) {
      return 0;
    }
    if (name !== 'ConflictError') {
      this.#deps.logger.error(
        `Change #${row.id} in ${row.state}: ${messageOf(error)}`,
        error as Error,
      );
    }
    return name === 'ConflictError' ? 0 : AFTER_ERROR_MS;
  }
}
