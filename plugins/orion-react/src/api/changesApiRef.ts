import { createApiRef } from '@backstage/frontend-plugin-api';
import type { ChangesApi } from '@orion/backstage-plugin-orion-changes-common';

/**
 * The change pipeline as every ORION page reaches it.
 *
 * @public
 */
export const changesApiRef = createApiRef<ChangesApi>().with({
  id: 'plugin.orion-changes.client',
  pluginId: 'orion-changes',
});
