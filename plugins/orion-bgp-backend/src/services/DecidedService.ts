import {
  BackstageCredentials,
  BackstageServicePrincipal,
} from '@backstage/backend-plugin-api';
import { InputError, NotAllowedError, NotFoundError } from '@backstage/errors';
import { DecidedStateReport } from '@orion/backstage-plugin-orion-bgp-common';
import { RouterConfig } from '../config';
import { DecidedStore } from '../database/DecidedStore';
import { Announcer } from './Announcer';
import { BgpAccess } from './BgpAccess';

/** The pipeline alone says what changes decided. */
const REPORTER = 'plugin:orion-changes';

export interface DecidedServiceDeps {
  access: BgpAccess;
  announcer: Announcer;
  decided: DecidedStore;
  routers: RouterConfig[];
}

/** What changes decided, and whether it still counts. */
export class DecidedService {
  readonly #deps: DecidedServiceDeps;

  static create(deps: DecidedServiceDeps): DecidedService {
    return new DecidedService(deps);
  }

  private constructor(deps: DecidedServiceDeps) {
    this.#deps = deps;
  }

  /** @throws NotAllowedError for anybody but the pipeline, InputError for a router that is none. */
  async report(
    report: DecidedStateReport,
    credentials: BackstageCredentials<BackstageServicePrincipal>,
  ): Promise<void> {
    const { announcer, decided, routers } = this.#deps;
    const { subject } = credentials.principal;
    if (subject !== REPORTER) {
      throw new NotAllowedError(`${subject} may not say what a change decided`);
    }
    const { router, target, state } = report;
    if (!routers.some(({ id }) => id === router)) {
      throw new InputError(`router: no router ${router} is configured`);
    }
    const fits =
      target === 'session' ? ['up', 'down'] : ['announced', 'withdrawn'];
    if (!fits.includes(state)) {
      throw new InputError(`state: a ${target} is never ${state}`);
    }
    await decided.report(report);
    announcer.announce(router);
  }

  /** Touches no router. @throws NotAllowedError, NotFoundError */
  async forget(
    changeId: number,
    credentials: BackstageCredentials,
  ): Promise<void> {
    const { access, announcer, decided } = this.#deps;
    await access.assertForgets(credentials);
    const router = await decided.forget(changeId);
    if (router === undefined) {
      throw new NotFoundError(
        `What change ${changeId} decided does not count any more: another change did since, or somebody let it go`,
      );
    }
    announcer.announce(router);
  }
}
