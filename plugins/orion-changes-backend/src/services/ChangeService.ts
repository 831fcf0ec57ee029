import {
  ConflictError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import {
  ChangeDetail,
  ChangeLogChunk,
  ChangePage,
  ChangeState,
  isTerminal,
} from '@orion/backstage-plugin-orion-changes-common';
import { ListChangesFilter } from '../database/ChangeQueries';
import { freeLocks } from '../database/LockStore';
import { ChangeRow } from '../database/tables';
import { changeAbilities } from './abilities';
import { approversOf } from './approversOf';
import { assertNobodyActs, provePerson } from './provePerson';
import { settleChange, SettleRequest } from './settleChange';
import type { Caller, ChangeServiceDeps } from './types';
import { Submissions } from './Submissions';
import { viewDetail, viewSummary } from './viewChange';

/** How often an answer may be overtaken by a worker before the caller has to look. */
const MAX_CANCEL_TRIES = 3;
const BEFORE_APPLY: ChangeState[] = [
  'requested',
  'awaiting-approval',
  'approved',
];
const PAST_CANCEL: ChangeState[] = [
  'verifying',
  'finishing',
  'needs-attention',
];
const START_DEADLINE_MS = 60 * 60_000;

/** Use cases of the pipeline. HTTP and agent actions share them, and so share one check. */
export class ChangeService {
  readonly #deps: ChangeServiceDeps;
  readonly #submissions: Submissions;

  constructor(deps: ChangeServiceDeps) {
    this.#deps = deps;
    this.#submissions = new Submissions(deps);
  }

  /** What may be ordered, and taking orders in. */
  get submissions(): Submissions {
    return this.#submissions;
  }

  async list(filter: ListChangesFilter, caller: Caller): Promise<ChangePage> {
    const page = await this.#deps.queries.list(filter, caller);
    return { ...page, items: page.rows.map(viewSummary) };
  }

  async get(id: string, caller: Caller): Promise<ChangeDetail> {
    const row = await this.#visible(id, caller);
    const [records, runs] = await Promise.all([
      this.#deps.queries.listRecords(id),
      this.#deps.queries.listRuns(id),
    ]);
    const approvers = approversOf(this.#deps.policy, row);
    const kind = this.#deps.kinds.get(row.kind);
    return viewDetail({
      row,
      records,
      runs,
      approvers,
      can: changeAbilities(row, caller, approvers),
      outcome:
        row.state === 'succeeded'
          ? kind?.outcome?.(row.input, row.facts)
          : undefined,
    });
  }

  async readLog(
    id: string,
    runId: string | undefined,
    offset: number,
    caller: Caller,
  ): Promise<ChangeLogChunk> {
    await this.#visible(id, caller);
    return this.#deps.queries.readLog(id, runId, offset);
  }

  /**
   * A person's consent to the plan whose digest they saw.
   *
   * @throws NotAllowedError for the requester, a plugin, an old sign-in or a missing role;
   *   ConflictError for a stale digest or a decision that was faster.
   */
  async approve(
    id: string,
    decision: { digest: string; comment?: string; idToken: string },
    caller: Caller,
  ): Promise<void> {
    await this.#deps.assertOpen();
    const { row, evidence } = await this.#decide(id, decision, caller);
    const approved = await this.#deps.store.transition(id, {
      from: 'awaiting-approval',
      to: 'approved',
      version: row.version,
      actor: { type: 'person', ref: caller.userRef },
      message: `Approved plan ${decision.digest.slice(0, 8)}`,
      comment: decision.comment,
      set: {
        approval: {
          by: caller.userRef,
          at: new Date().toISOString(),
          digest: decision.digest,
          comment: decision.comment,
          authTime: evidence.authTime,
        },
      },
      beforeDeadline: true,
      deadlineMs: START_DEADLINE_MS,
    });
    this.#deps.onChanged(approved);
    this.#deps.wake(id);
  }

  async reject(
    id: string,
    decision: { digest: string; comment: string; idToken: string },
    caller: Caller,
  ): Promise<void> {
    const { row } = await this.#decide(id, decision, caller);
    const rejected = await this.#deps.store.transition(id, {
      from: 'awaiting-approval',
      to: 'rejected',
      version: row.version,
      actor: { type: 'person', ref: caller.userRef },
      message: 'Rejected',
      comment: decision.comment,
      set: { reason: decision.comment, cleanup: 'pending' },
    });
    this.#deps.onChanged(rejected);
    this.#deps.wake(id);
  }

  async cancel(
    id: string,
    comment: string | undefined,
    caller: Caller,
  ): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        await this.#cancelOnce(id, comment, caller);
        break;
      } catch (error) {
        // A worker moved the change between the look and the write: what a cancel means depends on where it is now.
        if (
          (error as Error).name !== 'ConflictError' ||
          tries >= MAX_CANCEL_TRIES
        ) {
          throw error;
        }
      }
    }
    this.#deps.wake(id);
  }

  async #cancelOnce(
    id: string,
    comment: string | undefined,
    caller: Caller,
  ): Promise<void> {
    const row = await this.#visible(id, caller);
    const { cancel } = changeAbilities(
      row,
      caller,
      approversOf(this.#deps.policy, row),
    );
    if (!cancel.allowed) {
      throw isTerminal(row.state) || PAST_CANCEL.includes(row.state)
        ? new ConflictError(cancel.reason!)
        : new NotAllowedError(cancel.reason!);
    }
    const actor = { type: 'person' as const, ref: caller.userRef };
    if (!BEFORE_APPLY.includes(row.state)) {
      await this.#deps.store.requestCancel(id, actor, comment);
      this.#deps.onChanged(await this.#deps.store.get(id));
      return;
    }
    const cancelled = await this.#deps.store.transition(id, {
      from: row.state,
      to: 'cancelled',
      version: row.version,
      actor,
      message: 'Cancelled before anything was applied',
      comment,
      set: { reason: comment ?? 'Cancelled', cleanup: 'pending' },
      // Not left to the cleanup: that may wait for an upstream, and others for these.
      within: tx => freeLocks(tx, id),
    });
    this.#deps.onChanged(cancelled);
  }

  /** A person says how a change that needs attention is to end. */
  async settle(
    id: string,
    request: SettleRequest,
    caller: Caller,
  ): Promise<void> {
    await this.#deps.assertOpen();
    const row = await this.#visible(id, caller);
    const settled = await settleChange(this.#deps, row, request, caller);
    this.#deps.onChanged(settled);
    this.#deps.wake(id);
  }

  /** An operator says: look again. */
  async recover(
    id: string,
    comment: string | undefined,
    caller: Caller,
  ): Promise<void> {
    await this.#deps.assertOpen();
    const row = await this.#visible(id, caller);
    const { recover } = changeAbilities(
      row,
      caller,
      approversOf(this.#deps.policy, row),
    );
    if (row.state !== 'needs-attention') {
      throw new ConflictError(
        `Change #${id} is ${row.state}. ${recover.reason}`,
      );
    }
    if (!recover.allowed) {
      throw new NotAllowedError(recover.reason!);
    }
    const moved = await this.#deps.store.transition(id, {
      from: 'needs-attention',
      to: 'recovering',
      version: row.version,
      actor: { type: 'person', ref: caller.userRef },
      message: 'Asked ORION to look again',
      comment,
      set: {
        cancel_requested_at: null,
        cancel_requested_by: null,
        settlement: null,
      },
    });
    this.#deps.onChanged(moved);
    this.#deps.wake(id);
  }

  /** Checks what both decisions share, in the order that tells the most. */
  async #decide(
    id: string,
    decision: { digest: string; idToken: string },
    caller: Caller,
  ) {
    const row = await this.#visible(id, caller);
    assertNobodyActs(caller);
    const approvers = approversOf(this.#deps.policy, row);
    const { approve } = changeAbilities(row, caller, approvers);
    if (row.state !== 'awaiting-approval') {
      throw new ConflictError(
        `Change #${id} is ${row.state} by now: there is nothing to decide.`,
      );
    }
    if (!approve.allowed) {
      throw new NotAllowedError(approve.reason!);
    }
    if (decision.digest !== row.plan_digest) {
      throw new ConflictError(
        `The plan changed since you saw it: ${decision.digest.slice(
          0,
          8,
        )} is now ${row.plan_digest!.slice(0, 8)}. Review it again.`,
      );
    }
    const evidence = await provePerson(
      this.#deps,
      caller,
      decision.idToken,
      row.destructive,
    );
    return { row, evidence };
  }

  async #visible(id: string, caller: Caller): Promise<ChangeRow> {
    const row = /^\d{1,15}$/.test(id)
      ? await this.#deps.queries.findVisible(id, caller)
      : undefined;
    if (!row) {
      throw new NotFoundError(`No such change #${id}, or you may not see it`);
    }
    return row;
  }
}
