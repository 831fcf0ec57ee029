import { AuditorService, HttpAuthService } from '@backstage/backend-plugin-api';
import express from 'express';
import { ClusterConfig } from '../config';
import { createOpenApiRouter } from '../schema/openapi/generated';
import { ClusterService } from '../services/ClusterService';
import { ClusterWatch } from '../services/ClusterWatch';
import { GuestService } from '../services/GuestService';
import { OwnershipService } from '../services/OwnershipService';
import { addClusterRoutes } from './addClusterRoutes';
import { addGuestRoutes } from './addGuestRoutes';
import { addOwnershipRoutes } from './addOwnershipRoutes';

export interface RouterDeps {
  auditor: AuditorService;
  httpAuth: HttpAuthService;
  clusterConfigs: ClusterConfig[];
  clusters: ClusterService;
  guests: GuestService;
  ownership: OwnershipService;
  watch: ClusterWatch;
}

/** Identify, call, answer. What may be done is decided in the services. */
export async function createRouter(deps: RouterDeps): Promise<express.Router> {
  // The generated types know every path; the handlers below are plain express.
  const router = (await createOpenApiRouter()) as unknown as express.Router;
  addGuestRoutes(router, deps);
  addOwnershipRoutes(router, deps);
  addClusterRoutes(router, deps);
  return router;
}
