import { Guest } from '@orion/backstage-plugin-orion-proxmox-common';

export type DestroyRefusal =
  | 'template'
  | 'notOurs'
  | 'protected'
  | 'denied'
  | 'stale';

/** Why a guest cannot be destroyed through ORION now; undefined when it can. */
export function destroyRefusal(
  guest: Pick<Guest, 'template' | 'changeId' | 'protected'>,
  stale: boolean,
  denied: boolean,
): DestroyRefusal | undefined {
  if (guest.template) {
    return 'template';
  }
  if (guest.protected) {
    return 'protected';
  }
  if (guest.changeId === undefined) {
    return 'notOurs';
  }
  if (denied) {
    return 'denied';
  }
  return stale ? 'stale' : undefined;
}
