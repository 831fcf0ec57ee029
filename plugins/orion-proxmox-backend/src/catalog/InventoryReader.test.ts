import { mockServices } from '@backstage/backend-test-utils';
import { startSilentPlugin } from '@orion/backstage-plugin-orion-node/testing';
import { InventoryReader } from './InventoryReader';

it('fails where the plugin takes a question and never answers', async () => {
  const { discovery, stop } = await startSilentPlugin();
  const auth = mockServices.auth({ pluginId: 'catalog' });
  const reader = InventoryReader.create({ auth, deadlineMs: 200, discovery });
  await expect(reader.read('r730')).rejects.toThrow('timeout after 0.2 s');
  await stop();
});
