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
import { Check, CHECK_DEADLINE_MS, Finding } from './Check';

/** Every open home page asks; the systems behind need not hear each of them. */
const KEPT_MS = 2_000;

export interface CheckServiceDeps {
  checks: Check[];
  /** Of one check. */
  deadlineMs?: number;
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
    const { deadlineMs = CHECK_DEADLINE_MS, logger } = this.#deps;
    const signal = AbortSignal.timeout(deadlineMs);
    try {
      // What is asked may not heed the signal, and the other checks wait for this one.
      return await Promise.race([check.run(signal), rejectAt(signal)]);
    } catch (error) {
      logger.warn(`The check ${check.id} could not be run: ${error}`);
      return {
        state: 'unknown',
        summary: signal.aborted
          ? `This check did not answer within ${deadlineMs / 1000} s.`
          : `This check could not be run: ${(error as Error).message}`,
        nextStep: 'See the log of the portal, then run ./orion doctor.',
      };
    }
  }
}

function rejectAt(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), {
      once: true,
    });
  });
}
