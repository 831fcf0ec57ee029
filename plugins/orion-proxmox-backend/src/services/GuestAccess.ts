import {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { readOwnerConditions } from '@orion/backstage-plugin-orion-node';
import {
  clusterReadPermission,
  guestReadPermission,
} from '@orion/backstage-plugin-orion-proxmox-common';
import { GuestVisibility } from '../database/GuestQueries';

/** What a caller may see, as the permission policy says. */
export class GuestAccess {
  readonly #permissions: PermissionsService;

  constructor(deps: { permissions: PermissionsService }) {
    this.#permissions = deps.permissions;
  }

  /** Undefined when the caller may not see any guest. */
  async findVisibility(
    credentials: BackstageCredentials,
  ): Promise<GuestVisibility | undefined> {
    const [decision] = await this.#permissions.authorizeConditional(
      [{ permission: guestReadPermission }],
      { credentials },
    );
    if (decision.result === AuthorizeResult.DENY) {
      return undefined;
    }
    return decision.result === AuthorizeResult.CONDITIONAL
      ? { all: false, owners: readOwnerConditions(decision.conditions) }
      : { all: true };
  }

  /** @throws NotAllowedError */
  async assertReadsClusters(credentials: BackstageCredentials): Promise<void> {
    const [decision] = await this.#permissions.authorize(
      [{ permission: clusterReadPermission }],
      { credentials },
    );
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        'Reading clusters needs a role. Ask an admin for a group with one.',
      );
    }
  }
}
