import { JsonObject } from '@backstage/types';
import { createRouteSource as createConfiguredSource } from '../../clients/createRouteSource';
import { RouterEndpoint } from '../../config';
import { RouteSource } from '../../routes/RouteSource';

/** How a router is read; plain data, as it goes to the worker. */
export interface RouteSourceConfig {
  /** Names the router in messages. */
  router: string;
  driver: string;
  /** What the driver needs: addresses, certificates, tables. */
  settings: JsonObject;
}

/** Makes the source of a router. Opens no connection yet. */
export type CreateRouteSource = (config: RouteSourceConfig) => RouteSource;

/** The sources of this package: `settings` is the endpoint of the configuration. */
export const createRouteSource: CreateRouteSource = ({ router, settings }) =>
  createConfiguredSource({
    id: router,
    endpoint: settings as unknown as RouterEndpoint,
  });
