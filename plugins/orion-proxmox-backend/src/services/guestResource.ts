import { createPermissionResourceRef } from '@backstage/plugin-permission-node';
import { OwnedQuery, OwnedResource } from '@orion/backstage-plugin-orion-node';
import { RESOURCE_TYPE_PROXMOX_GUEST } from '@orion/backstage-plugin-orion-proxmox-common';

/** The resource type of guests, for permission rules and policies. */
export const guestResourceRef = createPermissionResourceRef<
  OwnedResource,
  OwnedQuery
>().with({
  pluginId: 'orion-proxmox',
  resourceType: RESOURCE_TYPE_PROXMOX_GUEST,
});
