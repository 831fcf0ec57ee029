import { AuthService } from '@backstage/backend-plugin-api';
import {
  GuestPage,
  ProxmoxApi,
} from '@orion/backstage-plugin-orion-proxmox-common';
import { parseAddress, parsePrefix } from '../../routes/addresses';
import { covers } from '../../routes/covers';
import { GuestInventory } from './GuestInventory';

const PAGE = 200;
/** 20,000 guests; beyond, the list says that it has no end. */
const MAX_PAGES = 100;

/** Guests with the addresses that ORION gave them. */
export class ProxmoxInventory implements GuestInventory {
  readonly name = 'The list of guests';
  readonly #auth: AuthService;
  readonly #proxmox: Pick<ProxmoxApi, 'listGuests'>;

  constructor(deps: {
    auth: AuthService;
    proxmox: Pick<ProxmoxApi, 'listGuests'>;
  }) {
    this.#auth = deps.auth;
    this.#proxmox = deps.proxmox;
  }

  async listGuests(prefixes: string[], signal: AbortSignal): Promise<string[]> {
    const wanted = prefixes.map(prefix => parsePrefix(prefix)!);
    const { token } = await this.#auth.getPluginRequestToken({
      onBehalfOf: await this.#auth.getOwnServiceCredentials(),
      targetPluginId: 'orion-proxmox',
    });
    const names: string[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < MAX_PAGES; page++) {
      signal.throwIfAborted();
      const answer: GuestPage = await this.#proxmox.listGuests(
        { limit: PAGE, cursor, sort: 'vmid' },
        { token },
      );
      for (const { addresses, name, ref } of answer.items) {
        if (addresses.some(address => isIn(address, wanted))) {
          names.push(name ?? ref);
        }
      }
      cursor = answer.nextCursor;
      if (!cursor) {
        return names;
      }
    }
    throw new Error(`more than ${MAX_PAGES * PAGE} guests`);
  }
}

function isIn(
  text: string,
  prefixes: NonNullable<ReturnType<typeof parsePrefix>>[],
): boolean {
  const address = parseAddress(text.split('/')[0]);
  return (
    address !== undefined &&
    prefixes.some(prefix =>
      covers(prefix, {
        family: address.length === 4 ? 4 : 6,
        address,
        length: 8 * address.length,
      }),
    )
  );
}
