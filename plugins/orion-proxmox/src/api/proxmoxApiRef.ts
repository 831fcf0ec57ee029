import { createApiRef } from '@backstage/frontend-plugin-api';
import type { ProxmoxApi } from '@orion/backstage-plugin-orion-proxmox-common';

/**
 * The Proxmox domain as pages and form fields read it.
 *
 * @public
 */
export const proxmoxApiRef = createApiRef<ProxmoxApi>().with({
  id: 'plugin.orion-proxmox.client',
  pluginId: 'orion-proxmox',
});
