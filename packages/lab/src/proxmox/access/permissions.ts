import { Call, Permission } from '../http/Router';

/** Any logged-in caller may; the endpoint filters what it shows. */
export const everyone: Permission = () => undefined;

/** All of the privileges on the guest of the path. */
export function onGuest(...privileges: string[]): Permission {
  return ({ world, caller, path }) =>
    world.access.check(caller, `/vms/${path.vmid}`, ...privileges);
}

/** One of the privileges on the guest of the path. */
export function onGuestAny(...privileges: string[]): Permission {
  return ({ world, caller, path }) =>
    world.access.checkAny(caller, `/vms/${path.vmid}`, privileges);
}

export function onNode(...privileges: string[]): Permission {
  return ({ world, caller, path }) =>
    world.access.check(caller, `/nodes/${path.node}`, ...privileges);
}

export function onRoot(...privileges: string[]): Permission {
  return ({ world, caller }) => world.access.check(caller, '/', ...privileges);
}

export function onStorageAny(...privileges: string[]): Permission {
  return ({ world, caller, path }) =>
    world.access.checkAny(caller, `/storage/${path.storage}`, privileges);
}

/** Creating a guest needs VM.Allocate on it or on the pool it shall be in. */
export function checkAllocate(
  { world, caller }: Call,
  vmid: number,
  pool: string | undefined,
): void {
  if (pool && world.access.has(caller, `/pool/${pool}`, 'VM.Allocate')) {
    return;
  }
  world.access.check(caller, `/vms/${vmid}`, 'VM.Allocate');
}

export function checkSpace({ world, caller }: Call, storage: string): void {
  world.access.check(caller, `/storage/${storage}`, 'Datastore.AllocateSpace');
}

/** A bridge is a zone member of SDN; a VLAN on it is a path of its own. */
export function checkBridge(
  { world, caller }: Call,
  bridge: string,
  tag: string | undefined,
): void {
  const path = `/sdn/zones/localnetwork/${bridge}${tag ? `/${tag}` : ''}`;
  world.access.check(caller, path, 'SDN.Use');
}
