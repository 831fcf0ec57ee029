import { Suspense } from 'react';
import { Route, Routes } from 'react-router-dom';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { BgpApi } from '@orion/backstage-plugin-orion-bgp-common';
import { bgpApiRef } from '../api/bgpApiRef';
import { MigrationPage } from '../components/MigrationPage/MigrationPage';
import { RoutesRouter } from '../components/RoutesPage/RoutesRouter';
import { SessionsRouter } from '../components/SessionsRouter/SessionsRouter';
import { routesRouteRef, sessionsRouteRef } from '../routes';

/** Both tabs below `/bgp`, as the framework mounts them. */
export function renderBgp(path: string, api: BgpApi) {
  return renderInTestApp(
    <Suspense fallback={null}>
      <Routes>
        <Route path="/bgp/sessions/*" element={<SessionsRouter />} />
        <Route path="/bgp/migration" element={<MigrationPage />} />
        <Route path="/bgp/routes/*" element={<RoutesRouter />} />
      </Routes>
    </Suspense>,
    {
      apis: [[bgpApiRef, api]] as never,
      mountedRoutes: {
        '/bgp/sessions': sessionsRouteRef,
        '/bgp/routes': routesRouteRef,
      },
      initialRouteEntries: [path],
    },
  );
}
