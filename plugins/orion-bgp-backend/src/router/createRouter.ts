import { AuditorService, HttpAuthService } from '@backstage/backend-plugin-api';
import express from 'express';
import { createOpenApiRouter } from '../schema/openapi/generated';
import { DecidedService } from '../services/DecidedService';
import { RouteHistoryService } from '../services/history/RouteHistoryService';
import { IntentService } from '../services/intent/IntentService';
import { AsNameService } from '../services/AsNameService';
import { MigrationService } from '../services/MigrationService';
import { OwnPrefixService } from '../services/OwnPrefixService';
import { RouteService } from '../services/RouteService';
import { SessionService } from '../services/SessionService';
import { addDecidedRoutes } from './addDecidedRoutes';
import { addAsNameRoutes } from './addAsNameRoutes';
import { addMigrationRoutes } from './addMigrationRoutes';
import { addPrefixRoutes } from './addPrefixRoutes';
import { addRouteRoutes } from './addRouteRoutes';
import { addRouterRoutes } from './addRouterRoutes';
import { addSessionRoutes } from './addSessionRoutes';

export interface RouterDeps {
  asNames: AsNameService;
  auditor: AuditorService;
  decisions: DecidedService;
  httpAuth: HttpAuthService;
  intent: IntentService;
  migration: MigrationService;
  ownPrefixes: OwnPrefixService;
  routeHistory: RouteHistoryService;
  routes: RouteService;
  sessions: SessionService;
}

/** Identify, call, answer. What may be done is decided in the services. */
export async function createRouter(deps: RouterDeps): Promise<express.Router> {
  // The generated types know every path; the handlers below are plain express.
  const router = (await createOpenApiRouter()) as unknown as express.Router;
  addRouterRoutes(router, deps);
  addSessionRoutes(router, deps);
  addRouteRoutes(router, deps);
  addPrefixRoutes(router, deps);
  addMigrationRoutes(router, deps);
  addDecidedRoutes(router, deps);
  addAsNameRoutes(router, deps);
  return router;
}
