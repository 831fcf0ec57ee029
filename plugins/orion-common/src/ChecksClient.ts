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

  /**
   * Pass `fetchApi` in a browser: it adds the person's token. On a server the
   * call options carry one.
   */
  constructor(options: {
    discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
    fetchApi?: { fetch: typeof fetch };
  }) {
    this.#client = new DefaultApiClient(options);
  }

  /** {@inheritDoc ChecksApi.listChecks} */
  async listChecks(options?: { token?: string }): Promise<CheckResult[]> {
    const answer = await this.#client.listChecks({}, options);
    if (!answer.ok) {
      throw await ResponseError.fromResponse(answer as never);
    }
    return ((await answer.json()) as { items: CheckResult[] }).items;
  }
}
