import { once } from 'node:events';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { DiscoveryService } from '@backstage/backend-plugin-api';

/** A plugin that takes every question and answers none. @public */
export interface SilentPlugin {
  /** Finds it, whatever plugin is asked for. */
  discovery: DiscoveryService;
  stop(): Promise<void>;
}

/** Shows who waits for ever. @public */
export async function startSilentPlugin(): Promise<SilentPlugin> {
  const server = createServer(() => {}).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const getBaseUrl = async (id: string) => `http://127.0.0.1:${port}/api/${id}`;
  return {
    discovery: { getBaseUrl, getExternalBaseUrl: getBaseUrl },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
