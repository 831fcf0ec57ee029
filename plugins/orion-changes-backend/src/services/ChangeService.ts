import { randomBytes } from 'node:crypto';
import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import {
  ChangeDetail,
  ChangeKindInfo,
  ChangeLogChunk,
  ChangePage,
  ChangePlanView,
  ChangeState,
  isTerminal,
  SubmitChangeRequest,
} from '@orion/backstage-plugin-orion-changes-common';
import { ChangeKind } from '@orion/backstage-plugin-orion-changes-node';
import { z } from 'zod';
import {
  assertWithinLimits,
  ListChangesFilter,
} from '../database/ChangeQueries';
import { freeLocks } from '../database/LockStore';
import { ChangeRow } from '../database/tables';
import { canonicalDigest } from '../record/canonicalJson';
import { changeAbilities } from './abilities';
import { approversOf } from './approversOf';
import type { Caller, ChangeServiceDeps } from './types';
import { readInput, UnprocessableError } from './readSubmission';
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

  constructor(deps: ChangeServiceDeps) {
    this.#deps = deps;
  }

  listKinds(): ChangeKindInfo[] {
    return [...this.#deps.kinds.values()].map(kind => ({
      id: kind.id,
      version: kind.version,
      title: kind.title,
      description: kind.description,
      destructive: kind.destructive,
      inputSchema: z.toJSONSchema(kind.inputSchema, {
        unrepresentable: 'any',
      }) as Record<string, unknown>,
    }));
  }

  /**
   * Takes a request in. The same key with the same body returns the first change;
   * with another body it is an error.
   *
   * @throws InputError naming field and limit; NotAllowedError; a 422 for a reused key.
   */
  async submit(
    request: SubmitChangeRequest,
    caller: Caller,
    signal: AbortSignal,
  ): Promise<{ id: number; created: boolean }> {
    const kind = this.#kind(request.kind);
    const input = readInput(kind, request);
    const bodyHash = canonicalDigest({
      kind: kind.id,
      input,
      description: request.description,
    });
    const known = await this.#deps.store.findByIdempotencyKey(
      caller.userRef,
      request.idempotencyKey,
    );
    if (known) {
      return replay(known, bodyHash);
    }
    const owner = await this.#admit(kind, input, caller, signal);
    const { title, target } = kind.describe(input);
    const change = {
      nonce: randomBytes(12).toString('hex'),
      kind: kind.id,
      kindVersion: kind.version,
      title,
      description: request.description,
      destructive: kind.destructive,
      owner,
      requester: caller.userRef,
      idempotencyKey: request.idempotencyKey,
      bodyHash,
      input,
      target,
    };
    const { row, created } = await this.#deps.store.insert(change, tx =>
      assertWithinLimits(tx, caller.userRef, this.#deps.config.limits),
    );
    if (!created) {
      return replay(row, bodyHash);
    }
    this.#deps.onChanged(row);
    this.#deps.wake(row.id);
    return { id: Number(row.id), created: true };
  }

  /** Everything `submit` checks, and the rules, without storing or reserving anything. */
  async dryRun(
    request: SubmitChangeRequest,
    caller: Caller,
    signal: AbortSignal,
  ): Promise<
    Pick<ChangePlanView, 'policy' | 'quota'> & {
      title: string;
      approvers: string[];
    }
  > {
    const kind = this.#kind(request.kind);
    const input = readInput(kind, request);
    const owner = await this.#admit(kind, input, caller, signal);
    const { queries, config } = this.#deps;
    await assertWithinLimits(queries.knex, caller.userRef, config.limits);
    const { title, target } = kind.describe(input);
    const demand = await kind.quota?.(input);
    const used = await this.#deps.reservations.usage(owner);
    const facts = {
      kind: kind.id,
      destructive: kind.destructive,
      owner,
      requester: caller.userRef,
      facts: kind.policyFacts(input),
      targetRef: target.ref,
      targetName: target.name,
      quota: demand && { demand, used },
      now: new Date(),
    };
    const limit = this.#deps.policy.quotaLimit(owner);
    return {
      title,
      policy: this.#deps.policy.evaluate(facts).verdicts,
      quota: demand && limit ? { owner, limit, used, demand } : undefined,
      approvers: this.#deps.policy.approvalNeed(facts).groups,
    };
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
    return viewDetail({
      row,
      records,
      runs,
      approvers,
      can: changeAbilities(row, caller, approvers),
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

  /** An operator says: look again. */
  async recover(
    id: string,
    comment: string | undefined,
    caller: Caller,
  ): Promise<void> {
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
      set: { cancel_requested_at: null, cancel_requested_by: null },
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
    if (caller.actor) {
      throw new NotAllowedError(
        `${caller.actor} acts for you here. Only you, signed in with a browser, can decide.`,
      );
    }
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
    if (!this.#deps.signIn) {
      throw new ServiceUnavailableError(
        'No identity provider is set for approvals: orion.changes.approval.issuer and .audience.',
      );
    }
    const { maxAuthAgeMs, maxAuthAgeDestructiveMs } =
      this.#deps.config.approval;
    const evidence = await this.#deps.signIn.verify(
      decision.idToken,
      row.destructive ? maxAuthAgeDestructiveMs : maxAuthAgeMs,
    );
    if (
      evidence.email.toLowerCase() !== caller.membership.email?.toLowerCase()
    ) {
      throw new NotAllowedError(
        `The sign-in proof is for ${evidence.email}, but you are ${caller.userRef}.`,
      );
    }
    return { row, evidence };
  }

  async #admit(
    kind: ChangeKind,
    input: JsonObject,
    caller: Caller,
    signal: AbortSignal,
  ): Promise<string> {
    if (!this.#deps.vault.available) {
      throw new ServiceUnavailableError(
        'No encryption key is set (orion.changes.encryptionKeyFile): nothing can be planned.',
      );
    }
    await kind.admit(input, signal);
    const owner = await kind.owner(input, signal);
    if (!caller.membership.groups.includes(owner)) {
      throw new NotAllowedError(
        `You are not a member of ${owner}. Choose one of ${caller.membership.groups.join(
          ', ',
        )}.`,
      );
    }
    return owner;
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

  #kind(id: string): ChangeKind {
    const kind = this.#deps.kinds.get(id);
    if (!kind) {
      throw new InputError(
        `kind: "${id}" is not one of ${[...this.#deps.kinds.keys()].join(
          ', ',
        )}`,
      );
    }
    return kind;
  }
}

function replay(
  row: ChangeRow,
  bodyHash: string,
): { id: number; created: boolean } {
  if (row.body_hash !== bodyHash) {
    throw new UnprocessableError(
      `The idempotency key was used for change #${row.id} with another body`,
    );
  }
  return { id: Number(row.id), created: false };
}
