import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { machinePickerField, ownerPickerField } from './extensions/formFields';
import { guestCard } from './extensions/guestCard';
import { GuestsIcon } from './extensions/GuestsIcon';
import { hostCard } from './extensions/hostCard';
import { guestsPage } from './extensions/guestsPage';
import { proxmoxApi } from './extensions/proxmoxApi';
import {
  changeRouteRef,
  entityRouteRef,
  rootRouteRef,
  templateRouteRef,
} from './routes';

/**
 * The page of all guests, a card per guest, and the fields of an order.
 *
 * @public
 */
export default createFrontendPlugin({
  pluginId: 'orion-proxmox',
  title: 'Guests',
  icon: <GuestsIcon />,
  routes: { root: rootRouteRef },
  externalRoutes: {
    entity: entityRouteRef,
    template: templateRouteRef,
    change: changeRouteRef,
  },
  extensions: [
    proxmoxApi,
    guestsPage,
    guestCard,
    hostCard,
    ownerPickerField,
    machinePickerField,
  ],
});
