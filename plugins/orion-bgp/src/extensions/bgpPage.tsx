import { PageBlueprint } from '@backstage/frontend-plugin-api';
import { rootRouteRef } from '../routes';

/** Holds the tabs. */
export const bgpPage = PageBlueprint.make({
  params: { path: '/bgp', title: 'BGP', routeRef: rootRouteRef },
});
