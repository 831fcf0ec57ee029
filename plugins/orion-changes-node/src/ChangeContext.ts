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
  readonly id: number;
  /** Random text that makes this change's mark unforgeable by a name clash. */
  readonly nonce: string;
  readonly kind: string;
  readonly kindVersion: number;
  readonly input: TInput;
  readonly owner: string;
  readonly requester: string;
  /** 0 before the first apply, then 1 to 3. */
  readonly attempt: number;
  /** False after a cancel or the last attempt: recovery then only proves absence or asks a person. */
  readonly mayTryAgain: boolean;
  readonly description?: string;
}

/**
 * Starts one engine command in the run directory it is given, which is new and
 * its own. The process must outlive this one: use `@orion/engines`.
 *
 * @public
 */
export type EngineStart = (runDir: string) => Promise<SupervisedRun>;

/** @public */
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

/** @public */
export interface ReserveRequest {
  quota?: QuotaUsage;
  claims: ClaimRequest[];
  /** What will be asked of a system that shares no transaction with ORION. */
  intents: { system: string; key: string; payload: JsonObject }[];
}

/** @public */
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
  readonly change: ChangeSubject<TInput>;
  readonly signal: AbortSignal;
  readonly logger: LoggerService;
  /** Work folder of this change, kept across attempts, mode 0700. */
  readonly workDir: string;

  /** Facts the kind keeps about this change: VMID, address id, state lineage. */
  readonly facts: JsonObject;
  saveFacts(patch: JsonObject): Promise<void>;

  /** Names the target once it is known, for example `proxmox:r730/1001`. */
  saveTargetRef(ref: string): Promise<void>;

  /** T1 of the reservation saga: one transaction, idempotent under the change's id. */
  reserve(request: ReserveRequest): Promise<Reserved>;
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
  getArtifact(name: string): Promise<Uint8Array | undefined>;

  /**
   * Runs a command that changes nothing real and waits for its end. `log: false`
   * keeps its output out of the log, for commands that print data.
   */
  exec(
    phase: 'plan' | 'recover',
    start: EngineStart,
    options?: { log?: boolean },
  ): Promise<SupervisedRun>;

  /** A line of the timeline that is not a transition. */
  note(message: string, body?: JsonObject): Promise<void>;
}
