import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { changeKindsExtensionPoint } from '@orion/backstage-plugin-orion-changes-node';
import { ScriptedKind } from '../src/tests/ScriptedKind';
import { World } from '../src/tests/World';
import { seed } from './seed';

/** Two kinds that do what their input says, and an order for each state. */
export function createDevelopmentModule(world: World) {
  return createBackendModule({
    pluginId: 'orion-changes',
    moduleId: 'development',
    register(env) {
      env.registerInit({
        deps: {
          discovery: coreServices.discovery,
          kinds: changeKindsExtensionPoint,
          lifecycle: coreServices.lifecycle,
          logger: coreServices.logger,
        },
        async init({ discovery, kinds, lifecycle, logger }) {
          kinds.addChangeKind(new ScriptedKind(world));
          kinds.addChangeKind(
            new ScriptedKind(world, { id: 'test.destroy', destructive: true }),
          );
          lifecycle.addStartupHook(async () => {
            const baseUrl = await discovery.getBaseUrl('orion-changes');
            // Not awaited: nothing is answered before the start is over.
            seed(baseUrl).catch(error =>
              logger.error('Nothing was ordered', error),
            );
          });
        },
      });
    },
  });
}
