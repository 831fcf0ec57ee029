import { Entity } from '@backstage/catalog-model';

/** Groups by person. `requester` orders, `approver` and `second` decide, `stranger` belongs elsewhere. */
export const PEOPLE: Record<string, string[]> = {
  requester: ['team-a', 'operators'],
  colleague: ['team-a', 'operators'],
  approver: ['approvers'],
  second: ['approvers'],
  stranger: ['team-b', 'operators'],
  viewer: ['viewers'],
  admin: ['admins', 'approvers'],
};

export const userRef = (name: string) => `user:default/${name}`;
export const groupRef = (name: string) => `group:default/${name}`;

/** Users and groups as the catalog has them. */
export function peopleEntities(people = PEOPLE): Entity[] {
  const users = Object.entries(people).map(([name, groups]) => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name, namespace: 'default' },
    spec: { profile: { email: `${name}@example.org` }, memberOf: groups },
    relations: groups.map(group => ({
      type: 'memberOf',
      targetRef: groupRef(group),
    })),
  }));
  const groups = [...new Set(Object.values(people).flat())].map(name => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name, namespace: 'default' },
    spec: { type: 'team', children: [] },
    relations: [],
  }));
  return [...users, ...groups];
}
