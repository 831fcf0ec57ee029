import { Config } from '@backstage/config';
import { OwnAggregates } from '@orion/backstage-plugin-orion-bgp-common';
import { PluginCallDeps } from '../../clients/askPlugin';
import { BgpPlugin } from '../../clients/BgpPlugin';
import { readNetboxIntentConfig } from '../../readNetboxIntentConfig';
import { AggregateSource } from '../../services/intent/AggregateSource';
import { ConfiguredAggregates } from '../../services/intent/ConfiguredAggregates';
import { readAggregates } from '../../services/readMigration';

const DEADLINE_MS = 10_000;

/** As the plugin reads NetBox. */
class HttpAggregates implements AggregateSource {
  readonly #plugin: BgpPlugin;

  constructor(deps: PluginCallDeps) {
    this.#plugin = new BgpPlugin(deps, { deadlineMs: DEADLINE_MS });
  }

  async find(): Promise<OwnAggregates> {
    const credentials = await this.#plugin.credentials();
    try {
      return await this.#plugin.client.getOwnAggregates(credentials);
    } catch (error) {
      throw this.#plugin.silent('What NetBox has as ours', error);
    }
  }
}

/**
 * Who tells the kinds of change what is ours: the configuration where it says
 * something, and else the plugin that reads NetBox.
 */
export function createAggregateSource(
  config: Config,
  deps: PluginCallDeps,
): AggregateSource {
  const configured = readAggregates(config);
  return configured || !readNetboxIntentConfig(config)
    ? new ConfiguredAggregates({ configured, netbox: undefined })
    : new HttpAggregates(deps);
}
