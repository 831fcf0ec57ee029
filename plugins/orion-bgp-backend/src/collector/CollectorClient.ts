import {
  InputError,
  NotFoundError,
  ResponseError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { askPlugin, PluginCallDeps } from '../clients/askPlugin';
import { CollectorCall, CollectorCalls } from './CollectorCalls';

export const COLLECTOR_PLUGIN_ID = 'orion-bgp-collector';

const DEADLINE_MS = 15_000;

/** Asks the collector, wherever it runs, with the plugin's own credentials. */
export class CollectorClient {
  readonly #deps: PluginCallDeps;

  constructor(deps: PluginCallDeps) {
    this.#deps = deps;
  }

  /**
   * @throws InputError and NotFoundError as the collector does,
   * ServiceUnavailableError when it does not answer.
   */
  async ask<K extends CollectorCall>(
    call: K,
    input: CollectorCalls[K][0],
  ): Promise<CollectorCalls[K][1]> {
    const response = await askPlugin(this.#deps, {
      pluginId: COLLECTOR_PLUGIN_ID,
      method: 'POST',
      path: `calls/${call}`,
      body: input,
      deadlineMs: DEADLINE_MS,
      name: 'The collector of routes',
    });
    if (!response.ok) {
      throw toError(await ResponseError.fromResponse(response));
    }
    return (await response.json()) as CollectorCalls[K][1];
  }
}

/** What the caller did wrong is said as it is; anything else is the collector's. */
function toError({ statusCode, cause }: ResponseError): Error {
  const message = String(cause.message);
  if (statusCode === 400) {
    return new InputError(message);
  }
  if (statusCode === 404 && cause.name === 'NotFoundError') {
    return new NotFoundError(message);
  }
  return new ServiceUnavailableError(
    statusCode === 404
      ? 'No collector of routes is installed: see orion.bgp.collector.'
      : message,
  );
}
