import { RouteService } from '../services/RouteService';
import { SessionService } from '../services/SessionService';

/** What actions ask: the services authorise, as they do behind HTTP. */
export interface ActionDeps {
  routes: Pick<RouteService, 'search'>;
  sessions: Pick<SessionService, 'list' | 'get' | 'listTransitions'>;
}
