import { createDevApp } from '@backstage/frontend-dev-utils';
import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import { createDevStates } from '@orion/backstage-plugin-orion-react/testing';
import plugin from '../src';
import { bgpApiRef } from '../src/api/bgpApiRef';
import { fakeBgpApi, states } from './fakeApis';

const { state, feature } = createDevStates(states);

/** Takes the place of the plugin's own client. */
const bgp = createFrontendModule({
  pluginId: 'orion-bgp',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: bgpApiRef,
          deps: {},
          factory: () => fakeBgpApi(state),
        }),
    }),
  ],
});

createDevApp({ features: [plugin, bgp, feature] });
