import { AuditorService, HttpAuthService } from '@backstage/backend-plugin-api';
import express from 'express';
import { createOpenApiRouter } from '../schema/openapi/generated';
import { AsNameService } from '../services/AsNameService';
import { MigrationService } from '../services/MigrationService';
import { OwnPrefixService } from '../services/OwnPrefixService';
import { RouteService } from '../services/RouteService';
import { SessionService } from '../services/SessionService';
import { addAsNameRoutes } from './addAsNameRoutes';
import { addMigrationRoutes } from './addMigrationRoutes';
import { addRouteRoutes } from './addRouteRoutes';
import { addRouterRoutes } from './addRouterRoutes';
import { addSessionRoutes } from './addSessionRoutes';

export interface RouterDeps {
  asNames: AsNameService;
  auditor: AuditorService;
  httpAuth: HttpAuthService;
  migration: MigrationService;
  ownPrefixes: OwnPrefixService;
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
  addMigrationRoutes(router, deps);
  addAsNameRoutes(router, deps);
  return router;
}
