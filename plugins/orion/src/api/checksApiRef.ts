import { createApiRef } from '@backstage/frontend-plugin-api';
import type { ChecksApi } from '@orion/backstage-plugin-orion-common';

/**
 * The seven checks as the home page reads them.
 *
 * @public
 */
export const checksApiRef = createApiRef<ChecksApi>().with({
  id: 'plugin.orion.checks',
  pluginId: 'orion',
});
