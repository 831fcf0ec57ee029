import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { OrionPolicy, RoleGroups } from './OrionPolicy';

/**
 * ORION's roles as the permission policy. Optional: another policy may take its place.
 *
 * @public
 */
export const permissionModuleOrion = createBackendModule({
  pluginId: 'permission',
  moduleId: 'orion',
  register(env) {
    env.registerInit({
      deps: { policy: policyExtensionPoint, config: coreServices.rootConfig },
      async init({ policy, config }) {
        const groups = (role: keyof RoleGroups) =>
          config.getOptionalStringArray(`orion.roles.${role}`) ?? [
            `group:default/${role}`,
          ];
        policy.setPolicy(
          new OrionPolicy({
            viewers: groups('viewers'),
            operators: groups('operators'),
            approvers: groups('approvers'),
            admins: groups('admins'),
          }),
        );
      },
    });
  },
});
