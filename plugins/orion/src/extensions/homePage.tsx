import { PageBlueprint } from '@backstage/frontend-plugin-api';
import { rootRouteRef } from '../routes';

export const homePage = PageBlueprint.make({
  name: 'home',
  params: {
    path: '/home',
    title: 'Home',
    routeRef: rootRouteRef,
    loader: () =>
      import('../components/HomePage/HomePage').then(m => <m.HomePage />),
  },
});
