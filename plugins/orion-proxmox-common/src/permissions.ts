import {
  createPermission,
  Permission,
} from '@backstage/plugin-permission-common';

/** @public */
export const RESOURCE_TYPE_PROXMOX_GUEST = 'proxmox-guest';

/** @public */
export const guestReadPermission = createPermission({
  name: 'orion.proxmox.guest.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_PROXMOX_GUEST,
});

/** @public */
export const clusterReadPermission = createPermission({
  name: 'orion.proxmox.cluster.read',
  attributes: { action: 'read' },
});

/** @public */
export const orionProxmoxPermissions: Permission[] = [
  guestReadPermission,
  clusterReadPermission,
];
