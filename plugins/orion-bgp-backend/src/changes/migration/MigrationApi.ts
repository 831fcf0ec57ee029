import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import { ResponseError, ServiceUnavailableError } from '@backstage/errors';
import { MigrationAnswer } from '@orion/backstage-plugin-orion-bgp-common';

const PLUGIN_ID = 'orion-bgp';
const DEADLINE_MS = 20_000;

/** A change that went over and back. */
export interface RehearsalReport {
  changeId: number;
  from: string;
  to: string;
  sessions: string[];
}

/** What the kinds ask the plugin that judges the gates. */
export interface MigrationApi {
  /** Judged now. @throws ServiceUnavailableError */
  get(): Promise<MigrationAnswer>;
  /** Idempotent by change. @throws ServiceUnavailableError */
  keepRehearsal(report: RehearsalReport): Promise<void>;
}

/** Asks the plugin `orion-bgp`, wherever it runs, as the pipeline itself. */
export class HttpMigrationApi implements MigrationApi {
  readonly #auth: AuthService;
  readonly #discovery: DiscoveryService;

  constructor(deps: { auth: AuthService; discovery: DiscoveryService }) {
    this.#auth = deps.auth;
    this.#discovery = deps.discovery;
  }

  async get(): Promise<MigrationAnswer> {
    return (await (
      await this.#ask('GET', 'migration')
    ).json()) as MigrationAnswer;
  }

  async keepRehearsal(report: RehearsalReport): Promise<void> {
    await this.#ask('POST', 'migration/rehearsals', report);
  }

  async #ask(method: string, path: string, body?: object): Promise<Response> {
    const { token } = await this.#auth.getPluginRequestToken({
      onBehalfOf: await this.#auth.getOwnServiceCredentials(),
      targetPluginId: PLUGIN_ID,
    });
    const baseUrl = await this.#discovery.getBaseUrl(PLUGIN_ID);
    const response = await fetch(`${baseUrl}/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(DEADLINE_MS),
    }).catch((error: Error) => {
      throw new ServiceUnavailableError(
        `The plugin ${PLUGIN_ID} does not answer: ${error.message}`,
      );
    });
    if (!response.ok) {
      const { cause } = await ResponseError.fromResponse(response);
      throw new ServiceUnavailableError(
        `The plugin ${PLUGIN_ID} refuses ${path}: ${cause.message}`,
      );
    }
    return response;
  }
}
