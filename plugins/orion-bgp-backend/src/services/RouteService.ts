import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import { RoutePage, TableList } from '@orion/backstage-plugin-orion-bgp-common';
import { SearchInput } from '../collector/CollectorCalls';
import { CollectorClient } from '../collector/CollectorClient';
import { RouterConfig } from '../config';
import { BgpAccess } from './BgpAccess';
import { UNCONFIGURED } from './SessionService';

export interface RouteServiceDeps {
  access: BgpAccess;
  collector: CollectorClient;
  routers: RouterConfig[];
}

/** Routes, as the collector has them. */
export class RouteService {
  readonly #deps: RouteServiceDeps;

  static create(deps: RouteServiceDeps): RouteService {
    return new RouteService(deps);
  }

  private constructor(deps: RouteServiceDeps) {
    this.#deps = deps;
  }

  /** @throws InputError, NotFoundError, ServiceUnavailableError */
  async search(
    input: SearchInput,
    credentials: BackstageCredentials,
  ): Promise<RoutePage> {
    const { access, collector, routers } = this.#deps;
    await access.assertReadsRoutes(credentials);
    if (input.router && !routers.some(({ id }) => id === input.router)) {
      throw new NotFoundError(`No router ${input.router} is configured`);
    }
    return collector.ask('search', input);
  }

  /** @throws ServiceUnavailableError */
  async listTables(credentials: BackstageCredentials): Promise<TableList> {
    const { access, collector, routers } = this.#deps;
    await access.assertReadsRoutes(credentials);
    if (routers.length === 0) {
      return { items: [], rpki: [], note: UNCONFIGURED };
    }
    const { tables, rpki } = await collector.ask('tables', {});
    return { items: tables, rpki };
  }
}
