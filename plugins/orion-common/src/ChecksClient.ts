import { ResponseError } from '@backstage/errors';
import { CheckResult } from './checks';
import { DefaultApiClient } from './schema/openapi/generated';

/** The seven checks as browsers and `orion verify` read them. @public */
export interface ChecksApi {
  /** All seven in their order. Throws `ResponseError` with the backend's message. */
  listChecks(options?: { token?: string }): Promise<CheckResult[]>;
}

/**
 * {@link ChecksApi} over the generated client.
 *
 * @public
 */
export class ChecksClient implements ChecksApi {
  readonly #client: DefaultApiClient;

  constructor(options: {
    discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
    fetchApi?: { fetch: typeof fetch };
  }) {
    this.#client = new DefaultApiClient(options);
  }

  async listChecks(options?: { token?: string }): Promise<CheckResult[]> {
    const answer = await this.#client.listChecks({}, options);
    if (!answer.ok) {
      throw await ResponseError.fromResponse(answer as never);
    }
    return ((await answer.json()) as { items: CheckResult[] }).items;
  }
}
