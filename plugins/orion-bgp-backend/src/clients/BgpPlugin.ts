import { isError, ServiceUnavailableError } from '@backstage/errors';
import { BgpClient } from '@orion/backstage-plugin-orion-bgp-common';
import { fetchWithin } from '@orion/backstage-plugin-orion-node';
import { PluginCallDeps, reasonOf } from './askPlugin';

const PLUGIN_ID = 'orion-bgp';
const DEADLINE_MS = 30_000;

/**
 * The plugin `orion-bgp`, wherever it runs, as the kinds of change ask it: with
 * the pipeline's own credentials.
 */
export class BgpPlugin {
  readonly client: BgpClient;
  readonly #auth: PluginCallDeps['auth'];

  /** @param deadlineMs - of one call */
  constructor(
    { auth, discovery }: PluginCallDeps,
    { deadlineMs = DEADLINE_MS }: { deadlineMs?: number } = {},
  ) {
    this.#auth = auth;
    this.client = new BgpClient({
      discoveryApi: discovery,
      fetchApi: fetchWithin(deadlineMs),
    });
  }

  /** What a call of the client is made with. */
  async credentials(): Promise<{ token: string }> {
    return this.#auth.getPluginRequestToken({
      onBehalfOf: await this.#auth.getOwnServiceCredentials(),
      targetPluginId: PLUGIN_ID,
    });
  }

  /**
   * "What we have is not known: the plugin orion-bgp does not answer: ...", in the
   * plugin's own words where it said any.
   */
  silent(unknown: string, error: unknown): ServiceUnavailableError {
    return new ServiceUnavailableError(
      `${unknown} is not known: the plugin ${PLUGIN_ID} does not answer: ${
        isError(error) ? reasonOf(error as Error) : error
      }`,
    );
  }
}
