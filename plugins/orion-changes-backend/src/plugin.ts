import {
  coreServices,
  createBackendPlugin,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { orionChangePermissions } from '@orion/backstage-plugin-orion-changes-common';
import {
  ChangeKind,
  changeKindsExtensionPoint,
  changeResourceRef,
} from '@orion/backstage-plugin-orion-changes-node';
import { createIsOwnerRule } from '@orion/backstage-plugin-orion-node';
import { registerActions } from './actions/registerActions';
import { readChangesConfig } from './config';
import { createPipeline } from './createPipeline';
import { createRouter } from './router/createRouter';

/**
 * Serves the API of changes and drives them.
 *
 * @public
 */
export const orionChangesPlugin = createBackendPlugin({
  pluginId: 'orion-changes',
  register(env) {
    const kinds = new Map<string, ChangeKind>();
    env.registerExtensionPoint(changeKindsExtensionPoint, {
      addChangeKind(kind) {
        if (kinds.has(kind.id)) {
          throw new InputError(`The kind ${kind.id} is registered twice`);
        }
        kinds.set(kind.id, kind as unknown as ChangeKind);
      },
    });
    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        signals: signalsServiceRef,
      },
      async init(deps) {
        const knex = await deps.database.getClient();
        if (!deps.database.migrations?.skip) {
          await knex.migrate.latest({
            directory: resolvePackagePath(
              '@orion/backstage-plugin-orion-changes-backend',
              'migrations',
            ),
          });
        }
        const pipeline = createPipeline({
          ...deps,
          knex,
          kinds,
          config: readChangesConfig(deps.config),
        });
        deps.permissionsRegistry.addResourceType({
          resourceRef: changeResourceRef,
          permissions: orionChangePermissions,
          rules: [createIsOwnerRule(changeResourceRef)],
          getResources: refs => pipeline.loadOwned(refs),
        });
        deps.httpRouter.use(await createRouter({ ...deps, ...pipeline }));
        registerActions(deps.actionsRegistry, { ...deps, ...pipeline });
        deps.lifecycle.addStartupHook(() => pipeline.start());
        deps.lifecycle.addShutdownHook(() => pipeline.stop());
      },
    });
  },
});
