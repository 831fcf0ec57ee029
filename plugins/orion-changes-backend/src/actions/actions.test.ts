import { mockCredentials } from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { decide } from '../tests/startTestPlugin';
import { userRef } from '../tests/people';
import { usePipeline } from '../tests/usePipeline';
import { registerActions } from './registerActions';

const stage = usePipeline();

function actions() {
  const registry = actionsRegistryServiceMock();
  registerActions(registry, {
    ...stage.pipeline,
    auth: {
      isPrincipal: (credentials: any, type: string) =>
        credentials.principal.type === type,
    } as never,
    permissions: {
      authorize: async (all: any[], { credentials }: any) =>
        all.map(one => decide(one.permission.name, credentials.principal)),
    } as never,
  });
  const invoke = async (name: string, as: string, input: object) =>
    (
      await registry.invoke({
        id: `test:${name}`,
        input: input as never,
        credentials: mockCredentials.user(userRef(as)),
      })
    ).output as any;
  return { registry, invoke };
}

const order = (name: string, more = {}) => ({
  kind: 'test.create',
  input: { name, owner: 'group:default/team-a' },
  idempotencyKey: `key of ${name}`,
  ...more,
});

it('offers reading and ordering, and nothing that decides', async () => {
  const { registry } = actions();
  const offered = (await registry.list()).actions;
  expect(offered.map(({ name }) => name)).toEqual([
    'list-changes',
    'get-change',
    'submit-change',
  ]);
  const reads = offered.filter(({ attributes }) => attributes.readOnly);
  expect(reads).toHaveLength(2);
  expect(offered.some(({ attributes }) => attributes.destructive)).toBe(false);
});

it('orders as the person, once, and shows what came of it', async () => {
  const { invoke } = actions();
  const dry = await invoke('submit-change', 'requester', {
    ...order('a-one'),
    dryRun: true,
  });
  expect(dry).toMatchObject({
    created: false,
    dryRun: { title: 'Create a-one' },
  });
  const { id } = await invoke('submit-change', 'requester', order('a-one'));
  expect(await invoke('submit-change', 'requester', order('a-one'))).toEqual({
    id,
    created: false,
  });
  await stage.pipeline.drive(id, 'awaiting-approval');
  expect(await invoke('get-change', 'requester', { id })).toMatchObject({
    state: 'awaiting-approval',
    plan: { lines: [{ action: 'add', title: 'a-one' }] },
  });
  const { items } = await invoke('list-changes', 'requester', { view: 'mine' });
  expect(items[0]).toMatchObject({ id, title: 'Create a-one' });
});

it('refuses roles that may not order, services, and what does not fit', async () => {
  const { invoke, registry } = actions();
  await expect(
    invoke('submit-change', 'viewer', order('a-viewer')),
  ).rejects.toThrow('Submitting changes needs the operator role');
  await expect(
    registry.invoke({
      id: 'test:list-changes',
      input: {},
      credentials: mockCredentials.service(),
    }),
  ).rejects.toThrow('Changes are shown to people');
  await expect(
    invoke('submit-change', 'requester', {
      ...order('x'),
      idempotencyKey: 'k',
    }),
  ).rejects.toMatchObject({ name: 'InputError' });
  await expect(
    invoke('get-change', 'requester', { id: 999_999 }),
  ).rejects.toMatchObject({ name: 'NotFoundError' });
});
