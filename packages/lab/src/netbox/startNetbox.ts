import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { RequestLog, startControl } from '../shared/control';
import type { RunningSimulator, SimulatorOptions } from '../shared/simulator';
import { SnapshotFile } from '../shared/SnapshotFile';
import { changeActions } from './changeActions';
import { NetboxFaults } from './faults';
import { handleRequest } from './handleRequest';
import { netboxModels } from './models';
import { NetboxStore, type NetboxState } from './NetboxStore';
import { seededParts, seedNetbox, type SeedPart } from './seed';
import { registerTokens, type NetboxTokens } from './tokens';

interface SavedState extends NetboxState {
  /** Parts of the seed it has; homes from before they were counted do not say. */
  seeded?: SeedPart[];
}

/** Options of {@link startNetbox}. */
export interface NetboxOptions extends SimulatorOptions {
  /** API tokens by their 40 hex digits; without any every call is a 403. */
  tokens?: NetboxTokens;
  /** Whether the plugin netbox-bgp is installed. Default: true. */
  bgpPlugin?: boolean;
}

/**
 * Starts a NetBox 4.4 that knows the lab's home network. It speaks plain HTTP;
 * `url` has no `/api`, as in NetBox's own clients.
 */
export async function startNetbox(
  options: NetboxOptions,
): Promise<RunningSimulator> {
  const { host = '127.0.0.1', tokens = {}, log = () => {} } = options;
  const { bgpPlugin = true } = options;
  const store = new NetboxStore(
    netboxModels.filter(
      ({ path }) => bgpPlugin || !path.startsWith('plugins/bgp/'),
    ),
  );
  let seeded: SeedPart[] = [];
  const file = new SnapshotFile<SavedState>(
    options.stateDir && join(options.stateDir, 'netbox.json'),
    () => ({ ...store.dump(), seeded }),
  );
  store.onWrite(() => file.touch());
  const seed = () => {
    store.load({ sequences: {}, tables: {} });
    registerTokens(store, tokens);
    seeded = seedNetbox(store);
    registerTokens(store, tokens);
  };
  const saved = file.load();
  if (saved) {
    store.load(saved);
    registerTokens(store, tokens);
    seeded = seedNetbox(store, seededParts(saved), log);
  } else {
    seed();
  }

  const faults = new NetboxFaults();
  const requests = new RequestLog();
  const deps = { store, tokens, faults, requests, log };
  const server = createServer((req, res) => {
    handleRequest(deps, req, res).catch(error => {
      log(`netbox: ${error}`);
      req.socket.destroy();
    });
  });
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => {
        server.off('error', reject);
        resolve();
      });
    });
  await listen(options.port);
  const { port } = server.address() as AddressInfo;

  let stopped = false;
  let switching = Promise.resolve();
  // Switches of the port queue up: a listener must be closed before it opens again.
  const followFaults = async () => {
    if (faults.portClosed && server.listening) {
      await closeServer(server);
    } else if (!faults.portClosed && !server.listening && !stopped) {
      await listen(port);
    }
  };
  faults.onChange(() => {
    switching = switching.then(followFaults).catch(error => log(String(error)));
  });

  const control =
    options.controlPort === undefined
      ? undefined
      : await startControl({
          host,
          port: options.controlPort,
          faults,
          requests,
          actions: changeActions(store),
          reset: () => {
            seed();
            file.touch();
          },
        });
  return {
    name: 'netbox',
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    controlUrl: control?.url,
    stop: async () => {
      stopped = true;
      await switching;
      await Promise.all([closeServer(server), control?.stop()]);
      file.flush();
    },
  };
}

function closeServer(server: ReturnType<typeof createServer>): Promise<void> {
  return new Promise(resolve => {
    if (!server.listening) {
      resolve();
      return;
    }
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
