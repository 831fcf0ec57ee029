import {
  LoggerService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { EventsService } from '@backstage/plugin-events-node';
import { SignalsService } from '@backstage/plugin-signals-node';
import {
  RunningSourceLoop,
  runSourceLoop,
  SourceStore,
} from '@orion/backstage-plugin-orion-node';
import { Knex } from 'knex';
import { CollectorClient } from './collector/CollectorClient';
import { RouterConfig } from './config';
import { createRouteSource } from './clients/createRouteSource';
import { DatabaseCollectorAnswerStore } from './database/CollectorAnswerStore';
import { DatabaseDecidedStore } from './database/DecidedStore';
import { NetboxIntentReader } from './clients/netbox/NetboxIntentReader';
import { DatabaseNetboxStore } from './database/NetboxStore';
import { DatabaseRouteHistoryStore } from './database/RouteHistoryStore';
import { DatabaseSessionStore } from './database/SessionStore';
import { NetboxIntentConfig } from './readNetboxIntentConfig';
import { RouteSource } from './routes/RouteSource';
import { Announcer } from './services/Announcer';
import { BgpAccess } from './services/BgpAccess';
import { CollectorMemory } from './services/CollectorMemory';
import { DecidedService } from './services/DecidedService';
import { IndexCounts } from './services/IndexCounts';
import { GateAggregates } from './services/gates/GateAggregates';
import {
  createHistoryPoll,
  HISTORY_SOURCE,
} from './services/history/createHistoryPoll';
import { RouteHistoryService } from './services/history/RouteHistoryService';
import { WatchedPrefixes } from './services/history/WatchedPrefixes';
import { ConfiguredAggregates } from './services/intent/ConfiguredAggregates';
import { IntentService } from './services/intent/IntentService';
import {
  createNetboxPoll,
  NETBOX_SOURCE,
} from './services/intent/NetboxSource';
import { RouterWatch, sourceOf } from './services/RouterWatch';
import { SessionService } from './services/SessionService';
import { SessionSource } from './services/SessionSource';
import { TableNews } from './services/TableNews';

/** How often a loop looks at its row: what follows an event must not wait. */
const TICK_MS = 200;

export interface ReadingDeps {
  collector: CollectorClient;
  events: EventsService;
  knex: Knex;
  logger: LoggerService;
  /** What the configuration says the AS announces; undefined when it does not. */
  configuredAggregates: string[] | undefined;
  /** Gates may go by them where there is no NetBox. */
  gatesWithoutNetbox: boolean;
  historyIntervalMs: number;
  /** Foreign prefixes whose history is kept. */
  historyPrefixes: string[];
  /** Undefined when no NetBox is configured. */
  netbox: NetboxIntentConfig | undefined;
  permissions: PermissionsService;
  routers: RouterConfig[];
  signals: SignalsService;
}

/** Puts the reading of sessions together; starts nothing. */
export function createReading(deps: ReadingDeps) {
  const { collector, knex, logger, netbox, routers } = deps;
  const sources = SourceStore.create({ knex });
  const store = DatabaseSessionStore.create({ knex });
  const decided = DatabaseDecidedStore.create({ knex });
  const announcer = new Announcer(deps);
  const memory = new CollectorMemory({
    store: DatabaseCollectorAnswerStore.create({ knex }),
    logger,
  });
  const access = new BgpAccess(deps);
  const watch = new RouterWatch({ sources, logger });
  const records = DatabaseNetboxStore.create({ knex });
  const intent = IntentService.create({
    access,
    intervalMs: netbox?.intervalMs,
    netbox: records,
    routers,
    sessions: store,
    sources,
  });
  const aggregates = new ConfiguredAggregates({
    configured: deps.configuredAggregates,
    netbox: netbox && intent,
  });
  const gateAggregates = new GateAggregates({
    withoutNetbox: deps.gatesWithoutNetbox,
    configured: deps.configuredAggregates,
    netbox: netbox && intent,
  });
  const running: { loop: RunningSourceLoop; source?: RouteSource }[] = [];
  const history = DatabaseRouteHistoryStore.create({ knex });
  const watched = new WatchedPrefixes({
    aggregates,
    others: deps.historyPrefixes,
    netbox: netbox !== undefined,
  });
  const startHistory = () => {
    const loop = runSourceLoop({
      knex,
      store: sources,
      logger,
      source: HISTORY_SOURCE,
      poll: createHistoryPoll({
        collector,
        memory,
        routers,
        sessions: store,
        store: history,
        watched,
      }),
      onChanged: async () => announcer.announceAll(),
      intervalMs: deps.historyIntervalMs,
      // History needs a look whether somebody watches or not.
      idleMs: deps.historyIntervalMs,
    });
    running.push({ loop });
  };
  const startNetbox = ({ intervalMs, ...options }: NetboxIntentConfig) => {
    const loop = runSourceLoop({
      knex,
      store: sources,
      logger,
      source: NETBOX_SOURCE,
      poll: createNetboxPoll({
        reader: NetboxIntentReader.create({
          ...options,
          machines: routers.map(({ netboxName }) => netboxName),
        }),
        store: records,
      }),
      onChanged: async () => announcer.announceAll(),
      intervalMs,
      idleMs: intervalMs,
    });
    running.push({ loop });
  };
  return {
    access,
    decided,
    decisions: DecidedService.create({ access, announcer, decided, routers }),
    aggregates,
    gateAggregates,
    history,
    routeHistory: RouteHistoryService.create({
      access,
      routers,
      sessions: store,
      sources,
      store: history,
      watched,
    }),
    intent,
    memory,
    store,
    watch,
    sessions: SessionService.create({
      access,
      counts: new IndexCounts({ collector, logger }),
      decided,
      intent,
      routers,
      store,
      watch,
    }),
    start() {
      if (netbox) {
        startNetbox(netbox);
      }
      if (routers.length > 0) {
        startHistory();
      }
      for (const router of routers) {
        const source = createRouteSource(router);
        const { poll } = new SessionSource({
          router,
          source,
          store,
          collector,
          tableNews: new TableNews({ collector, logger, router: router.id }),
        });
        const loop = runSourceLoop({
          knex,
          store: sources,
          logger,
          source: sourceOf(router),
          poll,
          onChanged: async () => announcer.announce(router.id),
          intervalMs: router.intervalMs,
          // Sessions are looked at whether somebody watches or not: history needs it.
          idleMs: router.intervalMs,
          pollWaits: true,
          maxBackoffMs: 30_000,
          tickMs: TICK_MS,
        });
        running.push({ loop, source });
      }
    },
    async stop() {
      await Promise.all(
        running.map(async ({ loop, source }) => {
          await loop.stop();
          await source?.close();
        }),
      );
    },
  };
}
