import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { orionPermissions } from '@orion/backstage-plugin-orion-common';
import { readNetboxConfig } from '@orion/backstage-plugin-orion-ipam-node';
import { BgpReader } from './checks/BgpReader';
import { CheckService } from './checks/CheckService';
import { createBgpEstablished } from './checks/createBgpEstablished';
import { createGuestsRunning } from './checks/createGuestsRunning';
import { createNetboxSynced } from './checks/createNetboxSynced';
import { FleetReader } from './checks/FleetReader';
import { notConnected } from './checks/notConnected';
import { readChecksConfig } from './readChecksConfig';
import { createRouter } from './router/createRouter';

/**
 * Serves the seven checks.
 *
 * @public
 */
export const orionPlugin = createBackendPlugin({
  pluginId: 'orion',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
      },
      async init(deps) {
        const { config } = deps;
        const fleet = FleetReader.create(deps);
        const checks = CheckService.create({
          ...deps,
          checks: [
            createGuestsRunning({ fleet, config: readChecksConfig(config) }),
            createBgpEstablished({ bgp: BgpReader.create(deps) }),
            createNetboxSynced({ fleet, netbox: readNetboxConfig(config) }),
            ...notConnected,
          ],
        });
        deps.permissionsRegistry.addPermissions(orionPermissions);
        deps.httpRouter.use(await createRouter({ ...deps, checks }));
      },
    });
  },
});
