import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { isError, ServiceUnavailableError } from '@backstage/errors';
import {
  BgpClient,
  OwnAggregates,
} from '@orion/backstage-plugin-orion-bgp-common';
import { readNetboxIntentConfig } from '../../readNetboxIntentConfig';
import { AggregateSource } from '../../services/intent/AggregateSource';
import { ConfiguredAggregates } from '../../services/intent/ConfiguredAggregates';
import { readAggregates } from '../../services/readMigration';

const PLUGIN_ID = 'orion-bgp';
const DEADLINE_MS = 10_000;

/** Asks the plugin `orion-bgp`, wherever it runs, as the pipeline itself. */
class HttpAggregates implements AggregateSource {
  readonly #auth: AuthService;
  readonly #client: BgpClient;

  constructor(deps: { auth: AuthService; discovery: DiscoveryService }) {
    this.#auth = deps.auth;
    this.#client = new BgpClient({
      discoveryApi: deps.discovery,
      fetchApi: {
        fetch: (input, init) =>
          fetch(input, { ...init, signal: AbortSignal.timeout(DEADLINE_MS) }),
      },
    });
  }

  async find(): Promise<OwnAggregates> {
    const { token } = await this.#auth.getPluginRequestToken({
      onBehalfOf: await this.#auth.getOwnServiceCredentials(),
      targetPluginId: PLUGIN_ID,
    });
    try {
      return await this.#client.getOwnAggregates({ token });
    } catch (error) {
      throw new ServiceUnavailableError(
        `What NetBox has as ours is not known: the plugin ${PLUGIN_ID} does not answer: ${
          isError(error) ? error.message : error
        }`,
      );
    }
  }
}

/**
 * Who tells the kinds of change what is ours: the configuration where it says
 * something, and else the plugin that reads NetBox.
 */
export function createAggregateSource(
  config: Config,
  deps: { auth: AuthService; discovery: DiscoveryService },
): AggregateSource {
  const configured = readAggregates(config);
  return configured || !readNetboxIntentConfig(config)
    ? new ConfiguredAggregates({ configured, netbox: undefined })
    : new HttpAggregates(deps);
}
