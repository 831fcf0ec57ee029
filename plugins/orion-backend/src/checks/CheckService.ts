import {
  BackstageCredentials,
  LoggerService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  checkIds,
  CheckResult,
  checksReadPermission,
} from '@orion/backstage-plugin-orion-common';
import { Check, Finding } from './Check';

/** Every open home page asks; the systems behind need not hear each of them. */
const KEPT_MS = 2_000;
const DEADLINE_MS = 15_000;

export interface CheckServiceDeps {
  checks: Check[];
  logger: LoggerService;
  permissions: PermissionsService;
}

/** Runs the seven checks. */
export class CheckService {
  readonly #deps: CheckServiceDeps;
  #kept: { until: number; results: Promise<CheckResult[]> } | undefined;

  static create(deps: CheckServiceDeps): CheckService {
    return new CheckService(deps);
  }

  private constructor(deps: CheckServiceDeps) {
    this.#deps = deps;
  }

  /**
   * All seven in their order; one that cannot be run is `unknown`.
   *
   * @throws NotAllowedError
   */
  async list(credentials: BackstageCredentials): Promise<CheckResult[]> {
    const [decision] = await this.#deps.permissions.authorize(
      [{ permission: checksReadPermission }],
      { credentials },
    );
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        'Reading the checks needs a role. Ask an admin for a group with one.',
      );
    }
    if (!this.#kept || this.#kept.until <= performance.now()) {
      this.#kept = { until: performance.now() + KEPT_MS, results: this.#run() };
    }
    return this.#kept.results;
  }

  async #run(): Promise<CheckResult[]> {
    return Promise.all(
      checkIds.map(async (id, index) => {
        const check = this.#deps.checks.find(candidate => candidate.id === id)!;
        const finding = await this.#find(check);
        return {
          id,
          number: index + 1,
          title: check.title,
          ...finding,
          checkedAt: new Date().toISOString(),
        };
      }),
    );
  }

  async #find(check: Check): Promise<Finding> {
    try {
      return await check.run(AbortSignal.timeout(DEADLINE_MS));
    } catch (error) {
      this.#deps.logger.warn(
        `The check ${check.id} could not be run: ${error}`,
      );
      return {
        state: 'unknown',
        summary: `This check could not be run: ${(error as Error).message}`,
        nextStep: 'See the log of the portal, then run ./orion doctor.',
      };
    }
  }
}
