import { isTerminal } from '@orion/backstage-plugin-orion-changes-common';
import {
  ChangeKind,
  LeaseLostError,
} from '@orion/backstage-plugin-orion-changes-node';
import { LeaseStore } from '../database/LeaseStore';
import { ChangeRow } from '../database/tables';
import { applyStep } from './steps/applyStep';
import { approvedStep } from './steps/approvedStep';
import { cleanupStep } from './steps/cleanupStep';
import { messageOf } from './steps/errors';
import { finishStep } from './steps/finishStep';
import { beginPlanning, planStep } from './steps/planStep';
import { recoverStep } from './steps/recoverStep';
import { settleStep } from './steps/settleStep';
import { StepDeps, StepInput, StepResult } from './steps/types';
import { verifyStep } from './steps/verifyStep';
import { waitStep } from './steps/waitStep';
import { WorkContext } from './WorkContext';
import { describeWorker } from './workerIdentity';

/** The engine of a plan is asked to end at the deadline; what hangs elsewhere is left behind after this. */
const PLAN_GRACE_MS = 15_000;
const RENEW_MS = 10_000;
const AFTER_ERROR_MS = 5_000;
const MAX_AFTER_ERROR_MS = 5 * 60_000;

type Step = (deps: StepDeps, input: StepInput) => Promise<StepResult>;

const STEPS: Partial<Record<ChangeRow['state'], Step>> = {
  requested: beginPlanning,
  planning: planStep,
  // Until somebody decides, or the deadline.
  'awaiting-approval': async () => ({ pause: true }),
  approved: approvedStep,
  applying: applyStep,
  recovering: recoverStep,
  verifying: verifyStep,
  finishing: finishStep,
  'needs-attention': settleStep,
};

/** What a step threw, with a message that may be logged. */
class StepError extends Error {
  readonly root: unknown;

  constructor(message: string, root: unknown) {
    super(message);
    this.root = root;
  }
}

/**
 * Drives changes. A wake-up names a change; whoever gets its lease works on it
 * until it has to wait for somebody or for time, then gives the lease back.
 *
 * Nothing that matters is remembered between two wake-ups: a worker that dies leaves a
 * row, an expired lease and a run directory, and the next one goes on from these.
 */
export class ChangeWorker {
  readonly #deps: StepDeps & {
    leases: LeaseStore;
    kinds: Map<string, ChangeKind>;
  };
  readonly #owner = describeWorker();
  readonly #busy = new Map<string, Promise<void>>();
  /** Errors in a row per change. Only the pause depends on it, so it may be lost. */
  readonly #failures = new Map<string, number>();
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
      .catch(error => {
        this.#deps.logger.error(`Change #${id}: ${messageOf(error)}`);
        return false;
      })
      .then(ended => {
        this.#busy.delete(id);
        // Its locks are free: whoever waits for them need not wait for the next sweep.
        return ended ? this.sweep() : undefined;
      })
      .catch(error => this.#deps.logger.warn(`Sweep: ${messageOf(error)}`));
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

  /** True when the change has ended. */
  async #claimAndDrive(id: string): Promise<boolean> {
    const row = await this.#deps.leases.claim(id, await this.#owner);
    if (!row) {
      return false;
    }
    const lost = new AbortController();
    const signal = AbortSignal.any([this.#stop.signal, lost.signal]);
    const renewal = setInterval(() => {
      this.#deps.leases.renew(id, row.fence).then(
        held =>
          held || lost.abort(new LeaseLostError(`Lost the lease on #${id}`)),
        // An unreachable database does not prove a lost lease; the fence decides on the next write.
        error => this.#deps.logger.warn(`Lease of #${id}: ${messageOf(error)}`),
      );
    }, RENEW_MS);
    try {
      return await this.#drive(row, signal);
    } finally {
      clearInterval(renewal);
    }
  }

  async #drive(claimed: ChangeRow, signal: AbortSignal): Promise<boolean> {
    let row = claimed;
    let wakeInMs: number | undefined;
    try {
      for (;;) {
        signal.throwIfAborted();
        const result = await this.#step(row, signal);
        if (result.row && result.row.version !== row.version) {
          this.#failures.delete(row.id);
          this.#onChanged(result.row);
        }
        if ('pause' in result) {
          row = result.row ?? row;
          wakeInMs = result.wakeInMs;
          this.#failures.delete(row.id);
          break;
        }
        row = result.row;
      }
    } catch (error) {
      wakeInMs = this.#afterError(row, error, signal);
    }
    if (
      isTerminal(row.state) &&
      (row.cleanup === null || row.cleanup === 'done')
    ) {
      await this.#removeDirectory(row.id);
    }
    await this.#deps.leases.release(row, row.fence, wakeInMs);
    return isTerminal(row.state);
  }

  /** Variables and plans lie there in clear. The regular sweep takes what is left now. */
  async #removeDirectory(id: string): Promise<void> {
    this.#failures.delete(id);
    await this.#deps.runs
      .sweep(async name => name === id)
      .catch(error =>
        this.#deps.logger.warn(`Folder of change #${id}: ${messageOf(error)}`),
      );
  }

  async #step(row: ChangeRow, signal: AbortSignal): Promise<StepResult> {
    const ended = await waitStep(this.#deps, row);
    if (ended) {
      return ended;
    }
    const cleaning = row.cleanup === 'pending' || row.cleanup === 'stuck';
    const step =
      isTerminal(row.state) && cleaning ? cleanupStep : STEPS[row.state];
    if (!step) {
      // It has ended, or a person has to look.
      return { pause: true };
    }
    const kind = this.#deps.kinds.get(row.kind);
    if (!kind) {
      throw new Error(`No kind ${row.kind} is installed here`);
    }
    const ctx = await WorkContext.create(this.#deps, {
      row,
      kind,
      signal: withDeadline(row, signal),
    });
    return step(this.#deps, { row, kind, ctx }).catch(error => {
      throw new StepError(ctx.cleanMessage(error), error);
    });
  }

  /**
   * A lost lease or a stop is silent. Everything else is tried again, with a
   * pause that grows, so that an error that stays does not keep a worker busy.
   */
  #afterError(row: ChangeRow, error: unknown, signal: AbortSignal): number {
    const { name } = rootOf(error);
    if (name === 'LeaseLostError' || signal.aborted) {
      return 0;
    }
    const failures = (this.#failures.get(row.id) ?? 0) + 1;
    this.#failures.set(row.id, failures);
    if (name === 'ConflictError' && failures === 1) {
      // Somebody was faster: look at what they did.
      return 0;
    }
    this.#deps.logger.error(
      `Change #${row.id} in ${row.state}: ${messageOf(error)}`,
      {
        // The stack repeats the message, which may hold what only the kind can scrub.
        stack:
          rootOf(error)
            .stack?.split('\n')
            .filter(line => /^\s+at /.test(line))
            .join('\n') ?? '',
      },
    );
    return Math.min(AFTER_ERROR_MS * 2 ** (failures - 1), MAX_AFTER_ERROR_MS);
  }
}

function rootOf(error: unknown): Partial<Error> {
  return ((error instanceof StepError ? error.root : error) ??
    {}) as Partial<Error>;
}

/** A plan that hangs must not hold its lease for ever: past its deadline the change expires. */
function withDeadline(row: ChangeRow, signal: AbortSignal): AbortSignal {
  if (row.state !== 'planning' || !row.deadline_at) {
    return signal;
  }
  const leftMs = Math.max(0, row.deadline_at.getTime() - Date.now());
  return AbortSignal.any([signal, AbortSignal.timeout(leftMs + PLAN_GRACE_MS)]);
}
