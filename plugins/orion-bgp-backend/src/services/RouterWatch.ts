import { LoggerService } from '@backstage/backend-plugin-api';
import { Freshness, freshnessAt } from '@orion/backstage-plugin-orion-common';
import { SourceState, SourceStore } from '@orion/backstage-plugin-orion-node';
import { RouterConfig } from '../config';

/** How reading one router goes. */
export interface RouterState {
  freshness: Freshness;
  complete: boolean;
  /** By the database's clock. */
  now: Date;
}

/** The reading of routers as the API sees it. */
export class RouterWatch {
  readonly #sources: SourceStore;
  readonly #logger: LoggerService;

  constructor(deps: { sources: SourceStore; logger: LoggerService }) {
    this.#sources = deps.sources;
    this.#logger = deps.logger;
  }

  /** Asks for a look at once. Never fails: the next look comes anyway. */
  async askRefresh(router: RouterConfig): Promise<void> {
    const source = sourceOf(router);
    await this.#sources
      .askRefresh(source)
      .catch(error =>
        this.#logger.warn(`Nobody will look at ${source} at once: ${error}`),
      );
  }

  /** One per router, in their order; also for those never read. */
  async listStates(routers: RouterConfig[]): Promise<RouterState[]> {
    const states = new Map(
      (await this.#sources.list(routers.map(sourceOf))).map(state => [
        state.source,
        state,
      ]),
    );
    return routers.map(router => toState(router, states.get(sourceOf(router))));
  }
}

/** The source's name, `bgp:<router>`. */
export function sourceOf({ id }: { id: string }): string {
  return `bgp:${id}`;
}

function toState(
  router: RouterConfig,
  state: SourceState | undefined,
): RouterState {
  const now = state?.now ?? new Date();
  return {
    now,
    freshness: freshnessAt(now, {
      name: sourceOf(router),
      fetchedAt: state?.fetchedAt,
      intervalMs: state?.intervalMs ?? router.intervalMs,
      error: state?.error,
    }),
    complete: state?.complete ?? false,
  };
}
