import { JsonObject } from '@backstage/types';
import {
  ChangePlanView,
  ChangeSettlement,
  ChangeState,
  ChangeTarget,
} from '@orion/backstage-plugin-orion-changes-common';

/** A row of `changes`. PostgreSQL hands bigint over as text. */
export interface ChangeRow {
  id: string;
  nonce: string;
  kind: string;
  kind_version: number;
  title: string;
  description: string | null;
  destructive: boolean;
  owner: string;
  requester: string;
  on_behalf_of: string | null;
  author: string | null;
  idempotency_key: string;
  body_hash: string;
  input: JsonObject;
  target: ChangeTarget;
  target_ref: string | null;
  state: ChangeState;
  version: number;
  cancel_requested_at: Date | null;
  cancel_requested_by: string | null;
  cleanup: 'pending' | 'done' | 'stuck' | null;
  facts: JsonObject;
  plan: ChangePlanView | null;
  plan_fingerprint: JsonObject | null;
  plan_digest: string | null;
  policy_hash: string | null;
  approval: ApprovalColumn | null;
  approval_consumed_at: Date | null;
  plan_consumed_at: Date | null;
  deadline_at: Date | null;
  attempt: number;
  reason: string | null;
  evidence: JsonObject | null;
  settlement: ChangeSettlement | null;
  fence: string;
  lease_owner: string | null;
  lease_until: Date | null;
  wake_at: Date | null;
  waiting_for: string | null;
  created_at: Date;
  updated_at: Date;
  ended_at: Date | null;
}

/** The JSON column of an approval: by a person, or by a rule. */
export interface ApprovalColumn {
  by: string;
  at: string;
  digest: string;
  comment?: string;
  rule?: string;
  /** Seconds since the epoch: when the approver last proved who they are. */
  authTime?: number;
}

export interface RunRow {
  id: string;
  change_id: string;
  attempt: number;
  phase: 'plan' | 'apply' | 'confirm' | 'recover';
  fence: string;
  run_dir: string;
  pid: number | null;
  process_start: string | null;
  boot_id: string | null;
  started_at: Date;
  ended_at: Date | null;
  exit_code: number | null;
  interrupted_at: Date | null;
  log_bytes: number;
}

export interface QuotaHoldRow {
  change_id: string;
  owner: string;
  target_ref: string | null;
  vms: number;
  cores: number;
  memory_mib: string;
  disk_gib: string;
  state: 'held' | 'live' | 'released';
}

export interface IntentRow {
  change_id: string;
  system: string;
  key: string;
  payload: JsonObject;
  external_id: string | null;
  state: 'open' | 'resolved' | 'released';
  updated_at: Date;
}

export interface FinishStepRow {
  change_id: string;
  position: number;
  step: string;
  state: 'pending' | 'done';
  attempts: number;
  last_error: string | null;
  result: JsonObject | null;
}

export interface RecordRow {
  change_id: string;
  seq: number;
  at: Date;
  event: string;
  body: JsonObject;
  prev_hash: string;
  hash: string;
}
