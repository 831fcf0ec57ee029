import { PageBlueprint } from '@backstage/frontend-plugin-api';
import { rootRouteRef } from '../routes';

export const changesPage = PageBlueprint.make({
  params: {
    path: '/changes',
    title: 'Changes',
    routeRef: rootRouteRef,
    loader: () =>
      import('../components/ChangesRouter/ChangesRouter').then(m => (
        <m.ChangesRouter />
      )),
  },
});
