import { createDevApp } from '@backstage/frontend-dev-utils';
import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import {
  createChangesStandIn,
  createDevStates,
  createScaffolderStandIn,
} from '@orion/backstage-plugin-orion-react/testing';
import plugin, { checksApiRef } from '../src';
import { fakeChangesApi, fakeChecksApi, states } from './fakeApis';

const { state, feature } = createDevStates(states);

/** Takes the place of the plugin's own client. */
const checks = createFrontendModule({
  pluginId: 'orion',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: checksApiRef,
          deps: {},
          factory: () => fakeChecksApi(state),
        }),
    }),
  ],
});

createDevApp({
  features: [
    plugin,
    checks,
    createChangesStandIn(fakeChangesApi(state)),
    createScaffolderStandIn(),
    feature,
  ],
});
