import { PveError } from '../http/PveError';
import type { ProxmoxWorld } from '../ProxmoxWorld';
import { GuestState } from '../types';
import { checkUnlocked, isTemplate } from './guestConfig';
import { freeVolume } from './volumes';

/** Starts the task that destroys a guest with its disks. */
export function startDestroy(
  world: ProxmoxWorld,
  guest: GuestState,
  options: { purge: boolean; user: string },
): string {
  const { vmid, node } = guest;
  checkUnlocked(guest);
  if (guest.config.protection === '1') {
    throw PveError.domain(`can't remove VM ${vmid} - protection mode enabled`);
  }
  if (world.state.ha[`vm:${vmid}`] && !options.purge) {
    throw PveError.domain(
      `unable to remove VM ${vmid} - used in HA resources and purge parameter not set.`,
    );
  }
  if (guest.status === 'running') {
    throw PveError.domain(`VM ${vmid} is running - destroy failed`);
  }
  const child = isTemplate(guest) && linkedClone(world, vmid);
  if (child) {
    throw PveError.domain(
      `base volume '${child.parent}' is still in use by linked cloned`,
    );
  }
  const about = { node, type: 'qmdestroy', id: vmid, user: options.user };
  return world.tasks.start(about, async ({ log, sleep }) => {
    await sleep(world.timings.destroyMs);
    for (const volid of dropGuest(world, guest)) {
      log(
        volid.startsWith('local-lvm:')
          ? `  Logical volume "${volid.split(':')[1]}" successfully removed.`
          : `removed volume '${volid}'`,
      );
    }
    log(`purging VM ${vmid} from related configurations..`);
  });
}

/** Takes a guest and its volumes away at once; names the volumes. */
export function dropGuest(world: ProxmoxWorld, guest: GuestState): string[] {
  const volumes = Object.values(world.state.volumes)
    .filter(({ vmid, content }) => vmid === guest.vmid && content === 'images')
    .map(({ volid }) => volid);
  volumes.forEach(volid => freeVolume(world, volid));
  delete world.state.ha[`vm:${guest.vmid}`];
  delete world.state.guests[guest.vmid];
  world.changed();
  return volumes;
}

function linkedClone(world: ProxmoxWorld, vmid: number) {
  return Object.values(world.state.volumes).find(
    volume =>
      volume.parent !== undefined &&
      world.state.volumes[volume.parent]?.vmid === vmid,
  );
}
