import { createApiRef } from '@backstage/frontend-plugin-api';
import type { BgpApi } from '@orion/backstage-plugin-orion-bgp-common';

/**
 * The BGP domain as pages and cards read it.
 *
 * @public
 */
export const bgpApiRef = createApiRef<BgpApi>().with({
  id: 'plugin.orion-bgp.client',
  pluginId: 'orion-bgp',
});
