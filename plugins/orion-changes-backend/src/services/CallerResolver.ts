import {
  AuthService,
  BackstageCredentials,
  BackstageUserPrincipal,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  changeApprovePermission,
  changeCancelPermission,
  changeReadPermission,
} from '@orion/backstage-plugin-orion-changes-common';
import { MembershipResolver } from '../approval/MembershipResolver';
import { PolicyConfig } from '../config';
import { ChangeVisibility } from '../database/ChangeQueries';
import { readConditions } from './readConditions';
import type { Caller, Grant } from './types';

/** Turns credentials into what the service needs to know about a person. */
export class CallerResolver {
  readonly #auth: AuthService;
  readonly #permissions: PermissionsService;
  readonly #membership: MembershipResolver;
  readonly #approvers: PolicyConfig['approvers'];

  constructor(deps: {
    auth: AuthService;
    permissions: PermissionsService;
    membership: MembershipResolver;
    policy: PolicyConfig;
  }) {
    this.#auth = deps.auth;
    this.#permissions = deps.permissions;
    this.#membership = deps.membership;
    this.#approvers = deps.policy.approvers;
  }

  /** @throws NotAllowedError when the person may not read changes at all. */
  async resolve(
    credentials: BackstageCredentials<BackstageUserPrincipal>,
  ): Promise<Caller> {
    if (!this.#auth.isPrincipal(credentials, 'user')) {
      throw new NotAllowedError('Only a person may do this');
    }
    const { userEntityRef, actor } = credentials.principal;
    const membership = await this.#membership.resolve(userEntityRef);
    const [read, approve, cancel] =
      await this.#permissions.authorizeConditional(
        [
          { permission: changeReadPermission },
          { permission: changeApprovePermission },
          { permission: changeCancelPermission },
        ],
        { credentials },
      );
    if (read.result === AuthorizeResult.DENY) {
      throw new NotAllowedError(
        'Reading changes needs a role. Ask an admin for a group with one.',
      );
    }
    const approverFor = this.#approvers
      .filter(entry =>
        entry.groups.some(group => membership.groups.includes(group)),
      )
      .map(({ kind, owner }) => ({ kind, owner }));
    const visibility: ChangeVisibility =
      read.result === AuthorizeResult.CONDITIONAL
        ? { all: false, owners: readConditions(read.conditions), approverFor }
        : { all: true };
    return {
      userRef: userEntityRef,
      actor:
        actor && String((actor as { subject?: string }).subject ?? 'a service'),
      membership,
      visibility,
      approverFor,
      mayApprove: grant(approve),
      mayCancel: grant(cancel),
    };
  }
}

/** A conditional answer holds for the owners it names, never for everything. */
function grant(decision: PolicyDecision): Grant {
  return decision.result === AuthorizeResult.CONDITIONAL
    ? { owners: readConditions(decision.conditions) }
    : decision.result === AuthorizeResult.ALLOW;
}
