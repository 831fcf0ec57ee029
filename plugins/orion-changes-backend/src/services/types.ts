import { ChangeKind } from '@orion/backstage-plugin-orion-changes-node';
import { Membership, MembershipResolver } from '../approval/MembershipResolver';
import { SignInProof } from '../approval/SignInProof';
import { ChangesConfig } from '../config';
import {
  ApproverScope,
  ChangeQueries,
  ChangeVisibility,
} from '../database/ChangeQueries';
import { ChangeStore } from '../database/ChangeStore';
import { ReservationStore } from '../database/ReservationStore';
import { ChangeRow } from '../database/tables';
import { PolicyEngine } from '../policy/PolicyEngine';
import { ArtifactVault } from '../vault/ArtifactVault';

/** A permission on one change: for all, for those of some owners, or for none. */
export type Grant = boolean | { owners: string[] };

/** Who calls, as the router found out. */
export interface Caller {
  userRef: string;
  /** Set when a plugin acts for the person: enough to submit, never to decide. */
  actor?: string;
  membership: Membership;
  /** What the permission policy lets this person see. */
  visibility: ChangeVisibility;
  approverFor: ApproverScope[];
  mayApprove: Grant;
  mayCancel: Grant;
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
  /** Throws while safe mode keeps everything as it is. */
  assertOpen: () => Promise<void>;
  wake: (id: string) => void;
  onChanged: (row: ChangeRow) => void;
}
