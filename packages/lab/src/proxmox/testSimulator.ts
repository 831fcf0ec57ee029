import { PveClient } from './contract/PveClient';
import { ProxmoxOptions, RunningProxmox, startProxmox } from './startProxmox';

/** A fast simulator and clients of its tokens, for the tests in this folder. */
export async function testSimulator(options: Partial<ProxmoxOptions> = {}) {
  const simulator: RunningProxmox = await startProxmox({
    port: 0,
    ...options,
    timings: {
      cloneFullMs: 120,
      cloneLinkedMs: 20,
      createMs: 10,
      startMs: 10,
      shutdownMs: 10,
      stopMs: 10,
      destroyMs: 10,
      resizeMs: 10,
      moveDiskMs: 10,
      migrateMs: 10,
      snapshotMs: 10,
      templateMs: 10,
      agentReadyMs: 60,
      authFailureMs: 10,
      ...options.timings,
    },
  });
  const clients: PveClient[] = [];
  const clientOf = (id: string): PveClient => {
    const client = new PveClient({
      url: simulator.url,
      ca: simulator.ca,
      token: `${id}=${simulator.tokens[id]}`,
    });
    clients.push(client);
    return client;
  };
  return {
    simulator,
    clientOf,
    api: clientOf(
      Object.keys(options.tokens ?? { 'orion@pve!terraform': 1 })[0],
    ),
    stop: async () => {
      clients.forEach(client => client.close());
      await simulator.stop();
    },
  };
}

/** Rights to everything, for tests that are about something else. */
export const adminTokens = {
  'admin@pve!test': {
    secret: '11111111-2222-3333-4444-555555555555',
    acl: [{ path: '/', role: 'Administrator' }],
  },
};
