import { House } from './House';

/** Has the catalog read a person again, and waits until it has or lacks a group. */
export async function rereadPerson(
  house: House,
  person: string,
  group: string,
  isMember: boolean,
): Promise<void> {
  const admin = await house.as('admin');
  await admin.call('catalog/refresh', {
    body: { entityRef: `user:default/${person}` },
  });
  await house.until(
    `${person} ${isMember ? 'in' : 'not in'} ${group}`,
    async () => {
      const { body } = await admin.call<{ spec: { memberOf: string[] } }>(
        `catalog/entities/by-name/user/default/${person}`,
      );
      return body.spec.memberOf.includes(group) === isMember;
    },
  );
}
