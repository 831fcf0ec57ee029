import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** What the read side needs beside the clusters. */
export interface InventoryConfig {
  /** Owner of everything no change has given to anybody. */
  defaultOwner: string;
  /** Guests that are never destroyed through ORION, as `proxmox:<cluster>/<vmid>`. */
  protectedRefs: Set<string>;
}

/** Throws `InputError` naming the key. */
export function readInventoryConfig(root: Config): InventoryConfig {
  const owner =
    root.getOptionalString('orion.proxmox.defaultOwner') ??
    'group:default/admins';
  return {
    defaultOwner: readOwner(owner),
    // The pipeline's policy decides; here it is shown before anybody tries.
    protectedRefs: new Set(
      root.getOptionalStringArray('orion.changes.policy.protectedTargets') ??
        [],
    ),
  };
}

function readOwner(owner: string): string {
  try {
    return stringifyEntityRef(parseEntityRef(owner));
  } catch (error) {
    throw new InputError(
      `orion.proxmox.defaultOwner: "${owner}" is no entity reference such as group:default/admins`,
    );
  }
}
