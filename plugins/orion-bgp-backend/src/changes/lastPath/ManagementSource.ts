import { Config } from '@backstage/config';
import { ManagementRecord } from '@orion/backstage-plugin-orion-bgp-common';
import { PluginCallDeps } from '../../clients/askPlugin';
import { BgpPlugin } from '../../clients/BgpPlugin';
import { readNetboxIntentConfig } from '../../readNetboxIntentConfig';

/** Rows of a database answer at once; whoever waits longer waits in vain. */
const DEADLINE_MS = 5_000;

/** Whoever knows where people reach a router itself, beside the configuration. */
export interface ManagementSource {
  /**
   * Undefined where nobody does. @throws ServiceUnavailableError when whoever
   * does is silent.
   */
  find(router: string): Promise<ManagementRecord | undefined>;
}

/** As the plugin reads NetBox. */
export class HttpManagement implements ManagementSource {
  readonly #plugin: BgpPlugin;

  constructor(deps: PluginCallDeps) {
    this.#plugin = new BgpPlugin(deps, { deadlineMs: DEADLINE_MS });
  }

  async find(router: string): Promise<ManagementRecord> {
    const credentials = await this.#plugin.credentials();
    try {
      return await this.#plugin.client.getManagementAddresses(
        router,
        credentials,
      );
    } catch (error) {
      throw this.#plugin.silent(
        `What NetBox has as management address of ${router}`,
        error,
      );
    }
  }
}

/** The plugin that reads NetBox, where one is configured. */
export function createManagementSource(
  config: Config,
  deps: PluginCallDeps,
): ManagementSource {
  return readNetboxIntentConfig(config)
    ? new HttpManagement(deps)
    : { find: async () => undefined };
}
