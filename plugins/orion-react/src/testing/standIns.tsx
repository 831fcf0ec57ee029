import {
  ApiBlueprint,
  createFrontendPlugin,
  createRouteRef,
  createSubRouteRef,
  FrontendPlugin,
  PageBlueprint,
  RouteRef,
} from '@backstage/frontend-plugin-api';
import type { ChangesApi } from '@orion/backstage-plugin-orion-changes-common';
import { changesApiRef } from '../api/changesApiRef';

/**
 * Stands where the plugin of changes would be in a development app: its API,
 * and somewhere for links to lead.
 *
 * @public
 */
export function createChangesStandIn(api: ChangesApi): FrontendPlugin {
  const root = createRouteRef();
  const change = createSubRouteRef({ parent: root, path: '/:changeId' });
  return createFrontendPlugin({
    pluginId: 'orion-changes',
    routes: { root, change },
    extensions: [
      ApiBlueprint.make({
        params: defineParams =>
          defineParams({ api: changesApiRef, deps: {}, factory: () => api }),
      }),
      placeholder('/changes', 'Changes', root),
    ],
  });
}

/**
 * Stands where the scaffolder would be: without its route nothing can be
 * ordered.
 *
 * @public
 */
export function createScaffolderStandIn(): FrontendPlugin {
  const selectedTemplate = createRouteRef({
    params: ['namespace', 'templateName'],
  });
  return createFrontendPlugin({
    pluginId: 'scaffolder',
    routes: { selectedTemplate },
    extensions: [
      placeholder(
        '/create/:namespace/:templateName',
        'Create',
        selectedTemplate as RouteRef,
      ),
    ],
  });
}

function placeholder(path: string, title: string, routeRef: RouteRef) {
  return PageBlueprint.make({
    params: {
      path,
      title,
      routeRef,
      loader: async () => <p>Another plugin has this page.</p>,
    },
  });
}
