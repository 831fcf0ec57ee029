import {
  createPermission,
  Permission,
} from '@backstage/plugin-permission-common';

/** Every role may read the seven checks. @public */
export const checksReadPermission = createPermission({
  name: 'orion.checks.read',
  attributes: { action: 'read' },
});

/** @public */
export const orionPermissions: Permission[] = [checksReadPermission];
