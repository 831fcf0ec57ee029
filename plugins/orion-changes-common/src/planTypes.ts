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

/**
 * One attribute that differs. Values are allow-listed and free of secrets.
 *
 * @public
 */
export interface PlanAttribute {
  /** With indexes, for example `disk[0].size`. */
  path: string;
  /** Absent when it is new or secret. */
  before?: unknown;
  /** Absent when it is removed, unknown or secret. */
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
  /** An import may change the object too: see the attributes. */
  action: PlanAction;
  /** The engine's address, or one of ORION's own such as `netbox.address`. */
  address: string;
  /** For example "VM web-01" or "address 10.0.20.17/24". */
  title: string;
  /** What a title has no room for, for example "with everything on it". */
  detail?: string;
  /** The engine's word for why, for example `replace_because_tainted`. */
  reason?: string;
  /** What a person feels of it, for example "reboots web-01". */
  effects?: string[];
  /** Only those that differ; empty where the title says it all. */
  attributes: PlanAttribute[];
}

/** Numbers of objects, those ORION handles itself included. @public */
export interface PlanCounts {
  /** Made, replacements left out. */
  add: number;
  /** Changed in place. */
  change: number;
  /** Destroyed and made again: what was on them is lost. */
  replace: number;
  /** Destroyed for good, replacements left out. */
  destroy: number;
  /** Guests that restart. */
  reboot: number;
}

/**
 * What one rule said; rules that do not concern the change say nothing.
 *
 * @public
 */
export interface PolicyVerdict {
  /** Stable, for example `owner-quota`. */
  ruleId: string;
  /** One `deny` refuses the change; a `warn` is only shown. */
  verdict: 'pass' | 'deny' | 'warn';
  /** A whole sentence, with the numbers. */
  message: string;
}

/** Sums over virtual machines, running or not. @public */
export interface QuotaUsage {
  /** Number of machines. */
  vms: number;
  /** Virtual cores. */
  cores: number;
  /** Memory in MiB. */
  memoryMib: number;
  /** Disks in GiB. */
  diskGib: number;
}

/** The owner's quota as the rule saw it. @public */
export interface QuotaVerdict {
  /** Group reference. */
  owner: string;
  /** From configuration, the owner's own or the default. */
  limit: QuotaUsage;
  /** Live plus held by other changes. */
  used: QuotaUsage;
  /** What this change would add. */
  demand: QuotaUsage;
}

/** A plan as it was shown to those who decide. @public */
export interface ChangePlanView {
  /** SHA-256, hex, over all that is shown and pinned; an approval names it. */
  digest: string;
  /** ISO UTC. */
  plannedAt: string;
  /** Of all lines, those ORION adds included. */
  counts: PlanCounts;
  /** In the kind's order; views put losses first. */
  lines: PlanLine[];
  /** Of the rules on the finished plan; none of them denies. */
  policy: PolicyVerdict[];
  /** Absent when the change uses no quota. */
  quota?: QuotaVerdict;
  /** Names of guests or services the change can hurt beyond its target. */
  blastRadius?: string[];
  /** Engine, module and lock-file digests the plan is bound to. */
  pins: Record<string, string>;
}
