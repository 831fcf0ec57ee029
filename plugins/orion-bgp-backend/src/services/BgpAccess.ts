import {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  BasicPermission,
} from '@backstage/plugin-permission-common';
import {
  decisionForgetPermission,
  routeReadPermission,
  sessionReadPermission,
} from '@orion/backstage-plugin-orion-bgp-common';

/** What a caller may see, as the permission policy says. */
export class BgpAccess {
  readonly #permissions: PermissionsService;

  constructor(deps: { permissions: PermissionsService }) {
    this.#permissions = deps.permissions;
  }

  /** @throws NotAllowedError */
  async assertReadsSessions(credentials: BackstageCredentials): Promise<void> {
    await this.#assert(
      sessionReadPermission,
      'Reading BGP sessions',
      credentials,
    );
  }

  /** @throws NotAllowedError */
  async assertReadsRoutes(credentials: BackstageCredentials): Promise<void> {
    await this.#assert(routeReadPermission, 'Reading routes', credentials);
  }

  /** @throws NotAllowedError */
  async assertForgets(credentials: BackstageCredentials): Promise<void> {
    await this.#assert(
      decisionForgetPermission,
      'Letting go of what a change decided',
      credentials,
    );
  }

  async #assert(
    permission: BasicPermission,
    what: string,
    credentials: BackstageCredentials,
  ): Promise<void> {
    const [decision] = await this.#permissions.authorize([{ permission }], {
      credentials,
    });
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `${what} needs a role. Ask an admin for a group with one.`,
      );
    }
  }
}
