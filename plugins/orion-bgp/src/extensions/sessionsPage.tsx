import { SubPageBlueprint } from '@backstage/frontend-plugin-api';
import { sessionsRouteRef } from '../routes';

export const sessionsPage = SubPageBlueprint.make({
  name: 'sessions',
  attachTo: { id: 'page:orion-bgp', input: 'pages' },
  params: {
    path: 'sessions',
    title: 'Sessions',
    routeRef: sessionsRouteRef,
    loader: () =>
      import('../components/SessionsRouter/SessionsRouter').then(m => (
        <m.SessionsRouter />
      )),
  },
});
