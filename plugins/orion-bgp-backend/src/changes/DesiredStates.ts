import { JsonObject } from '@backstage/types';
import { DecidedStateReport } from '@orion/backstage-plugin-orion-bgp-common';
import { PluginCallDeps } from '../clients/askPlugin';
import { BgpPlugin } from '../clients/BgpPlugin';

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
  readonly #plugin: BgpPlugin;

  /** @param options - `deadlineMs` of one report */
  constructor(deps: PluginCallDeps, options?: { deadlineMs?: number }) {
    this.#plugin = new BgpPlugin(deps, options);
  }

  async report(decided: DecidedState): Promise<void> {
    await this.#plugin.client.reportDecidedState(
      decided,
      await this.#plugin.credentials(),
    );
  }
}
