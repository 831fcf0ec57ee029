import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { bgpApi } from './extensions/bgpApi';
import { BgpIcon } from './extensions/BgpIcon';
import { bgpPage } from './extensions/bgpPage';
import { migrationPage } from './extensions/migrationPage';
import { routesPage } from './extensions/routesPage';
import { sessionsCard } from './extensions/sessionsCard';
import { sessionsPage } from './extensions/sessionsPage';
import {
  changeRouteRef,
  migrationRouteRef,
  rootRouteRef,
  routesRouteRef,
  sessionsRouteRef,
  templateRouteRef,
} from './routes';

/**
 * Routers and their sessions, a page per session, and the search for routes.
 *
 * @public
 */
export default createFrontendPlugin({
  pluginId: 'orion-bgp',
  title: 'BGP',
  icon: <BgpIcon />,
  routes: {
    root: rootRouteRef,
    sessions: sessionsRouteRef,
    routes: routesRouteRef,
    migration: migrationRouteRef,
  },
  externalRoutes: { change: changeRouteRef, template: templateRouteRef },
  extensions: [
    bgpApi,
    bgpPage,
    sessionsPage,
    routesPage,
    migrationPage,
    sessionsCard,
  ],
});
