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
 * Letting go of what a change decided: what is now counts, and the difference is
 * no longer shown. Touches no router.
 *
 * @public
 */
export const decisionForgetPermission = createPermission({
  name: 'orion.bgp.decision.forget',
  attributes: { action: 'delete' },
});

/**
 * All permissions of the BGP domain, for its permission integration.
 *
 * @public
 */
export const orionBgpPermissions: Permission[] = [
  sessionReadPermission,
  routeReadPermission,
  decisionForgetPermission,
];
