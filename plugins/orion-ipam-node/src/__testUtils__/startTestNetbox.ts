import { startNetbox, type RunningSimulator } from '@orion/lab';
import { NetboxIpamProvider } from '../NetboxIpamProvider';

export const WRITE_TOKEN = '11'.repeat(20);
export const READ_TOKEN = '22'.repeat(20);

/** A lab NetBox, the provider on it, and the switches of its faults. */
export interface TestNetbox {
  netbox: RunningSimulator;
  ipam: NetboxIpamProvider;
  /** Switches a fault on. */
  fault(name: string, options?: object): Promise<void>;
  clear(name: string): Promise<void>;
  /** Changes an object behind ORION's back. */
  act(action: string, input: object): Promise<any>;
  /** An object as NetBox answers it, with the read token. */
  read(path: string): Promise<any>;
  /** Paths of the requests of one method, as NetBox saw them. */
  requests(method: string): Promise<string[]>;
  stop(): Promise<void>;
}

/** For tests only; `timeoutMs` is the provider's deadline per call. */
export async function startTestNetbox(
  timeoutMs = 2_000,
  addressRestMs = 900_000,
): Promise<TestNetbox> {
  const netbox = await startNetbox({
    port: 0,
    controlPort: 0,
    tokens: {
      [WRITE_TOKEN]: { user: 'orion-write', writeEnabled: true },
      [READ_TOKEN]: { user: 'orion-read', writeEnabled: false },
    },
  });
  const control = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${netbox.controlUrl}/${path}`, {
      method,
      body: body && JSON.stringify(body),
    });
    return response.json();
  };
  return {
    netbox,
    ipam: NetboxIpamProvider.create({
      url: netbox.url,
      readToken: READ_TOKEN,
      writeToken: WRITE_TOKEN,
      timeoutMs,
      addressRestMs,
    }),
    fault: (name, options = {}) => control('PUT', `faults/${name}`, options),
    clear: name => control('DELETE', `faults/${name}`),
    act: (action, input) => control('POST', `actions/${action}`, input),
    read: async path => {
      const response = await fetch(`${netbox.url}/api/${path}`, {
        headers: { authorization: `Token ${READ_TOKEN}` },
      });
      return response.json();
    },
    requests: async method => {
      const entries = await control('GET', `requests?method=${method}`);
      return entries.map((entry: { path: string }) => entry.path);
    },
    stop: () => netbox.stop(),
  };
}
