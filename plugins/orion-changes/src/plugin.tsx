import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { ChangesIcon } from './extensions/ChangesIcon';
import { changesApi } from './extensions/changesApi';
import { changesCard } from './extensions/changesCard';
import { changesPage } from './extensions/changesPage';
import {
  changeRouteRef,
  entityRouteRef,
  rootRouteRef,
  templateRouteRef,
} from './routes';

/**
 * The inbox of changes, a page per change, and a card on what they are about.
 *
 * @public
 */
export default createFrontendPlugin({
  pluginId: 'orion-changes',
  title: 'Changes',
  icon: <ChangesIcon />,
  routes: { root: rootRouteRef, change: changeRouteRef },
  externalRoutes: { entity: entityRouteRef, template: templateRouteRef },
  extensions: [changesApi, changesPage, changesCard],
});
