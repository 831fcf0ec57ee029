import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { checkIds } from '@orion/backstage-plugin-orion-common';
import { startSilentPlugin } from '@orion/backstage-plugin-orion-node/testing';
import { BgpReader } from './BgpReader';
import { Check } from './Check';
import { CheckService } from './CheckService';
import { FleetReader } from './FleetReader';

const fine = checkIds.map(
  (id): Check => ({
    ...{ id, title: id },
    run: async () => ({ state: 'ok', summary: 'It is fine.' }),
  }),
);

const list = (hanging: Check['run'], deadlineMs: number) =>
  CheckService.create({
    checks: fine.map(one =>
      one.id === 'bgp-established' ? { ...one, run: hanging } : one,
    ),
    deadlineMs,
    logger: mockServices.logger.mock(),
    permissions: mockServices.permissions.mock({
      authorize: async () => [{ result: AuthorizeResult.ALLOW }],
    }),
  }).list(mockCredentials.user());

it('answers the others where one never does, and says how long it waited', async () => {
  const results = await list(() => new Promise(() => {}), 200);
  expect(results.map(({ id, state }) => `${id} ${state}`)).toEqual(
    checkIds.map(id =>
      id === 'bgp-established' ? `${id} unknown` : `${id} ok`,
    ),
  );
  expect(results[1]).toMatchObject({
    summary: 'This check did not answer within 0.2 s.',
    nextStep: expect.any(String),
  });
});

it('says why one could not be run', async () => {
  const broken = () => Promise.reject(new Error('No such socket.'));
  expect((await list(broken, 5_000))[1]).toMatchObject({
    state: 'unknown',
    summary: 'This check could not be run: No such socket.',
  });
});

it('leaves no question open at a plugin that never answers', async () => {
  const { discovery, stop } = await startSilentPlugin();
  const auth = mockServices.auth({ pluginId: 'orion' });
  const deps = { auth, deadlineMs: 200, discovery };
  const { signal } = new AbortController();
  await expect(BgpReader.create(deps).findAll(signal)).rejects.toThrow(
    'timeout after 0.2 s',
  );
  await expect(
    FleetReader.create(deps).list('managed:true', signal),
  ).rejects.toThrow('timeout after 0.2 s');
  await stop();
});
