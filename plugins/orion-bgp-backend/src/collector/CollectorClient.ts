import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import {
  InputError,
  NotFoundError,
  ResponseError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { CollectorCall, CollectorCalls } from './CollectorCalls';

export const COLLECTOR_PLUGIN_ID = 'orion-bgp-collector';

const DEADLINE_MS = 15_000;

/** Asks the collector, wherever it runs, with the plugin's own credentials. */
export class CollectorClient {
  readonly #auth: AuthService;
  readonly #discovery: DiscoveryService;

  constructor(deps: { auth: AuthService; discovery: DiscoveryService }) {
    this.#auth = deps.auth;
    this.#discovery = deps.discovery;
  }

  /**
   * @throws InputError and NotFoundError as the collector does,
   * ServiceUnavailableError when it does not answer.
   */
  async ask<K extends CollectorCall>(
    call: K,
    input: CollectorCalls[K][0],
  ): Promise<CollectorCalls[K][1]> {
    const { token } = await this.#auth.getPluginRequestToken({
      onBehalfOf: await this.#auth.getOwnServiceCredentials(),
      targetPluginId: COLLECTOR_PLUGIN_ID,
    });
    const baseUrl = await this.#discovery.getBaseUrl(COLLECTOR_PLUGIN_ID);
    const response = await fetch(`${baseUrl}/calls/${call}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(input),
      signal: AbortSignal.timeout(DEADLINE_MS),
    }).catch((error: Error) => {
      throw new ServiceUnavailableError(
        `The collector of routes does not answer: ${reasonOf(error)}`,
      );
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

function reasonOf({ message, cause }: Error): string {
  return cause instanceof Error ? cause.message : message;
}
