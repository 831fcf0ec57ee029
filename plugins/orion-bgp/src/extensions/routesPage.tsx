import { SubPageBlueprint } from '@backstage/frontend-plugin-api';
import { routesRouteRef } from '../routes';

export const routesPage = SubPageBlueprint.make({
  name: 'routes',
  attachTo: { id: 'page:orion-bgp', input: 'pages' },
  params: {
    path: 'routes',
    title: 'Routes',
    routeRef: routesRouteRef,
    loader: () =>
      import('../components/RoutesPage/RoutesRouter').then(m => (
        <m.RoutesRouter />
      )),
  },
});
