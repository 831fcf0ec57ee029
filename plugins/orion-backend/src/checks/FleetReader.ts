import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import {
  Guest,
  GuestPage,
  ProxmoxApi,
  ProxmoxClient,
} from '@orion/backstage-plugin-orion-proxmox-common';
import { fetchWithin } from '@orion/backstage-plugin-orion-node';
import { CHECK_DEADLINE_MS } from './Check';

const PAGE_SIZE = 200;

/** Reads guests from the proxmox plugin with this plugin's own credentials. */
export class FleetReader {
  readonly #auth: AuthService;
  readonly #proxmox: ProxmoxApi;

  /** @param deps - `deadlineMs` of one answer */
  static create(deps: {
    auth: AuthService;
    deadlineMs?: number;
    discovery: DiscoveryService;
  }): FleetReader {
    const { auth, discovery, deadlineMs = CHECK_DEADLINE_MS } = deps;
    const proxmox = new ProxmoxClient({
      discoveryApi: discovery,
      fetchApi: fetchWithin(deadlineMs),
    });
    return new FleetReader({ auth, proxmox });
  }

  constructor(deps: { auth: AuthService; proxmox: ProxmoxApi }) {
    this.#auth = deps.auth;
    this.#proxmox = deps.proxmox;
  }

  /** Every guest the filter matches, with the counts and freshness of the whole. */
  async list(filter: string, signal: AbortSignal): Promise<GuestPage> {
    const items: Guest[] = [];
    let cursor: string | undefined;
    for (;;) {
      signal.throwIfAborted();
      const { token } = await this.#auth.getPluginRequestToken({
        onBehalfOf: await this.#auth.getOwnServiceCredentials(),
        targetPluginId: 'orion-proxmox',
      });
      const page = await this.#proxmox.listGuests(
        { filter, sort: 'vmid', limit: PAGE_SIZE, cursor },
        { token },
      );
      items.push(...page.items);
      cursor = page.nextCursor;
      if (!cursor) {
        return { ...page, items };
      }
    }
  }
}
