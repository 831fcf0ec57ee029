import { ChangeState } from './states';
import { ChangePlanView, PlanCounts } from './planTypes';

/** What the change alters. @public */
export interface ChangeTarget {
  /** The real system, for example `proxmox:r730`. */
  system: string;
  /** Stable reference, for example `proxmox:r730/1001`. */
  ref?: string;
  /** What people call it. */
  name: string;
  /** The catalog entity, once there is one. */
  entityRef?: string;
}

/** A change as lists show it. @public */
export interface ChangeSummary {
  /** The number people say: #1042. */
  id: number;
  /** Id of the kind, for example `virtual-machine.create`. */
  kind: string;
  /** A few words with the target's name, written by the kind. */
  title: string;
  /** As stored at `updatedAt`. */
  state: ChangeState;
  /**
   * Destroys data or takes a service away: deciding needs a younger sign-in.
   */
  destructive: boolean;
  /** User reference; this person cannot approve it. */
  requester: string;
  /** Set when an agent or a service acted for a person. */
  onBehalfOf?: string;
  /** Group reference; its quota is used and its members may cancel. */
  owner: string;
  /** The reference is filled in as soon as the number is reserved. */
  target: ChangeTarget;
  /** Absent until there is a plan. */
  counts?: PlanCounts;
  /** ISO UTC. Asked for; the change may end otherwise all the same. */
  cancelRequestedAt?: string;
  /**
   * Giving back what an unsuccessful change held. Absent while it is open and
   * after a success. `stuck` is still tried.
   */
  cleanup?: 'pending' | 'done' | 'stuck';
  /** ISO UTC. */
  createdAt: string;
  /** ISO UTC, of the last write to the change. */
  updatedAt: string;
  /** When the present state runs out by itself. */
  deadlineAt?: string;
}

/** One entry of the change's record. @public */
export interface TimelineEntry {
  /** From 1, without gaps, per change. */
  seq: number;
  /** ISO UTC, by the database's clock. */
  at: string;
  /**
   * The state that was entered, or what else happened, for example
   * `cancel-requested`.
   */
  event: string;
  /** Set when the entry is a transition. */
  state?: ChangeState;
  /** Who did it: a user reference, the rule's id, `orion` itself. */
  actor: {
    type: 'person' | 'agent' | 'service' | 'rule' | 'system';
    ref: string;
  };
  /** A sentence in ORION's words. */
  message: string;
  /** The person's own words. */
  comment?: string;
}

/** One engine command of a change; its log is read by this id. @public */
export interface ChangeRunView {
  /** UUID. */
  id: string;
  /** 0 before the first apply, then 1 to 3. */
  attempt: number;
  /** Only `apply` changes the real system. */
  phase: 'plan' | 'apply' | 'confirm' | 'recover';
  /** ISO UTC. */
  startedAt: string;
  /** ISO UTC; absent while it runs. */
  endedAt?: string;
  /**
   * Absent while it runs and when nobody saw it; -1 when it could not be
   * started.
   */
  exitCode?: number;
}

/**
 * What the caller may do now; a refused action says why.
 *
 * @public
 */
export interface ChangeAbilities {
  /** In `awaiting-approval`, by an approver who is not the requester. */
  approve: { allowed: boolean; reason?: string };
  /** As `approve`. */
  reject: { allowed: boolean; reason?: string };
  /** Until the apply has ended, by requester, owner or approver. */
  cancel: { allowed: boolean; reason?: string };
  /** In `needs-attention`, by owner or approver. */
  recover: { allowed: boolean; reason?: string };
  /**
   * In `needs-attention`: the first word by whoever may recover, the
   * confirmation by an approver who is somebody else.
   */
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
  /** What the person says; the state follows only when ORION finds it true. */
  outcome: SettlementOutcome;
  /** User reference of the first person. */
  by: string;
  /** ISO UTC. */
  at: string;
  /** Why, in the first person's words. */
  comment: string;
  /** Set for `failed` once ORION proved that nothing is there. */
  provenAt?: string;
  /** The second person, for `failed`. */
  confirmedBy?: string;
  /** ISO UTC. */
  confirmedAt?: string;
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

/** A change as its page shows it. @public */
export interface ChangeDetail extends ChangeSummary {
  /** As the kind parsed it. */
  input: Record<string, unknown>;
  /** The requester's own words. */
  description?: string;
  /** Absent until planning is done; kept after the end. */
  plan?: ChangePlanView;
  /**
   * Who consented to which digest; `rule` is set when no person had to. Absent
   * before, and when it became void.
   */
  approval?: {
    by: string;
    at: string;
    digest: string;
    comment?: string;
    rule?: string;
  };
  /** Group references the policy names; one member of one of them decides. */
  approvers: string[];
  /** Why the change waits, needs attention or ended as it did: a sentence. */
  reason?: string;
  /**
   * What was seen in the real system behind the reason; its keys depend on kind
   * and state.
   */
  evidence?: Record<string, unknown>;
  /** Set once somebody said how a change that needs attention ends. */
  settlement?: ChangeSettlement;
  /**
   * Who acts next (`orion`, `nobody`, or references with commas between them),
   * and how.
   */
  next: { actor: string; text: string };
  /** Of a change that succeeded; absent where nothing takes it back. */
  undo?: ChangeUndo;
  /** Oldest first. */
  runs: ChangeRunView[];
  /** The whole record, oldest first. */
  timeline: TimelineEntry[];
  /** For the caller, at this moment; the call itself decides again. */
  can: ChangeAbilities;
}

/** A piece of a run's log, scrubbed of secrets when it was stored. @public */
export interface ChangeLogChunk {
  /** Whole characters only; some 256 Ki of them at most. */
  text: string;
  /**
   * Where the next read begins, in bytes; the same as asked for when there is
   * nothing new.
   */
  nextOffset: number;
  /** Stored so far. */
  totalBytes: number;
  /** True when the run has ended and all of it was read. */
  ended: boolean;
  /** Absent while the run goes on, and when nobody saw it. */
  exitCode?: number;
}

/** One page of a list. @public */
export interface ChangePage {
  /** Newest first. */
  items: ChangeSummary[];
  /** Absent on the last page. */
  nextCursor?: string;
  /** Matches in all, over all pages. */
  total: number;
}
