import { PveError } from '../http/PveError';
import type { ProxmoxWorld } from '../ProxmoxWorld';
import { GuestState } from '../types';
import { drivesOf } from './drives';
import { checkUnlocked, isTemplate } from './guestConfig';
import { freeVolume } from './volumes';

/** Starts the task that destroys a guest with its disks. */
export function startDestroy(
  world: ProxmoxWorld,
  guest: GuestState,
  options: { purge: boolean; unreferenced: boolean; user: string },
): string {
  const { vmid, node } = guest;
  checkUnlocked(guest);
  if (guest.config.protection === '1') {
    throw PveError.domain(`can't remove VM ${vmid} - protection mode enabled`);
  }
  if (!options.purge) {
    checkUnused(world, vmid);
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
    for (const volid of dropGuest(world, guest, options)) {
      log(
        volid.startsWith('local-lvm:')
          ? `  Logical volume "${volid.split(':')[1]}" successfully removed.`
          : `removed volume '${volid}'`,
      );
    }
    log(`purging VM ${vmid} from related configurations..`);
  });
}

/** PVE's texts about what still names the guest; with `purge` it is taken along. */
function checkUnused(world: ProxmoxWorld, vmid: number): void {
  if (world.state.ha[`vm:${vmid}`]) {
    throw PveError.domain(
      `unable to remove VM ${vmid} - used in HA resources and purge parameter not set.`,
    );
  }
  const job = world.state.replication?.find(({ guest }) => guest === vmid);
  if (job) {
    throw PveError.domain(
      `There is a replication job '${job.id}' for guest '${vmid}' - Please remove that first.`,
    );
  }
}

/**
 * Takes a guest and its volumes away at once; names the volumes. Those no
 * configuration names stay unless `unreferenced` is set.
 */
export function dropGuest(
  world: ProxmoxWorld,
  guest: GuestState,
  { unreferenced }: { unreferenced: boolean },
): string[] {
  const named = new Set(
    [guest.config, ...guest.snapshots.map(({ config }) => config)]
      .flatMap(drivesOf)
      .map(([, { file }]) => file),
  );
  const volumes = Object.values(world.state.volumes)
    .filter(({ vmid, content }) => vmid === guest.vmid && content === 'images')
    .map(({ volid }) => volid)
    .filter(volid => unreferenced || named.has(volid));
  volumes.forEach(volid => freeVolume(world, volid));
  delete world.state.ha[`vm:${guest.vmid}`];
  world.state.replication = world.state.replication?.filter(
    job => job.guest !== guest.vmid,
  );
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
