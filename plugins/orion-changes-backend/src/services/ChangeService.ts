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
  ChangeAbilities,
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
import { SignInProof } from '../approval/SignInProof';
import { Membership, MembershipResolver } from '../approval/MembershipResolver';
import { ChangesConfig } from '../config';
import {
  ApproverScope,
  ChangeQueries,
  ChangeVisibility,
  ListChangesFilter,
} from '../database/ChangeQueries';
import { ChangeStore } from '../database/ChangeStore';
import { ReservationStore } from '../database/ReservationStore';
import { ChangeRow } from '../database/tables';
import { PolicyEngine } from '../policy/PolicyEngine';
import { canonicalDigest } from '../record/canonicalJson';
import { ArtifactVault } from '../vault/ArtifactVault';
import { viewDetail, viewSummary } from './viewChange';

const MAX_INPUT_BYTES = 64 * 1024;
const START_DEADLINE_MS = 60 * 60_000;

/** Who calls, as the router found out. */
export interface Caller {
  userRef: string;
  /** Set when a plugin acts for the person: enough to submit, never to decide. */
  actor?: string;
  membership: Membership;
  /** What the permission policy lets this person see. */
  visibility: ChangeVisibility;
  approverFor: ApproverScope[];
  mayApprove: boolean;
}

export interface ChangeServiceDeps {
  store: ChangeStore;
  queries: ChangeQueries;
  reservations: ReservationStore;
  policy: PolicyEngine;
  vault: ArtifactVault;
  membership: MembershipResolver;
  signIn?: SignInProof;
  kinds: Map<string, ChangeKind>;
  config: ChangesConfig;
  wake: (id: string) => void;
  onChanged: (row: ChangeRow) => void;
}

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
    const input = parseInput(kind, request.input);
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
    const { row, created } = await this.#deps.store.insert({
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
    });
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
  ): Promise<Pick<ChangePlanView, 'policy' | 'quota'> & { title: string; approvers: string[] }> {
    const kind = this.#kind(request.kind);
    const input = parseInput(kind, request.input);
    const owner = await this.#admit(kind, input, caller, signal);
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
    const approvers = await this.#approvers(row);
    return viewDetail({ row, records, runs, approvers, can: this.#abilities(row, caller, approvers) });
  }

  async readLog(id: string, runId: string | undefined, offset: number, caller: Caller): Promise<ChangeLogChunk> {
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

  async cancel(id: string, comment: string | undefined, caller: Caller): Promise<void> {
    const row = await this.#visible(id, caller);
    const approvers = await this.#approvers(row);
    const { cancel } = this.#abilities(row, caller, approvers);
    if (!cancel.allowed) {
      throw isTerminal(row.state) || ['verifying', 'finishing'].includes(row.state)
        ? new ConflictError(cancel.reason!)
        : new NotAllowedError(cancel.reason!);
    }
    const actor = { type: 'person' as const, ref: caller.userRef };
    const before: ChangeState[] = ['requested', 'awaiting-approval', 'approved'];
    if (before.includes(row.state)) {
      const cancelled = await this.#deps.store.transition(id, {
        from: row.state,
        to: 'cancelled',
        version: row.version,
        actor,
        message: 'Cancelled before anything was applied',
        comment,
        set: { reason: comment ?? 'Cancelled', cleanup: 'pending' },
      });
      this.#deps.onChanged(cancelled);
    } else {
      await this.#deps.store.requestCancel(id, actor, comment);
      this.#deps.onChanged(await this.#deps.store.get(id));
    }
    this.#deps.wake(id);
  }

  /** An operator says: look again. */
  async recover(id: string, comment: string | undefined, caller: Caller): Promise<void> {
    const row = await this.#visible(id, caller);
    const { recover } = this.#abilities(row, caller, await this.#approvers(row));
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
    const approvers = await this.#approvers(row);
    const { approve } = this.#abilities(row, caller, approvers);
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
        `The plan changed since you saw it: ${decision.digest.slice(0, 8)} is now ${row.plan_digest!.slice(0, 8)}. Review it again.`,
      );
    }
    if (!this.#deps.signIn) {
      throw new ServiceUnavailableError(
        'No identity provider is set for approvals: orion.changes.approval.issuer and .audience.',
      );
    }
    const { maxAuthAgeMs, maxAuthAgeDestructiveMs } = this.#deps.config.approval;
    const evidence = await this.#deps.signIn.verify(
      decision.idToken,
      row.destructive ? maxAuthAgeDestructiveMs : maxAuthAgeMs,
    );
    if (evidence.email !== caller.membership.email) {
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
        `You are not a member of ${owner}. Choose one of ${caller.membership.groups.join(', ')}.`,
      );
    }
    await this.#deps.queries.assertWithinLimits(caller.userRef, this.#deps.config.limits);
    return owner;
  }

  async #approvers(row: ChangeRow): Promise<string[]> {
    return this.#deps.policy.approvalNeed({
      kind: row.kind,
      destructive: row.destructive,
      owner: row.owner,
      requester: row.requester,
      facts: row.facts,
      targetName: row.target.name,
      counts: row.plan?.counts,
      now: new Date(),
    }).groups;
  }

  #abilities(row: ChangeRow, caller: Caller, approvers: string[]): ChangeAbilities {
    const no = (reason: string) => ({ allowed: false, reason });
    const mine = row.requester === caller.userRef;
    const ownerMember = caller.membership.groups.includes(row.owner);
    const isApprover =
      caller.mayApprove &&
      caller.membership.groups.some(group => approvers.includes(group));
    const decide = () => {
      if (row.state !== 'awaiting-approval') {
        return no(`Nothing to decide: the change is ${row.state}.`);
      }
      if ([row.requester, row.on_behalf_of, row.author].includes(caller.userRef)) {
        return no('You requested this change, so somebody else decides.');
      }
      return isApprover
        ? { allowed: true }
        : no(`Approving needs a member of ${approvers.join(' or ') || 'an approver group'}.`);
    };
    const cancel = () => {
      if (isTerminal(row.state)) {
        return no(`The change has ended: ${row.state}.`);
      }
      if (['verifying', 'finishing', 'needs-attention'].includes(row.state)) {
        return no('Already applied: undo or destroy instead.');
      }
      return mine || ownerMember || isApprover
        ? { allowed: true }
        : no(`Only ${row.requester}, ${row.owner} or an approver may cancel.`);
    };
    const recover = () => {
      if (row.state !== 'needs-attention') {
        return no('Only for changes that need attention.');
      }
      return isApprover || ownerMember
        ? { allowed: true }
        : no(`Only ${row.owner} or an approver may continue it.`);
    };
    return { approve: decide(), reject: decide(), cancel: cancel(), recover: recover() };
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
        `kind: "${id}" is not one of ${[...this.#deps.kinds.keys()].join(', ')}`,
      );
    }
    return kind;
  }
}

function parseInput(kind: ChangeKind, raw: unknown): JsonObject {
  const bytes = Buffer.byteLength(JSON.stringify(raw ?? {}));
  if (bytes > MAX_INPUT_BYTES) {
    throw new InputError(`input: ${bytes} bytes, the limit is ${MAX_INPUT_BYTES}`);
  }
  const parsed = kind.inputSchema.safeParse(raw);
  if (!parsed.success) {
    throw new InputError(
      parsed.error.issues
        .map(issue => `${['input', ...issue.path].join('.')}: ${issue.message}`)
        .join('; '),
    );
  }
  return parsed.data;
}

function replay(row: ChangeRow, bodyHash: string): { id: number; created: boolean } {
  if (row.body_hash !== bodyHash) {
    throw new UnprocessableError(
      `The idempotency key was used for change #${row.id} with another body`,
    );
  }
  return { id: Number(row.id), created: false };
}

/** Answered with 422: the request is well formed but cannot mean what it says. */
export class UnprocessableError extends InputError {
  readonly statusCode = 422;
  readonly status = 422;
}
