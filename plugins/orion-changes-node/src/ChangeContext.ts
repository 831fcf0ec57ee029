import { LoggerService } from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import { SupervisedRun } from '@orion/engines/supervisor';
import { QuotaUsage } from '@orion/backstage-plugin-orion-changes-common';

/**
 * The change a kind works on, as stored.
 *
 * @public
 */
export interface ChangeSubject<TInput extends JsonObject = JsonObject> {
  /** The number people say. */
  readonly id: number;
  /** Random text that makes this change's mark unforgeable by a name clash. */
  readonly nonce: string;
  /** Id of the kind, for example `virtual-machine.create`. */
  readonly kind: string;
  /**
   * The version it was submitted with, which may be older than the kind that
   * works on it.
   */
  readonly kindVersion: number;
  /** As the kind's schema parsed it at submit. */
  readonly input: TInput;
  /** Group reference; decides about quota and approvers. */
  readonly owner: string;
  /** User reference of the person, also when a plugin asked for them. */
  readonly requester: string;
  /** 0 before the first apply, then 1 to 3. */
  readonly attempt: number;
  /** False after a cancel or the last attempt: recovery then only proves absence or asks a person. */
  readonly mayTryAgain: boolean;
  /** The requester's own words; nothing is decided by them. */
  readonly description?: string;
}

/**
 * Starts one engine command in the run directory it is given, which is new and
 * its own. The process must outlive this one: use `@orion/engines`.
 *
 * @public
 */
export type EngineStart = (runDir: string) => Promise<SupervisedRun>;

/**
 * What is known about an engine that ended. Exit code and `interrupted` alone
 * prove nothing about the real system.
 *
 * @public
 */
export interface EngineOutcome {
  /** Undefined when the process vanished without leaving an exit code. */
  exitCode?: number;
  /** Undefined when the process never came to be. */
  run?: SupervisedRun;
  /** True when a signal was sent because somebody asked to cancel. */
  interrupted: boolean;
}

/**
 * A name that only one unreleased change may hold.
 *
 * @public
 */
export interface ClaimRequest {
  /** For example `name:r730` or `vmid:r730`. */
  scope: string;
  /**
   * A fixed key, or a number to be allocated above everything known. A number
   * this change already holds is kept unless it is in `taken`.
   */
  key: string | { above: number; from: number; to: number; taken: string[] };
}

/** Everything a change holds while it is open, asked for at once. @public */
export interface ReserveRequest {
  /** Held against the owner's limit; absent when the change uses none. */
  quota?: QuotaUsage;
  /**
   * Taken in the order of their scopes, or two changes could wait for each
   * other.
   */
  claims: ClaimRequest[];
  /** What will be asked of a system that shares no transaction with ORION. */
  intents: { system: string; key: string; payload: JsonObject }[];
}

/**
 * What the change holds now; the same for the same change, however often it
 * asks.
 *
 * @public
 */
export interface Reserved {
  /** Scope to key. */
  claims: Record<string, string>;
}

/**
 * What the pipeline offers a kind while it works on one change. All writes are
 * fenced: after the lease is lost they throw `LeaseLostError`.
 *
 * @public
 */
export interface ChangeContext<TInput extends JsonObject = JsonObject> {
  /** As it was when this lease began. */
  readonly change: ChangeSubject<TInput>;
  /**
   * Aborts when the lease is lost or the portal stops. Pass it to every call.
   */
  readonly signal: AbortSignal;
  /**
   * For operators. What people are to read goes through {@link
   * ChangeContext.note}.
   */
  readonly logger: LoggerService;
  /** Work folder of this change, kept across attempts, mode 0700. */
  readonly workDir: string;

  /** Facts the kind keeps about this change: VMID, address id, state lineage. */
  readonly facts: JsonObject;
  /**
   * Merges into the stored facts, key by key, and into `facts`. The plan's
   * digest covers them.
   */
  saveFacts(patch: JsonObject): Promise<void>;

  /** Names the target once it is known, for example `proxmox:r730/1001`. */
  saveTargetRef(ref: string): Promise<void>;

  /** T1 of the reservation saga: one transaction, idempotent under the change's id. */
  reserve(request: ReserveRequest): Promise<Reserved>;
  /** Says what the other system answered. Fine to repeat. */
  resolveIntent(
    system: string,
    key: string,
    result: { externalId?: string; payload?: JsonObject },
  ): Promise<void>;
  /** Ends all claims, quota holds and intents of this change. */
  releaseReservations(): Promise<void>;

  /**
   * Encrypted artifacts: plan, tfvars, errored state. A consumable one is
   * destroyed as soon as the apply has started, the others at the change's end.
   */
  putArtifact(
    name: string,
    content: Uint8Array,
    options?: { consumable?: boolean },
  ): Promise<void>;
  /**
   * Undefined when there is none or it was destroyed. Throws
   * ServiceUnavailableError when it was encrypted with a key that is not
   * loaded.
   */
  getArtifact(name: string): Promise<Uint8Array | undefined>;

  /**
   * Runs a command that changes nothing real, or confirms what a target holds until
   * then and is run again where it was cut off, and waits for its end. `log: false`
   * keeps its output out of the log, for commands that print data.
   */
  exec(
    phase: 'plan' | 'confirm' | 'recover',
    start: EngineStart,
    options?: { log?: boolean },
  ): Promise<SupervisedRun>;

  /** A line of the timeline that is not a transition. */
  note(message: string, body?: JsonObject): Promise<void>;
}
