import { JsonObject } from '@backstage/types';
import {
  ChangeTarget,
  ChangeUndo,
  PlanCounts,
  PlanLine,
  QuotaUsage,
} from '@orion/backstage-plugin-orion-changes-common';
import { z } from 'zod';
import { ChangeContext, EngineStart, EngineOutcome } from './ChangeContext';

/**
 * A lock a change needs from the claim for its apply through finishing.
 * Keys are taken all or none, in sorted order. `slots` makes it a semaphore.
 *
 * @public
 */
export interface LockRequest {
  /**
   * For example `guest:r730/1001`. Kinds that must not meet use the same key.
   */
  key: string;
  /** `shared` holders admit each other; a semaphore admits `slots` of them. */
  mode: 'exclusive' | 'shared' | 'semaphore';
  /** How many holders a semaphore admits. */
  slots?: number;
}

/**
 * What a kind hands back from planning. `fingerprint` is everything that the
 * approval binds to and people do not read: unredacted actions, module, lock
 * file, engine digests, state lineage and serial.
 *
 * @public
 */
export interface KindPlan {
  /** Of the engine and of what ORION itself does. */
  counts: PlanCounts;
  /**
   * Allow-listed and redacted; the pipeline takes the kind's secrets out once
   * more.
   */
  lines: PlanLine[];
  /**
   * Name to digest of engine, module and lock file. Shown, and part of the
   * digest.
   */
  pins: Record<string, string>;
  /**
   * Never shown and not scrubbed: a scrubbed one would bind to less. Use
   * digests in it, not secrets.
   */
  fingerprint: JsonObject;
  /** Names of guests or services the change can hurt beyond its target. */
  blastRadius: string[];
}

/** One independent read after the apply. @public */
export interface ProbeResult {
  /** Short name, for example `running`. */
  probe: string;
  /**
   * `fail` sends the change to recovery; `unknown` is asked again, for five
   * minutes at most.
   */
  verdict: 'pass' | 'fail' | 'unknown';
  /** A whole sentence with what was seen. */
  message: string;
}

/**
 * One idempotent write-back step of finishing, repeated until it succeeds.
 *
 * @public
 */
export interface FinishStep {
  /**
   * Key in the outbox: once done it is never run again, so it must not change
   * between versions.
   */
  id: string;
  /** Named in front of the error when the step fails. */
  title: string;
  /**
   * Writes and reads back. The result is kept without the kind's secrets; a
   * throw has it tried again for a day, an {@link UndoneError} sends the change to
   * recovery.
   */
  run(): Promise<JsonObject | void>;
}

/**
 * What recovery decided after it looked at the real world.
 *
 * @public
 */
export type RecoveryVerdict =
  /** What remains lies within what was approved: apply the new plan. */
  | { next: 'apply'; message: string; evidence: JsonObject }
  /** Nothing remains to be done. */
  | { next: 'verify'; message: string; evidence: JsonObject }
  /** The object provably does not exist and nothing of it is left. */
  | { next: 'absent'; message: string; evidence: JsonObject }
  /** A person has to look. */
  | { next: 'needs-attention'; message: string; evidence: JsonObject }
  /** The world is not quiet yet: a task still runs, a lock is held. */
  | { next: 'wait'; message: string; evidence: JsonObject };

/** What a search for leftovers of a change found. @public */
export interface AbsenceProof {
  /** True only when every place was looked at and answered. */
  absent: boolean;
  /** Nothing was found, but a later look has to say so too. */
  again?: boolean;
  /** A whole sentence: what is left, or where was looked. */
  message: string;
  /** What was seen, for the record and for people. */
  evidence: JsonObject;
}

/**
 * An object of a real system that says which change made it.
 *
 * @public
 */
export interface WorldMark {
  /** As the mark says it; the database may not know it. */
  changeId: number;
  /** Absent where the system has room for the number only. */
  nonce?: string;
  /** For example `proxmox:r730/1004`. */
  ref: string;
  /** For example "VM web-01". */
  title: string;
  /** Only set aside for the change: it tells nothing about an apply. */
  reservation?: boolean;
}

/**
 * What a change left in the world, as people reach it.
 *
 * @public
 */
export interface ChangeOutcome {
  /** Its page in the catalog. */
  entityRef?: string;
  /** Absent where nothing takes it back. */
  undo?: ChangeUndo;
}

/**
 * One kind of change, for example `virtual-machine.create`. A domain registers
 * its kinds through `changeKindsExtensionPoint`. Everything here may run again
 * after a crash, so every method is idempotent under the change's id.
 *
 * @public
 */
export interface ChangeKind<TInput extends JsonObject = JsonObject> {
  /** Stable: policies, approver rules and stored changes name it. */
  readonly id: string;
  /**
   * Raise it when the input or the meaning changes. It is part of the plan's
   * digest.
   */
  readonly version: number;
  /** A few words, shown wherever the kind is. */
  readonly title: string;
  /** One sentence for those who choose between kinds. */
  readonly description: string;
  /** Destroys data or takes a service away: shorter sign-in proof, typed confirmation. */
  readonly destructive: boolean;
  /**
   * Checked at submit, and given out as JSON Schema. Unknown fields are the
   * schema's to refuse.
   */
  readonly inputSchema: z.ZodType<TInput>;

  /** The target and the sentence people read; no I/O. */
  describe(input: TInput): { title: string; target: ChangeTarget };

  /** Owner group of the target, for example `group:default/team-net`. */
  owner(input: TInput, signal: AbortSignal): Promise<string>;

  /** What the target would use on top of what the owner has; absent when nothing. */
  quota?(input: TInput): Promise<QuotaUsage>;

  /**
   * Checks at submit that the change could run here at all.
   * Throws `InputError` naming the field, or `ServiceUnavailableError` naming the system.
   */
  admit(input: TInput, signal: AbortSignal): Promise<void>;

  /** Facts for policy rules, for example `{domain: 'applications', guest: 'r730/200'}`. */
  policyFacts(input: TInput): JsonObject;

  /**
   * Asked right before the apply; no I/O. The whole set is taken or none of it.
   */
  lockKeys(ctx: ChangeContext<TInput>): LockRequest[];

  /** Takes what the plan needs (VMID, address, name) without touching the target. */
  reserve(ctx: ChangeContext<TInput>): Promise<void>;

  /** No side effect on the target. */
  plan(ctx: ChangeContext<TInput>): Promise<KindPlan>;

  /** Last look right before the apply; a returned text voids the approval and plans again. */
  recheck(ctx: ChangeContext<TInput>): Promise<string | undefined>;

  /** Prepares the one command that changes the real system. */
  prepareApply(ctx: ChangeContext<TInput>): Promise<EngineStart>;

  /** Success = the engine says so and the state proves it. Otherwise recovery. */
  checkApply(
    ctx: ChangeContext<TInput>,
    outcome: EngineOutcome,
  ): Promise<{ ok: boolean; message: string; evidence: JsonObject }>;

  /**
   * Looks at the real system, never at memory, and says how to go on. Called
   * after an apply or a verification that did not clearly succeed, and when a
   * person asks.
   */
  recover(ctx: ChangeContext<TInput>): Promise<RecoveryVerdict>;

  /**
   * Reads the result back independently of the engine, best with another token.
   * A throw counts as `unknown`.
   */
  verify(ctx: ChangeContext<TInput>): Promise<ProbeResult[]>;

  /**
   * The write-back in its order: each step runs after the one before is done.
   * No I/O here.
   */
  finish(ctx: ChangeContext<TInput>): FinishStep[];

  /**
   * What a change of this kind made, once it succeeded; absent when nothing
   * stays. No I/O: asked with each look at the change.
   */
  outcome?(input: TInput, facts: JsonObject): ChangeOutcome;

  /** Proof that nothing of this change is left in the real system. */
  proveAbsence(ctx: ChangeContext<TInput>): Promise<AbsenceProof>;

  /** Gives reservations back; called only before the apply claim or after proof of absence. */
  release(ctx: ChangeContext<TInput>): Promise<void>;

  /** Exact values that must never appear in a log, plan or message. */
  secrets(): string[];

  /** Turns one line of engine output into what people read; undefined drops it. */
  renderLogLine(line: string): string | undefined;

  /**
   * Everything in the real systems that bears the mark of a change of this kind,
   * whether or not this database knows the change. Read after a restore.
   * Throws when a system does not answer: half a picture would read as absence.
   */
  listMarks?(signal: AbortSignal): Promise<WorldMark[]>;

  /** How quota holds end: a created thing lives on, a destroyed one is gone. */
  readonly quotaOnSuccess: 'becomes-live' | 'released' | 'none';
}
