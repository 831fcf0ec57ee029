import {
  AuthorizeResult,
  isPermission,
  isResourcePermission,
  PolicyDecision,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import {
  decisionForgetPermission,
  routeReadPermission,
  sessionReadPermission,
} from '@orion/backstage-plugin-orion-bgp-common';
import {
  changeApprovePermission,
  changeAuditPermission,
  changeCancelPermission,
  changeReadPermission,
  changeSubmitPermission,
} from '@orion/backstage-plugin-orion-changes-common';
import { checksReadPermission } from '@orion/backstage-plugin-orion-common';
import {
  clusterReadPermission,
  guestReadPermission,
} from '@orion/backstage-plugin-orion-proxmox-common';

/** Groups that carry a role. */
export interface RoleGroups {
  viewers: string[];
  operators: string[];
  approvers: string[];
  admins: string[];
}

const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
const DENY: PolicyDecision = { result: AuthorizeResult.DENY };

/** Catalog and scaffolder permissions that change what everybody sees. */
const ADMIN_ONLY = [
  'catalog.entity.create',
  'catalog.entity.delete',
  'catalog.location.create',
  'catalog.location.delete',
  'catalog.ingestion.manage',
  'scaffolder.template.management',
  'kubernetes.proxy',
  'devtools.administer',
];

/** What belongs to nobody in particular, and everybody with a role may see. */
const EVERY_ROLE = [
  checksReadPermission,
  clusterReadPermission,
  routeReadPermission,
  sessionReadPermission,
];

/**
 * Who may do what, by group. Reads of owned things become a condition that the
 * owning plugin pushes into its SQL.
 */
export class OrionPolicy implements PermissionPolicy {
  readonly #roles: RoleGroups;

  constructor(roles: RoleGroups) {
    this.#roles = roles;
  }

  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    const claims = user?.info.ownershipEntityRefs ?? [];
    const has = (...roles: (keyof RoleGroups)[]) =>
      roles.some(role =>
        this.#roles[role].some(group => claims.includes(group)),
      );
    if (has('admins')) {
      return ALLOW;
    }
    if (ADMIN_ONLY.includes(permission.name)) {
      return DENY;
    }
    if (isPermission(permission, changeReadPermission)) {
      return owned(permission, 'orion-changes', claims);
    }
    if (isPermission(permission, guestReadPermission)) {
      return has('viewers', 'approvers')
        ? ALLOW
        : owned(permission, 'orion-proxmox', claims);
    }
    if (EVERY_ROLE.some(allowed => isPermission(permission, allowed))) {
      return has('viewers', 'operators', 'approvers') ? ALLOW : DENY;
    }
    if (isPermission(permission, decisionForgetPermission)) {
      // Whoever may ask for the opposite change may also leave it as it is.
      return has('operators') ? ALLOW : DENY;
    }
    if (isPermission(permission, changeSubmitPermission)) {
      return has('operators') ? ALLOW : DENY;
    }
    if (isPermission(permission, changeApprovePermission)) {
      return has('approvers') ? ALLOW : DENY;
    }
    if (isPermission(permission, changeCancelPermission)) {
      // Who may decide on a change may stop it too; the pipeline asks for whose.
      return has('approvers')
        ? ALLOW
        : owned(permission, 'orion-changes', claims);
    }
    if (isPermission(permission, changeAuditPermission)) {
      return DENY;
    }
    if (permission.name.startsWith('scaffolder.')) {
      return permission.attributes.action === 'read' || has('operators')
        ? ALLOW
        : DENY;
    }
    if (permission.name.startsWith('orion.')) {
      // A permission this policy does not know yet is not granted by accident.
      return permission.attributes.action === 'read' && has('viewers')
        ? ALLOW
        : DENY;
    }
    return ALLOW;
  }
}

function owned(
  permission: { name: string },
  pluginId: string,
  claims: string[],
): PolicyDecision {
  if (!isResourcePermission(permission as ResourcePermission)) {
    return DENY;
  }
  return {
    result: AuthorizeResult.CONDITIONAL,
    pluginId,
    resourceType: (permission as ResourcePermission).resourceType,
    conditions: {
      rule: 'IS_OWNER',
      resourceType: (permission as ResourcePermission).resourceType,
      params: { claims },
    },
  };
}
