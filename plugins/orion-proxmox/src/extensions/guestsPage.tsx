import { PageBlueprint } from '@backstage/frontend-plugin-api';
import { rootRouteRef } from '../routes';

export const guestsPage = PageBlueprint.make({
  params: {
    path: '/guests',
    title: 'Guests',
    routeRef: rootRouteRef,
    loader: () =>
      import('../components/GuestsPage/GuestsPage').then(m => <m.GuestsPage />),
  },
});
