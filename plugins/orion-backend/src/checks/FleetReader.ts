import { AuthService } from '@backstage/backend-plugin-api';
import {
  Guest,
  GuestPage,
  ProxmoxApi,
} from '@orion/backstage-plugin-orion-proxmox-common';

const PAGE_SIZE = 200;

/** Reads guests from the proxmox plugin with this plugin's own credentials. */
export class FleetReader {
  readonly #auth: AuthService;
  readonly #proxmox: ProxmoxApi;

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
