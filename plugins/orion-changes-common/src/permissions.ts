import {
  createPermission,
  Permission,
} from '@backstage/plugin-permission-common';

/** @public */
export const RESOURCE_TYPE_ORION_CHANGE = 'orion-change';

/** @public */
export const changeReadPermission = createPermission({
  name: 'orion.change.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_ORION_CHANGE,
});

/** @public */
export const changeSubmitPermission = createPermission({
  name: 'orion.change.submit',
  attributes: { action: 'create' },
});

/** @public */
export const changeApprovePermission = createPermission({
  name: 'orion.change.approve',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_ORION_CHANGE,
});

/** @public */
export const changeCancelPermission = createPermission({
  name: 'orion.change.cancel',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_ORION_CHANGE,
});

/** @public */
export const changeAuditPermission = createPermission({
  name: 'orion.change.audit',
  attributes: { action: 'read' },
});

/** Leaving safe mode. @public */
export const changeAdministerPermission = createPermission({
  name: 'orion.change.administer',
  attributes: { action: 'update' },
});

/** @public */
export const orionChangePermissions: Permission[] = [
  changeReadPermission,
  changeSubmitPermission,
  changeApprovePermission,
  changeCancelPermission,
  changeAuditPermission,
  changeAdministerPermission,
];
