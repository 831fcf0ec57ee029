import {
  coreServices,
  createBackendPlugin,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { readNetboxConfig } from '@orion/backstage-plugin-orion-ipam-node';
import { createIsOwnerRule } from '@orion/backstage-plugin-orion-node';
import {
  clusterReadPermission,
  guestReadPermission,
} from '@orion/backstage-plugin-orion-proxmox-common';
import { readClusters } from './config';
import { createInventory } from './createInventory';
import { readInventoryConfig } from './readInventoryConfig';
import { createRouter } from './router/createRouter';
import { guestResourceRef } from './services/guestResource';

/**
 * Reads Proxmox VE clusters and serves what it saw, with who owns it.
 *
 * @public
 */
const orionProxmoxPlugin = createBackendPlugin({
  pluginId: 'orion-proxmox',
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
        signals: signalsServiceRef,
      },
      async init(deps) {
        const { config, database, lifecycle, permissionsRegistry } = deps;
        const knex = await database.getClient();
        if (!database.migrations?.skip) {
          await knex.migrate.latest({
            directory: resolvePackagePath(
              '@orion/backstage-plugin-orion-proxmox-backend',
              'migrations',
            ),
          });
        }
        const inventory = createInventory({
          ...deps,
          knex,
          clusters: readClusters(config),
          config: readInventoryConfig(config),
          netbox: readNetboxConfig(config),
        });
        permissionsRegistry.addPermissions([clusterReadPermission]);
        permissionsRegistry.addResourceType({
          resourceRef: guestResourceRef,
          permissions: [guestReadPermission],
          rules: [createIsOwnerRule(guestResourceRef)],
          getResources: refs => inventory.loadOwned(refs),
        });
        deps.httpRouter.use(await createRouter({ ...deps, ...inventory }));
        lifecycle.addStartupHook(() => inventory.start());
        lifecycle.addShutdownHook(() => inventory.stop());
      },
    });
  },
});

export default orionProxmoxPlugin;
