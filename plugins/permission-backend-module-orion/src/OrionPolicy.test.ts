import {
  AuthorizeResult,
  createPermission,
  Permission,
} from '@backstage/plugin-permission-common';
import {
  decisionForgetPermission,
  routeReadPermission,
  sessionReadPermission,
} from '@orion/backstage-plugin-orion-bgp-common';
import {
  changeApprovePermission,
  changeAuditPermission,
  changeCancelPermission,
  changeReadPermission,
  changeSubmitPermission,
} from '@orion/backstage-plugin-orion-changes-common';
import {
  clusterReadPermission,
  guestReadPermission,
} from '@orion/backstage-plugin-orion-proxmox-common';
import { OrionPolicy } from './OrionPolicy';

const group = (name: string) => `group:default/${name}`;
const policy = new OrionPolicy({
  viewers: [group('viewers')],
  operators: [group('operators')],
  approvers: [group('approvers')],
  admins: [group('admins')],
});
const claimsOf = (groups: string[]) => [
  'user:default/alice',
  ...groups.map(group),
];
const ask = (permission: Permission, groups: string[]) =>
  policy.handle({ permission }, {
    info: {
      userEntityRef: 'user:default/alice',
      ownershipEntityRefs: claimsOf(groups),
    },
  } as never);

const named = (
  name: string,
  action?: 'read' | 'create' | 'update' | 'delete',
) => createPermission({ name, attributes: { action } });
const PERMISSIONS: Record<string, Permission> = {
  read: changeReadPermission,
  submit: changeSubmitPermission,
  approve: changeApprovePermission,
  cancel: changeCancelPermission,
  audit: changeAuditPermission,
  guest: guestReadPermission,
  cluster: clusterReadPermission,
  sessions: sessionReadPermission,
  routes: routeReadPermission,
  'forget decision': decisionForgetPermission,
  'catalog read': named('catalog.entity.read', 'read'),
  'catalog delete': named('catalog.entity.delete', 'delete'),
  'location create': named('catalog.location.create', 'create'),
  'template read': named('scaffolder.template.parameter.read', 'read'),
  'task create': named('scaffolder.task.create', 'create'),
  'template management': named('scaffolder.template.management'),
  'kubernetes proxy': named('kubernetes.proxy'),
  'unknown read': named('orion.future.read', 'read'),
  'unknown write': named('orion.future.write', 'update'),
};

// yes, no, or own: a condition on what the person's groups own.
const TABLE: Record<string, Record<string, 'yes' | 'no' | 'own'>> = {
  none: {
    read: 'own',
    submit: 'no',
    approve: 'no',
    cancel: 'own',
    audit: 'no',
    guest: 'own',
    cluster: 'no',
    sessions: 'no',
    routes: 'no',
    'forget decision': 'no',
    'catalog read': 'yes',
    'catalog delete': 'no',
    'location create': 'no',
    'template read': 'yes',
    'task create': 'no',
    'template management': 'no',
    'kubernetes proxy': 'no',
    'unknown read': 'no',
    'unknown write': 'no',
  },
  viewers: {
    read: 'own',
    submit: 'no',
    approve: 'no',
    cancel: 'own',
    audit: 'no',
    guest: 'yes',
    cluster: 'yes',
    sessions: 'yes',
    routes: 'yes',
    'forget decision': 'no',
    'catalog read': 'yes',
    'catalog delete': 'no',
    'location create': 'no',
    'template read': 'yes',
    'task create': 'no',
    'template management': 'no',
    'kubernetes proxy': 'no',
    'unknown read': 'yes',
    'unknown write': 'no',
  },
  operators: {
    read: 'own',
    submit: 'yes',
    approve: 'no',
    cancel: 'own',
    audit: 'no',
    guest: 'own',
    cluster: 'yes',
    sessions: 'yes',
    routes: 'yes',
    'forget decision': 'yes',
    'catalog read': 'yes',
    'catalog delete': 'no',
    'location create': 'no',
    'template read': 'yes',
    'task create': 'yes',
    'template management': 'no',
    'kubernetes proxy': 'no',
    'unknown read': 'no',
    'unknown write': 'no',
  },
  approvers: {
    read: 'own',
    submit: 'no',
    approve: 'yes',
    cancel: 'yes',
    audit: 'no',
    guest: 'yes',
    cluster: 'yes',
    sessions: 'yes',
    routes: 'yes',
    'forget decision': 'no',
    'catalog read': 'yes',
    'catalog delete': 'no',
    'location create': 'no',
    'template read': 'yes',
    'task create': 'no',
    'template management': 'no',
    'kubernetes proxy': 'no',
    'unknown read': 'no',
    'unknown write': 'no',
  },
};

describe('the permission policy', () => {
  const cases = Object.entries(TABLE).flatMap(([role, row]) =>
    Object.entries(row).map(
      ([permission, expected]) => [role, permission, expected] as const,
    ),
  );

  it.each(cases)('%s, %s: %s', async (role, permission, expected) => {
    const decision = await ask(PERMISSIONS[permission], [role]);
    expect(decision.result).toBe(
      {
        yes: AuthorizeResult.ALLOW,
        no: AuthorizeResult.DENY,
        own: AuthorizeResult.CONDITIONAL,
      }[expected],
    );
  });

  it.each(Object.keys(PERMISSIONS))('admins, %s: yes', async permission => {
    expect(await ask(PERMISSIONS[permission], ['admins'])).toEqual({
      result: AuthorizeResult.ALLOW,
    });
  });

  it('has an answer for every permission and role', () => {
    for (const row of Object.values(TABLE)) {
      expect(Object.keys(row)).toEqual(Object.keys(PERMISSIONS));
    }
  });

  it('lets people read what they and their groups own, and nothing by a name alone', async () => {
    expect(await ask(changeReadPermission, ['team-a'])).toMatchObject({
      pluginId: 'orion-changes',
      resourceType: 'orion-change',
      conditions: {
        rule: 'IS_OWNER',
        params: { claims: claimsOf(['team-a']) },
      },
    });
    const lookalike = named('orion.change.approve.all', 'update');
    expect(await ask(lookalike, ['approvers'])).toEqual({
      result: AuthorizeResult.DENY,
    });
  });

  it('gives an unknown caller nothing of ORION', async () => {
    const nobody = (permission: Permission) =>
      policy.handle({ permission }, undefined);
    expect((await nobody(changeSubmitPermission)).result).toBe(
      AuthorizeResult.DENY,
    );
    expect((await nobody(changeApprovePermission)).result).toBe(
      AuthorizeResult.DENY,
    );
    expect(await nobody(changeReadPermission)).toMatchObject({
      conditions: { params: { claims: [] } },
    });
  });
});
