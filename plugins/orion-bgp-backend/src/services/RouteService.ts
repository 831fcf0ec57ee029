import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  NeighborRelation,
  RefusalReasons,
  RoutePage,
  TableList,
} from '@orion/backstage-plugin-orion-bgp-common';
import { SearchInput } from '../collector/CollectorCalls';
import { CollectorClient } from '../collector/CollectorClient';
import { RouterConfig } from '../config';
import { SessionKey, SessionStore } from '../database/SessionStore';
import { BgpAccess } from './BgpAccess';
import { CollectorMemory } from './CollectorMemory';
import { neighborFacts } from './neighborRelations';
import { UNCONFIGURED } from './SessionService';

export interface RouteServiceDeps {
  access: BgpAccess;
  collector: CollectorClient;
  memory: CollectorMemory;
  /** What neighbors are to us, by AS number, where sessions do not say. */
  relations: ReadonlyMap<number, NeighborRelation>;
  routers: RouterConfig[];
  store: Pick<SessionStore, 'listSessions'>;
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
    input: Omit<SearchInput, 'neighbors'>,
    credentials: BackstageCredentials,
  ): Promise<RoutePage> {
    const { access, collector, relations, routers, store } = this.#deps;
    await access.assertReadsRoutes(credentials);
    if (input.router && !routers.some(({ id }) => id === input.router)) {
      throw new NotFoundError(`No router ${input.router} is configured`);
    }
    const asked = input.router ? [input.router] : routers.map(({ id }) => id);
    const rows = await store.listSessions(asked);
    return collector.ask('search', {
      ...input,
      neighbors: neighborFacts(rows, relations),
    });
  }

  /** Why routes of a session were refused. @throws NotFoundError, ServiceUnavailableError */
  async countReasons(
    key: SessionKey,
    credentials: BackstageCredentials,
  ): Promise<RefusalReasons> {
    const { access, collector, routers, store } = this.#deps;
    await access.assertReadsRoutes(credentials);
    const { router, session } = key;
    const rows = routers.some(({ id }) => id === router)
      ? await store.listSessions([router])
      : [];
    if (!rows.some(({ name }) => name === session)) {
      throw new NotFoundError(`Router ${router} has no session ${session}`);
    }
    return collector.ask('reasons', { router, session });
  }

  /** As they were, while the collector is away. @throws ServiceUnavailableError */
  async listTables(credentials: BackstageCredentials): Promise<TableList> {
    const { access, collector, memory, routers } = this.#deps;
    await access.assertReadsRoutes(credentials);
    if (routers.length === 0) {
      return { items: [], rpki: [], note: UNCONFIGURED };
    }
    const { answer, freshness } = await memory.recall('tables', () =>
      collector.ask('tables', {}),
    );
    return { items: answer.tables, rpki: answer.rpki, freshness };
  }
}
