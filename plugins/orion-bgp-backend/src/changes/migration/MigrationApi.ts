import { ResponseError, ServiceUnavailableError } from '@backstage/errors';
import { MigrationAnswer } from '@orion/backstage-plugin-orion-bgp-common';
import { askPlugin, PluginCallDeps } from '../../clients/askPlugin';
import { RehearsalReport } from '../../services/gates/RehearsalReport';

const PLUGIN_ID = 'orion-bgp';
const DEADLINE_MS = 20_000;

/** What the kinds ask the plugin that judges the gates. */
export interface MigrationApi {
  /** Judged now, for sessions that are to go over. @throws ServiceUnavailableError */
  get(sessions: string[]): Promise<MigrationAnswer>;
  /** Idempotent by change. @throws ServiceUnavailableError */
  keepRehearsal(report: RehearsalReport): Promise<void>;
}

/** Asks the plugin `orion-bgp`, wherever it runs, as the pipeline itself. */
export class HttpMigrationApi implements MigrationApi {
  readonly #deps: PluginCallDeps;

  constructor(deps: PluginCallDeps) {
    this.#deps = deps;
  }

  async get(sessions: string[]): Promise<MigrationAnswer> {
    const query = new URLSearchParams({ sessions: sessions.join(',') });
    const response = await this.#ask('GET', `migration?${query}`);
    return (await response.json()) as MigrationAnswer;
  }

  async keepRehearsal(report: RehearsalReport): Promise<void> {
    await this.#ask('POST', 'migration/rehearsals', report);
  }

  async #ask(
    method: 'GET' | 'POST',
    path: string,
    body?: object,
  ): Promise<Response> {
    const response = await askPlugin(this.#deps, {
      pluginId: PLUGIN_ID,
      ...{ method, path, body },
      deadlineMs: DEADLINE_MS,
      name: `The plugin ${PLUGIN_ID}`,
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
