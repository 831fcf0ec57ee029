import {
  createPermission,
  Permission,
} from '@backstage/plugin-permission-common';

/** Seeing routers, their sessions and how those went. @public */
export const sessionReadPermission = createPermission({
  name: 'orion.bgp.session.read',
  attributes: { action: 'read' },
});

/** Seeing route tables: what neighbors announce and what goes out. @public */
export const routeReadPermission = createPermission({
  name: 'orion.bgp.route.read',
  attributes: { action: 'read' },
});

/**
 * All permissions of the BGP domain, for its permission integration.
 *
 * @public
 */
export const orionBgpPermissions: Permission[] = [
  sessionReadPermission,
  routeReadPermission,
];
