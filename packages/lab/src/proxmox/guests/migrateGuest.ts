import { flag } from '../http/params';
import { PveError } from '../http/PveError';
import { Call } from '../http/Router';
import { GuestState } from '../types';
import { drivesOf, isMedia } from './drives';
import { checkUnlocked } from './guestConfig';
import { getStorage } from './volumes';

/** Starts the task that moves a guest, with its local disks, to another node. */
export function startMigrate(call: Call, guest: GuestState): string {
  const { world, caller, params } = call;
  const { node, vmid } = guest;
  if (params.target === node) {
    throw PveError.params({ target: 'target is local node.' });
  }
  const target = world.node(params.target).name;
  checkUnlocked(guest);
  if (guest.status === 'running' && !flag(params.online)) {
    throw PveError.domain(`can't migrate running VM without --online`);
  }
  const local = drivesOf(guest.config)
    .filter(([, drive]) => !isMedia(drive))
    .map(([, { file }]) => world.state.volumes[file])
    .filter(volume => volume && !getStorage(world, volume.storage).shared);
  if (local.length > 0 && !flag(params['with-local-disks'])) {
    throw PveError.domain(
      `can't migrate local disk '${local[0].volid}': local disks are not allowed`,
    );
  }
  guest.config.lock = 'migrate';
  const unlock = () => {
    delete guest.config.lock;
    world.changed();
  };
  return world.tasks.start(
    { node, type: 'qmigrate', id: vmid, user: caller.id },
    async ({ log, sleep }) => {
      log(`starting migration of VM ${vmid} to node '${target}'`);
      await sleep(world.timings.migrateMs);
      local.forEach(volume => {
        volume.node = target;
        log(`volume '${volume.volid}' is '${volume.volid}' on the target`);
      });
      guest.node = target;
      unlock();
      log('migration finished successfully');
    },
    unlock,
  );
}
