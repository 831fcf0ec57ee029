import { Suspense } from 'react';
import { Route, Routes, useLocation, useNavigate } from 'react-router-dom';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { BgpApi } from '@orion/backstage-plugin-orion-bgp-common';
import { bgpApiRef } from '../api/bgpApiRef';
import { MigrationPage } from '../components/MigrationPage/MigrationPage';
import { RoutesRouter } from '../components/RoutesPage/RoutesRouter';
import { SessionsRouter } from '../components/SessionsRouter/SessionsRouter';
import {
  changeRouteRef,
  routesRouteRef,
  sessionsRouteRef,
  templateRouteRef,
} from '../routes';

function Where() {
  const { pathname, search } = useLocation();
  return <output aria-label="where">{pathname + search}</output>;
}

/** As the browser's own, which is no part of a page. */
function BackButton() {
  const navigate = useNavigate();
  return <button hidden data-testid="back" onClick={() => navigate(-1)} />;
}

/** All tabs below `/bgp`, as the framework mounts them. */
export function renderBgp(
  path: string,
  api: BgpApi,
  result: AuthorizeResult.ALLOW | AuthorizeResult.DENY = AuthorizeResult.ALLOW,
) {
  return renderInTestApp(
    <Suspense fallback={null}>
      <Routes>
        <Route path="/bgp/sessions/*" element={<SessionsRouter />} />
        <Route path="/bgp/migration" element={<MigrationPage />} />
        <Route path="/bgp/routes/*" element={<RoutesRouter />} />
      </Routes>
      <Where />
      <BackButton />
    </Suspense>,
    {
      apis: [
        [bgpApiRef, api],
        [permissionApiRef, { authorize: async () => ({ result }) }],
      ] as never,
      mountedRoutes: {
        '/bgp/sessions': sessionsRouteRef,
        '/bgp/routes': routesRouteRef,
        '/changes/:changeId': changeRouteRef,
        '/create/:namespace/:templateName': templateRouteRef,
      },
      initialRouteEntries: [path],
    },
  );
}
