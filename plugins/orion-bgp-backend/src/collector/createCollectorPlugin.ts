import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { readRibConfig } from '../readRibConfig';
import { RibWorker, RibWorkerOptions } from '../rib/worker/RibWorker';
import { CollectorService } from './CollectorService';
import { createCollectorRouter } from './createCollectorRouter';

/**
 * Keeps the route tables of all routers in memory, in a thread of its own. Runs
 * in one replica; the others reach it through `discovery.endpoints`.
 */
export function createCollectorPlugin(
  options: Pick<RibWorkerOptions, 'execArgv'> = {},
) {
  return createBackendPlugin({
    pluginId: 'orion-bgp-collector',
    register(env) {
      env.registerInit({
        deps: {
          config: coreServices.rootConfig,
          httpAuth: coreServices.httpAuth,
          httpRouter: coreServices.httpRouter,
          lifecycle: coreServices.lifecycle,
          logger: coreServices.logger,
        },
        async init({ config, httpAuth, httpRouter, lifecycle, logger }) {
          const rib = readRibConfig(config);
          // Read before anything starts: a wrong key ends the start.
          const worker = RibWorker.start({ config: rib, logger, ...options });
          lifecycle.addShutdownHook(() => worker.close());
          const collector = new CollectorService({ worker });
          httpRouter.use(
            createCollectorRouter({ collector, httpAuth }) as never,
          );
        },
      });
    },
  });
}
