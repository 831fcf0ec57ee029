import { JsonObject } from '@backstage/types';
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

/** Drivers by name. */
const drivers: { [driver: string]: CreateRouteSource | undefined } = {};

/**
 * The sources of this package.
 *
 * @throws Error for a driver that is none of them.
 */
export const createRouteSource: CreateRouteSource = config => {
  const create = drivers[config.driver];
  if (!create) {
    throw new Error(
      `Router ${config.router}: there is no driver ${config.driver}`,
    );
  }
  return create(config);
};
