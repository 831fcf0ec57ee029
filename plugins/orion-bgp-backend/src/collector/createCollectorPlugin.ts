import {
  coreServices,
  createBackendPlugin,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { readRibConfig } from '../readRibConfig';
import { RouterTableConfig } from '../rib/worker/RibConfig';
import { RibWorker, RibWorkerOptions } from '../rib/worker/RibWorker';
import { CollectorSeat } from './CollectorSeat';
import { CollectorService } from './CollectorService';
import { createCollectorRouter } from './createCollectorRouter';
import { DatabaseDumpRestStore } from './DumpRestStore';

/** For tests. */
export interface CollectorPluginOptions
  extends Pick<RibWorkerOptions, 'execArgv'>,
    Pick<RouterTableConfig, 'minDumpIntervalMs'> {}

/**
 * Keeps the route tables of all routers in memory, in a thread of its own. Runs
 * in one replica; the others reach it through `discovery.endpoints`.
 */
export function createCollectorPlugin({
  minDumpIntervalMs,
  ...options
}: CollectorPluginOptions = {}) {
  return createBackendPlugin({
    pluginId: 'orion-bgp-collector',
    register(env) {
      env.registerInit({
        deps: {
          config: coreServices.rootConfig,
          database: coreServices.database,
          httpAuth: coreServices.httpAuth,
          httpRouter: coreServices.httpRouter,
          lifecycle: coreServices.lifecycle,
          logger: coreServices.logger,
        },
        async init({ config, database, httpAuth, httpRouter, ...deps }) {
          const { lifecycle, logger } = deps;
          // Read before anything starts: a wrong key ends the start.
          const rib = readRibConfig(config);
          const routers = rib.routers.map(router => ({
            ...router,
            minDumpIntervalMs,
          }));
          const knex = await database.getClient();
          if (!database.migrations?.skip) {
            await knex.migrate.latest({
              directory: resolvePackagePath(
                '@orion/backstage-plugin-orion-bgp-backend',
                'migrations/collector',
              ),
            });
          }
          const seat = CollectorSeat.create({
            knex,
            logger,
            open: async () => {
              const rests = DatabaseDumpRestStore.create({ knex, logger });
              return RibWorker.start({
                config: { ...rib, routers },
                logger,
                dumpedBefore: await rests.read(),
                onDump: dump => rests.note(dump),
                ...options,
              });
            },
          });
          lifecycle.addStartupHook(() => seat.start());
          lifecycle.addShutdownHook(() => seat.stop());
          const collector = new CollectorService({ seat });
          httpRouter.use(
            createCollectorRouter({ collector, httpAuth }) as never,
          );
        },
      });
    },
  });
}
