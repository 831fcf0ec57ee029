import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import {
  NetboxClient,
  readNetboxConfig,
} from '@orion/backstage-plugin-orion-ipam-node';
import { fetchWithin } from '@orion/backstage-plugin-orion-node';
import { ProxmoxClient } from '@orion/backstage-plugin-orion-proxmox-common';
import { GuestInventory } from './GuestInventory';
import { NetboxInventory } from './NetboxInventory';
import { ProxmoxInventory } from './ProxmoxInventory';

const DEADLINE_MS = 20_000;

/** The inventories of guests that this installation has; both only read. */
export function createInventories(
  config: Config,
  {
    auth,
    discovery,
    deadlineMs = DEADLINE_MS,
  }: {
    auth: AuthService;
    discovery: DiscoveryService;
    /** Of one answer of a plugin. */
    deadlineMs?: number;
  },
): GuestInventory[] {
  const inventories: GuestInventory[] = [];
  if (config.has('orion.proxmox.clusters')) {
    const proxmox = new ProxmoxClient({
      discoveryApi: discovery,
      fetchApi: fetchWithin(deadlineMs),
    });
    inventories.push(new ProxmoxInventory({ auth, proxmox }));
  }
  const netbox = readNetboxConfig(config);
  if (netbox) {
    const { url, timeoutMs, readToken, writeToken } = netbox;
    const token = readToken ?? writeToken;
    inventories.push(
      new NetboxInventory(NetboxClient.create({ url, token, timeoutMs })),
    );
  }
  return inventories;
}
