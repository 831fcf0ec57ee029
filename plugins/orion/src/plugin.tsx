import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { checksApi } from './extensions/checksApi';
import { HomeIcon } from './extensions/HomeIcon';
import { homePage } from './extensions/homePage';
import { keys } from './extensions/keys';
import {
  bgpRouteRef,
  catalogRouteRef,
  changeRouteRef,
  changesRouteRef,
  docsRouteRef,
  guestsRouteRef,
  rootRouteRef,
  searchRouteRef,
  templateRouteRef,
} from './routes';

/**
 * The page people open first: the seven checks and what waits for them.
 *
 * @public
 */
export default createFrontendPlugin({
  pluginId: 'orion',
  title: 'Home',
  icon: <HomeIcon />,
  routes: { root: rootRouteRef },
  externalRoutes: {
    changes: changesRouteRef,
    change: changeRouteRef,
    guests: guestsRouteRef,
    bgp: bgpRouteRef,
    template: templateRouteRef,
    catalog: catalogRouteRef,
    docs: docsRouteRef,
    search: searchRouteRef,
  },
  extensions: [checksApi, homePage, keys],
});
