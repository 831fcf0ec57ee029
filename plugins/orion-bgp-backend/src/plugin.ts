import {
  coreServices,
  createBackendPlugin,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { orionBgpPermissions } from '@orion/backstage-plugin-orion-bgp-common';
import { readRouters } from './config';
import { createReading } from './createReading';
import { createRouter } from './router/createRouter';
import { scheduleRollUp } from './services/scheduleRollUp';

/**
 * Reads the sessions of BGP routers and serves them, with how they went.
 *
 * @public
 */
const orionBgpPlugin = createBackendPlugin({
  pluginId: 'orion-bgp',
  register(env) {
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        config: coreServices.rootConfig,
        database: coreServices.database,
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        signals: signalsServiceRef,
      },
      async init(deps) {
        const { config, database, lifecycle } = deps;
        const knex = await database.getClient();
        if (!database.migrations?.skip) {
          await knex.migrate.latest({
            directory: resolvePackagePath(
              '@orion/backstage-plugin-orion-bgp-backend',
              'migrations',
            ),
          });
        }
        const reading = createReading({
          ...deps,
          knex,
          routers: readRouters(config),
        });
        deps.permissionsRegistry.addPermissions(orionBgpPermissions);
        deps.httpRouter.use(await createRouter({ ...deps, ...reading }));
        await scheduleRollUp({ ...deps, store: reading.store });
        lifecycle.addStartupHook(() => reading.start());
        lifecycle.addShutdownHook(() => reading.stop());
      },
    });
  },
});

export default orionBgpPlugin;
