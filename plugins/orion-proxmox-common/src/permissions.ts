import {
  createPermission,
  Permission,
} from '@backstage/plugin-permission-common';

/** The resource of permissions on one guest; a rule sees its owner. @public */
export const RESOURCE_TYPE_PROXMOX_GUEST = 'proxmox-guest';

/**
 * Seeing guests, their load and their addresses. Those one may not see do not
 * exist for one.
 *
 * @public
 */
export const guestReadPermission = createPermission({
  name: 'orion.proxmox.guest.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_PROXMOX_GUEST,
});

/**
 * Seeing clusters, nodes, storages and what an order can be made of.
 *
 * @public
 */
export const clusterReadPermission = createPermission({
  name: 'orion.proxmox.cluster.read',
  attributes: { action: 'read' },
});

/**
 * All permissions of the Proxmox domain, for its permission integration.
 *
 * @public
 */
export const orionProxmoxPermissions: Permission[] = [
  guestReadPermission,
  clusterReadPermission,
];
