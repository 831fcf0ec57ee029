import { createPermissionResourceRef } from '@backstage/plugin-permission-node';
import { RESOURCE_TYPE_ORION_CHANGE } from '@orion/backstage-plugin-orion-changes-common';

/**
 * The resource type of changes, for permission rules and policies.
 *
 * @public
 */
export const changeResourceRef = createPermissionResourceRef<
  { owners: string[] },
  { owners: string[] }
>().with({
  pluginId: 'orion-changes',
  resourceType: RESOURCE_TYPE_ORION_CHANGE,
});
