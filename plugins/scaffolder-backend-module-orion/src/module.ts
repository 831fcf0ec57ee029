import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { createFollowAction } from './actions/createFollowAction';
import { createSubmitAction } from './actions/createSubmitAction';

/**
 * Template actions that reach the change pipeline.
 *
 * @public
 */
export const scaffolderModuleOrion = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'orion',
  register(env) {
    env.registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
      },
      async init({ actions, auth, config, discovery }) {
        const baseUrl = config.getString('app.baseUrl');
        actions.addActions(
          createSubmitAction({ auth, discovery, baseUrl }),
          createFollowAction({ auth, discovery }),
        );
      },
    });
  },
});
