import { RouteHistoryService } from '../services/history/RouteHistoryService';
import { IntentService } from '../services/intent/IntentService';
import { MigrationService } from '../services/MigrationService';
import { OwnPrefixService } from '../services/OwnPrefixService';
import { RouteService } from '../services/RouteService';
import { SessionService } from '../services/SessionService';

/** What actions ask: the services authorise, as they do behind HTTP. */
export interface ActionDeps {
  intent: Pick<IntentService, 'getPrefix'>;
  migration: Pick<MigrationService, 'get'>;
  ownPrefixes: Pick<OwnPrefixService, 'find' | 'list'>;
  routeHistory: Pick<RouteHistoryService, 'list'>;
  routes: Pick<RouteService, 'countReasons' | 'listTables' | 'search'>;
  sessions: Pick<
    SessionService,
    'list' | 'listRouters' | 'get' | 'getCounters' | 'listTransitions'
  >;
}
