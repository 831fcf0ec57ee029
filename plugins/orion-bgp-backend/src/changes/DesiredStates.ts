import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import { BgpClient } from '@orion/backstage-plugin-orion-bgp-common';
import { DecidedStateReport } from '@orion/backstage-plugin-orion-bgp-common';

/** What a change decided that a daemon keeps only as long as it runs. */
export type DecidedState = DecidedStateReport;

/** Where what was decided is kept. */
export interface DesiredStates {
  /** May be repeated: the same change says the same. */
  report(decided: DecidedState): Promise<JsonObject | void>;
}

/**
 * Tells the plugin that watches the routers, over HTTP with the pipeline's own
 * credentials.
 */
export class DesiredStatesClient implements DesiredStates {
  readonly #auth: AuthService;
  readonly #client: BgpClient;

  constructor(deps: { auth: AuthService; discovery: DiscoveryService }) {
    this.#auth = deps.auth;
    this.#client = new BgpClient({ discoveryApi: deps.discovery });
  }

  async report(decided: DecidedState): Promise<void> {
    const { token } = await this.#auth.getPluginRequestToken({
      onBehalfOf: await this.#auth.getOwnServiceCredentials(),
      targetPluginId: 'orion-bgp',
    });
    await this.#client.reportDecidedState(decided, { token });
  }
}
