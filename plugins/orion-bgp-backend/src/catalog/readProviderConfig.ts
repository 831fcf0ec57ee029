import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** What the provider needs to know; no credential: it reads the BGP plugin. */
export interface ProviderConfig {
  defaultOwner: string;
  /** Guest each router runs on, as `<cluster>/<vmid>`, by router. */
  guests: Map<string, string>;
}

/** Undefined when no router is configured. Throws `InputError` naming the key. */
export function readProviderConfig(root: Config): ProviderConfig | undefined {
  const routers = root.getOptionalConfig('orion.bgp.routers');
  const ids = routers?.keys() ?? [];
  if (ids.length === 0) {
    return undefined;
  }
  const guests = new Map<string, string>();
  for (const id of ids) {
    const guest = routers!.getOptionalString(`${id}.guest`);
    if (guest !== undefined && !/^[a-z0-9-]+\/\d+$/.test(guest)) {
      throw new InputError(
        `orion.bgp.routers.${id}.guest: "${guest}" is not <cluster>/<vmid>`,
      );
    }
    if (guest !== undefined) {
      guests.set(id, guest);
    }
  }
  return {
    defaultOwner:
      root.getOptionalString('orion.bgp.defaultOwner') ??
      'group:default/admins',
    guests,
  };
}
