import { ChangeState } from './states';

/**
 * What one plan line does. Views sort by loss: destroy, replace, change, add.
 *
 * @public
 */
export type PlanAction =
  | 'add'
  | 'change'
  | 'replace'
  | 'destroy'
  | 'import'
  | 'keep';

/** @public */
export interface PlanAttribute {
  path: string;
  before?: unknown;
  after?: unknown;
  /** The value is known only after the apply. */
  unknown?: boolean;
  /** The value is a secret and never leaves the backend. */
  sensitive?: boolean;
}

/**
 * One line of a plan as people see it: an allow-listed projection.
 *
 * @public
 */
export interface PlanLine {
  action: PlanAction;
  address: string;
  /** For example "VM web-01" or "address 10.0.20.17/24". */
  title: string;
  detail?: string;
  reason?: string;
  /** What a person feels of it, for example "reboots web-01". */
  effects?: string[];
  attributes: PlanAttribute[];
}

/** @public */
export interface PlanCounts {
  add: number;
  change: number;
  replace: number;
  destroy: number;
  reboot: number;
}

/** @public */
export interface PolicyVerdict {
  ruleId: string;
  verdict: 'pass' | 'deny' | 'warn';
  /** A whole sentence, with the numbers. */
  message: string;
}

/** @public */
export interface QuotaUsage {
  vms: number;
  cores: number;
  memoryMib: number;
  diskGib: number;
}

/** @public */
export interface QuotaVerdict {
  owner: string;
  limit: QuotaUsage;
  /** Live plus held by other changes. */
  used: QuotaUsage;
  demand: QuotaUsage;
}

/** @public */
export interface ChangePlanView {
  digest: string;
  plannedAt: string;
  counts: PlanCounts;
  lines: PlanLine[];
  policy: PolicyVerdict[];
  quota?: QuotaVerdict;
  /** Names of guests or services the change can hurt beyond its target. */
  blastRadius?: string[];
  /** Engine, module and lock-file digests the plan is bound to. */
  pins: Record<string, string>;
}

/** @public */
export interface ChangeTarget {
  system: string;
  /** Stable reference, for example `proxmox:r730/1001`. */
  ref?: string;
  name: string;
  /** The catalog entity, once there is one. */
  entityRef?: string;
}

/** @public */
export interface ChangeSummary {
  /** The number people say: #1042. */
  id: number;
  kind: string;
  title: string;
  state: ChangeState;
  destructive: boolean;
  requester: string;
  /** Set when an agent or a service acted for a person. */
  onBehalfOf?: string;
  owner: string;
  target: ChangeTarget;
  counts?: PlanCounts;
  cancelRequestedAt?: string;
  cleanup?: 'pending' | 'done' | 'stuck';
  createdAt: string;
  updatedAt: string;
  /** When the present state runs out by itself. */
  deadlineAt?: string;
}

/** @public */
export interface TimelineEntry {
  seq: number;
  at: string;
  event: string;
  state?: ChangeState;
  actor: {
    type: 'person' | 'agent' | 'service' | 'rule' | 'system';
    ref: string;
  };
  message: string;
  comment?: string;
}

/** @public */
export interface ChangeRunView {
  id: string;
  attempt: number;
  phase: 'plan' | 'apply' | 'recover';
  startedAt: string;
  endedAt?: string;
  exitCode?: number;
}

/**
 * What the caller may do now; a refused action says why.
 *
 * @public
 */
export interface ChangeAbilities {
  approve: { allowed: boolean; reason?: string };
  reject: { allowed: boolean; reason?: string };
  cancel: { allowed: boolean; reason?: string };
  recover: { allowed: boolean; reason?: string };
  settle: { allowed: boolean; reason?: string };
}

/**
 * The `code` of a refusal that only a younger sign-in mends.
 *
 * @public
 */
export const SIGN_IN_AGAIN = 'sign-in-again';

/** How a person may end a change that needs attention. @public */
export type SettlementOutcome = 'succeeded' | 'failed';

/**
 * A person's word on a change that needs attention. `succeeded` ends it once
 * ORION verified the result; `failed` once the absence is proven and a second
 * person confirmed it.
 *
 * @public
 */
export interface ChangeSettlement {
  outcome: SettlementOutcome;
  by: string;
  at: string;
  comment: string;
  /** Set for `failed` once ORION proved that nothing is there. */
  provenAt?: string;
  /** The second person, for `failed`. */
  confirmedBy?: string;
  confirmedAt?: string;
}

/** Something in a real system that does not go together with the database. @public */
export interface ReconcileFinding {
  type: 'unknown-change' | 'ended-change' | 'open-change' | 'missing';
  /** A whole sentence. */
  message: string;
  /** For example `proxmox:r730/1004`. */
  ref: string;
  changeId?: number;
}

/** @public */
export interface ReconcileReport {
  takenAt: string;
  findings: ReconcileFinding[];
  /** Systems that did not answer: the report says nothing about them. */
  errors: string[];
}

/**
 * Whether the database is older than what was signed outside of it. While it
 * is, nothing is claimed, approved or submitted.
 *
 * @public
 */
export interface SafeModeState {
  active: boolean;
  since?: string;
  reasons: string[];
  mayLeave: boolean;
  report?: ReconcileReport;
}

/**
 * The order that takes back what a change made, for a form that is filled in: a
 * person reads it and submits it as a change of its own.
 *
 * @public
 */
export interface ChangeUndo {
  /** Kind of the change it leads to, for example `virtual-machine.destroy`. */
  kind: string;
  /** What it does, for example "Destroy web-01". */
  title: string;
  /** Entity reference of the template. */
  template: string;
  /** The form's fields; what a person has to type is empty. */
  values: Record<string, unknown>;
}

/** @public */
export interface ChangeDetail extends ChangeSummary {
  input: Record<string, unknown>;
  description?: string;
  plan?: ChangePlanView;
  approval?: {
    by: string;
    at: string;
    digest: string;
    comment?: string;
    rule?: string;
  };
  approvers: string[];
  reason?: string;
  evidence?: Record<string, unknown>;
  settlement?: ChangeSettlement;
  next: { actor: string; text: string };
  undo?: ChangeUndo;
  runs: ChangeRunView[];
  timeline: TimelineEntry[];
  can: ChangeAbilities;
}

/** @public */
export interface ChangeLogChunk {
  text: string;
  nextOffset: number;
  totalBytes: number;
  /** True when the run has ended and all of it was read. */
  ended: boolean;
  exitCode?: number;
}

/** @public */
export interface ChangePage {
  items: ChangeSummary[];
  nextCursor?: string;
  total: number;
}

/** @public */
export interface ChangeKindInfo {
  id: string;
  version: number;
  title: string;
  description: string;
  destructive: boolean;
  inputSchema: Record<string, unknown>;
}

/** @public */
export interface SubmitChangeRequest {
  kind: string;
  input: Record<string, unknown>;
  /** 8 to 200 visible characters, unique per principal. */
  idempotencyKey: string;
  description?: string;
  /** Plan and policy only: nothing is reserved or stored. */
  dryRun?: boolean;
}
