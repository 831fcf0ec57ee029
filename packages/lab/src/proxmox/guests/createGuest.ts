import { randomUUID } from 'node:crypto';
import { flag } from '../http/params';
import { PveError } from '../http/PveError';
import { Call } from '../http/Router';
import { GuestConfig } from '../types';
import { checkConfigValue, configKey } from './configSchema';
import { newGuest, regenerateCloudinit } from './guestConfig';
import { boot } from './power';
import { dropGuest } from './removeGuest';
import { checkKeyPermission, storedValue } from './updateConfig';

/** Starts the task that makes a guest from a configuration. */
export function startCreate(call: Call): string {
  const { world, caller, path, params } = call;
  const node = world.node(path.node).name;
  const vmid = Number(params.vmid);
  const values = Object.entries(params).filter(([key]) => configKey(key));
  checkCreate(call, vmid, values);
  const guest = newGuest(vmid, node, { lock: 'create' });
  if (params.pool) {
    guest.pool = params.pool;
  }
  world.state.guests[vmid] = guest;
  const undo = () => {
    dropGuest(world, guest, { unreferenced: true });
  };
  const about = { node, type: 'qmcreate', id: vmid, user: caller.id };
  return world.tasks.start(
    about,
    async ({ sleep }) => {
      try {
        await sleep(world.timings.createMs);
        const config: GuestConfig = freshIdentity();
        for (const [key, value] of values) {
          config[key] = storedValue(world, guest, key, value);
        }
        guest.config = config;
        regenerateCloudinit(guest);
        if (flag(params.start)) {
          boot(world, guest);
        }
        world.changed();
      } catch (error) {
        undo();
        throw new Error(
          `unable to create VM ${vmid} - ${(error as Error).message}`,
        );
      }
    },
    undo,
  );
}

/** What PVE writes into every new configuration. */
export function freshIdentity(): GuestConfig {
  const ctime = Math.floor(Date.now() / 1000);
  return {
    smbios1: `uuid=${randomUUID()}`,
    vmgenid: randomUUID(),
    meta: `creation-qemu=10.1.2,ctime=${ctime}`,
  };
}

function checkCreate(call: Call, vmid: number, values: [string, string][]) {
  const { world, params } = call;
  const errors: Record<string, string> = {};
  for (const [key, value] of values) {
    const complaint = checkConfigValue(key, value);
    if (complaint) {
      errors[key] = complaint;
    }
  }
  if (Object.keys(errors).length > 0) {
    throw PveError.params(errors);
  }
  if (world.state.guests[vmid]) {
    const { node } = world.state.guests[vmid];
    throw PveError.domain(
      `unable to create VM ${vmid} - VM ${vmid} already exists on node '${node}'`,
    );
  }
  if (params.pool && !world.state.pools[params.pool]) {
    throw PveError.domain(`pool '${params.pool}' does not exist`);
  }
  for (const [key, value] of values) {
    checkKeyPermission(call, { vmid, config: {} }, key, value);
  }
}
