import { createDevApp } from '@backstage/frontend-dev-utils';
import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import {
  changesApiRef,
  oidcAuthApiRef,
} from '@orion/backstage-plugin-orion-react';
import {
  createDevStates,
  createScaffolderStandIn,
} from '@orion/backstage-plugin-orion-react/testing';
import plugin from '../src';
import { cardPage } from './cardPage';
import { fakeChangesApi, states } from './fakeChangesApi';

const { state, feature } = createDevStates(states);

/** Takes the place of the plugin's own client. */
const changes = createFrontendModule({
  pluginId: 'orion-changes',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: changesApiRef,
          deps: {},
          factory: () => fakeChangesApi(state),
        }),
    }),
    cardPage,
  ],
});

/** Nobody signs in here, yet a decision asks for a proof. */
const signIn = createFrontendModule({
  pluginId: 'app',
  extensions: [
    ApiBlueprint.make({
      name: 'oidc',
      params: defineParams =>
        defineParams({
          api: oidcAuthApiRef,
          deps: {},
          factory: () => ({ getIdToken: async () => 'a-proof' } as never),
        }),
    }),
  ],
});

createDevApp({
  features: [plugin, changes, signIn, createScaffolderStandIn(), feature],
});
