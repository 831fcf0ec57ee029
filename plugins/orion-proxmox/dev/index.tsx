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
import plugin from '../src';
import { proxmoxApiRef } from '../src/api/proxmoxApiRef';
import { cardsPage, orderPage } from './cardsPage';
import { fakeChangesApi, fakeProxmoxApi, states } from './fakeApis';

const { state, feature } = createDevStates(states);

/** Takes the place of the plugin's own client, and shows what has no page of its own. */
const proxmox = createFrontendModule({
  pluginId: 'orion-proxmox',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: proxmoxApiRef,
          deps: {},
          factory: () => fakeProxmoxApi(state),
        }),
    }),
    cardsPage,
    orderPage,
  ],
});

createDevApp({
  features: [
    plugin,
    proxmox,
    createChangesStandIn(fakeChangesApi(state)),
    createScaffolderStandIn(),
    feature,
  ],
});
