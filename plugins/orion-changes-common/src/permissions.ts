import {
  createPermission,
  Permission,
} from '@backstage/plugin-permission-common';

/**
 * The resource of permissions on one change; a rule sees its owner and its
 * requester.
 *
 * @public
 */
export const RESOURCE_TYPE_ORION_CHANGE = 'orion-change';

/**
 * Seeing a change, its plan and its log. Requesters and those who approve for
 * it see it in any case, once they may read at all.
 *
 * @public
 */
export const changeReadPermission = createPermission({
  name: 'orion.change.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_ORION_CHANGE,
});

/**
 * Ordering changes, and dry runs. The caller also has to be a member of the
 * owner.
 *
 * @public
 */
export const changeSubmitPermission = createPermission({
  name: 'orion.change.submit',
  attributes: { action: 'create' },
});

/**
 * Approving and rejecting. The caller also has to be in a group the policy
 * names for the change, and not its requester.
 *
 * @public
 */
export const changeApprovePermission = createPermission({
  name: 'orion.change.approve',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_ORION_CHANGE,
});

/**
 * Stopping a change, and having ORION look again at one that needs attention.
 *
 * @public
 */
export const changeCancelPermission = createPermission({
  name: 'orion.change.cancel',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_ORION_CHANGE,
});

/** Verifying the record of all changes. @public */
export const changeAuditPermission = createPermission({
  name: 'orion.change.audit',
  attributes: { action: 'read' },
});

/** Leaving safe mode. @public */
export const changeAdministerPermission = createPermission({
  name: 'orion.change.administer',
  attributes: { action: 'update' },
});

/** All permissions of the pipeline, for its permission integration. @public */
export const orionChangePermissions: Permission[] = [
  changeReadPermission,
  changeSubmitPermission,
  changeApprovePermission,
  changeCancelPermission,
  changeAuditPermission,
  changeAdministerPermission,
];
