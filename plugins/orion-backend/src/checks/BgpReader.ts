import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import { ResponseError } from '@backstage/errors';
import {
  BgpApi,
  BgpClient,
  RouterList,
  SessionList,
} from '@orion/backstage-plugin-orion-bgp-common';
import { fetchWithin } from '@orion/backstage-plugin-orion-node';
import { CHECK_DEADLINE_MS } from './Check';

/** Reads routers and sessions from the BGP plugin with this plugin's own credentials. */
export class BgpReader {
  readonly #auth: AuthService;
  readonly #bgp: BgpApi;

  /** @param deps - `deadlineMs` of one answer */
  static create(deps: {
    auth: AuthService;
    deadlineMs?: number;
    discovery: DiscoveryService;
  }): BgpReader {
    const { auth, discovery, deadlineMs = CHECK_DEADLINE_MS } = deps;
    const bgp = new BgpClient({
      discoveryApi: discovery,
      fetchApi: fetchWithin(deadlineMs),
    });
    return new BgpReader({ auth, bgp });
  }

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
