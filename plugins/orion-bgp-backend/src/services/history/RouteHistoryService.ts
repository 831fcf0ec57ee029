import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { InputError, NotFoundError } from '@backstage/errors';
import {
  GrowthSeries,
  RouteEvent,
  RouteHistoryPage,
  RouteTransition,
  TableGrowth,
} from '@orion/backstage-plugin-orion-bgp-common';
import { SourceStore } from '@orion/backstage-plugin-orion-node';
import { RouterConfig } from '../../config';
import {
  stepOf,
  TABLE_SESSION,
} from '../../database/operations/sampleCounters';
import {
  RouteHistoryStore,
  RouteTransitionRow,
} from '../../database/RouteHistoryStore';
import { SessionStore } from '../../database/SessionStore';
import { BgpAccess } from '../BgpAccess';
import { canonicalPrefix } from '../intent/IntentService';
import { toCounterHistory } from '../toCounterHistory';
import { HISTORY_SOURCE } from './createHistoryPoll';
import { WatchedPrefixes } from './WatchedPrefixes';

export interface RouteHistoryServiceDeps {
  access: BgpAccess;
  routers: RouterConfig[];
  sessions: SessionStore;
  sources: SourceStore;
  store: RouteHistoryStore;
  watched: Pick<WatchedPrefixes, 'includes'>;
}

/** What happened to prefixes that are watched, and how tables grew. */
export class RouteHistoryService {
  readonly #deps: RouteHistoryServiceDeps;

  static create(deps: RouteHistoryServiceDeps): RouteHistoryService {
    return new RouteHistoryService(deps);
  }

  private constructor(deps: RouteHistoryServiceDeps) {
    this.#deps = deps;
  }

  /** @throws InputError */
  async list(
    query: { prefix: string; cursor?: string; limit: number },
    credentials: BackstageCredentials,
  ): Promise<RouteHistoryPage> {
    const { access, sources, store, watched } = this.#deps;
    await access.assertReadsRoutes(credentials);
    const prefix = canonicalPrefix(query.prefix);
    const { cursor, limit } = query;
    if (cursor !== undefined && !/^[0-9]{1,18}$/.test(cursor)) {
      throw new InputError('cursor: not one this list handed out');
    }
    const [since, rows, source, included] = await Promise.all([
      store.findWatchedSince(prefix),
      store.listTransitions(prefix, { before: cursor, limit: limit + 1 }),
      sources.find(HISTORY_SOURCE),
      watched.includes(prefix),
    ]);
    const isWatched = included ?? since !== undefined;
    const shown = rows.slice(0, limit);
    return {
      // What was watched once keeps its history.
      items: shown.map(toRouteTransition),
      nextCursor: rows.length > limit ? shown[shown.length - 1].id : undefined,
      watched: isWatched,
      watchedSince: isWatched ? since?.toISOString() : undefined,
      note: source?.error,
    };
  }

  /** @throws NotFoundError */
  async getGrowth(
    router: string,
    { hours }: { hours: number },
    credentials: BackstageCredentials,
  ): Promise<TableGrowth> {
    const { access, routers, sessions } = this.#deps;
    await access.assertReadsRoutes(credentials);
    if (!routers.some(({ id }) => id === router)) {
      throw new NotFoundError(`No router ${router} is configured`);
    }
    const stepSeconds = stepOf(hours);
    const rows = await sessions.listSamples(
      { router, session: TABLE_SESSION },
      { hours, stepSeconds },
    );
    const { series } = toCounterHistory(rows, stepSeconds, Date.now() / 1000);
    return {
      stepSeconds,
      series: series.map(({ family, counter, times, values }) => ({
        family: family as GrowthSeries['family'],
        counter: counter as string as GrowthSeries['counter'],
        times,
        values,
      })),
    };
  }
}

function toRouteTransition(row: RouteTransitionRow): RouteTransition {
  return {
    id: row.id,
    observedAt: row.observed_at.toISOString(),
    router: row.router,
    prefix: row.prefix,
    event: row.event as RouteEvent,
    session: row.session ?? undefined,
    from: row.from_value ?? undefined,
    to: row.to_value ?? undefined,
  };
}
