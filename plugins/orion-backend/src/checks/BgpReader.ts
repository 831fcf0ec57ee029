import { AuthService } from '@backstage/backend-plugin-api';
import { ResponseError } from '@backstage/errors';
import {
  BgpApi,
  RouterList,
  SessionList,
} from '@orion/backstage-plugin-orion-bgp-common';

/** Reads routers and sessions from the BGP plugin with this plugin's own credentials. */
export class BgpReader {
  readonly #auth: AuthService;
  readonly #bgp: BgpApi;

  constructor(deps: { auth: AuthService; bgp: BgpApi }) {
    this.#auth = deps.auth;
    this.#bgp = deps.bgp;
  }

  /** Undefined where the plugin is not installed. */
  async findAll(
    signal: AbortSignal,
  ): Promise<{ routers: RouterList; sessions: SessionList } | undefined> {
    const { token } = await this.#auth.getPluginRequestToken({
      onBehalfOf: await this.#auth.getOwnServiceCredentials(),
      targetPluginId: 'orion-bgp',
    });
    signal.throwIfAborted();
    try {
      const [routers, sessions] = await Promise.all([
        this.#bgp.listRouters({ token }),
        this.#bgp.listSessions({}, { token }),
      ]);
      return { routers, sessions };
    } catch (error) {
      if (error instanceof ResponseError && error.statusCode === 404) {
        return undefined;
      }
      throw error;
    }
  }
}
