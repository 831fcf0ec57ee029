import {
  createPermission,
  Permission,
} from '@backstage/plugin-permission-common';

/** Every role may read the seven checks. @public */
export const checksReadPermission = createPermission({
  name: 'orion.checks.read',
  attributes: { action: 'read' },
});

/**
 * All permissions of the plugin `orion`, for its permission integration.
 *
 * @public
 */
export const orionPermissions: Permission[] = [checksReadPermission];
