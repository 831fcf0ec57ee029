import { MigrationService } from '../services/MigrationService';
import { OwnPrefixService } from '../services/OwnPrefixService';
import { RouteService } from '../services/RouteService';
import { SessionService } from '../services/SessionService';

/** What actions ask: the services authorise, as they do behind HTTP. */
export interface ActionDeps {
  migration: Pick<MigrationService, 'get'>;
  ownPrefixes: Pick<OwnPrefixService, 'list'>;
  routes: Pick<RouteService, 'search'>;
  sessions: Pick<
    SessionService,
    'list' | 'listRouters' | 'get' | 'listTransitions'
  >;
}
