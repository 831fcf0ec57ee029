import { LoggerService } from '@backstage/backend-plugin-api';
import { ChangeKind } from '@orion/backstage-plugin-orion-changes-node';
import { ChangesConfig } from '../../config';
import { ChangeStore } from '../../database/ChangeStore';
import { ReservationStore } from '../../database/ReservationStore';
import { ChangeRow } from '../../database/tables';
import { MembershipResolver } from '../../approval/MembershipResolver';
import { PolicyEngine } from '../../policy/PolicyEngine';
import { ArtifactVault } from '../../vault/ArtifactVault';
import { RunKeeper } from '../RunKeeper';
import { WorkContext } from '../WorkContext';

/** What every step of the worker may use. */
export interface StepDeps {
  store: ChangeStore;
  reservations: ReservationStore;
  vault: ArtifactVault;
  runs: RunKeeper;
  policy: PolicyEngine;
  membership: MembershipResolver;
  config: ChangesConfig;
  logger: LoggerService;
  /** Of a recovery that waits for long. @param since - ISO UTC */
  onWaiting(row: ChangeRow, since: string): void;
}

export interface StepInput {
  row: ChangeRow;
  kind: ChangeKind;
  ctx: WorkContext;
}

/**
 * What a step hands back: the row after a transition (go on at once), or a
 * pause. `wakeInMs` undefined waits for somebody else's move or for the deadline.
 */
export type StepResult =
  | { row: ChangeRow }
  | { pause: true; wakeInMs?: number; row?: ChangeRow };

export const SYSTEM = { type: 'system', ref: 'orion' } as const;
