import { mockServices } from '@backstage/backend-test-utils';
import { startSilentPlugin } from '@orion/backstage-plugin-orion-node/testing';
import { DecidedState, DesiredStatesClient } from './DesiredStates';

it('does not wait for ever for the plugin that keeps what was decided', async () => {
  const { discovery, stop } = await startSilentPlugin();
  const auth = mockServices.auth({ pluginId: 'orion-changes' });
  const desired = new DesiredStatesClient(
    { auth, discovery },
    { deadlineMs: 200 },
  );
  await expect(desired.report({} as DecidedState)).rejects.toMatchObject({
    ...{ name: 'TimeoutError', message: 'timeout after 0.2 s' },
  });
  await stop();
});
