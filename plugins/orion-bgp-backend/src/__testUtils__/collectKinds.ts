import {
  BackendFeature,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  ChangeKind,
  changeKindsExtensionPoint,
} from '@orion/backstage-plugin-orion-changes-node';

/** In the pipeline's place: takes the kinds of change that register, and runs none. */
export function collectKinds(kinds: ChangeKind[]): BackendFeature {
  return createBackendPlugin({
    pluginId: 'orion-changes',
    register(env) {
      env.registerExtensionPoint(changeKindsExtensionPoint, {
        addChangeKind: kind => void kinds.push(kind),
      });
      env.registerInit({ deps: {}, async init() {} });
    },
  });
}
