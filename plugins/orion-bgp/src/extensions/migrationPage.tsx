import { SubPageBlueprint } from '@backstage/frontend-plugin-api';
import { migrationRouteRef } from '../routes';

export const migrationPage = SubPageBlueprint.make({
  name: 'migration',
  attachTo: { id: 'page:orion-bgp', input: 'pages' },
  params: {
    path: 'migration',
    title: 'Migration',
    routeRef: migrationRouteRef,
    loader: () =>
      import('../components/MigrationPage/MigrationPage').then(m => (
        <m.MigrationPage />
      )),
  },
});
