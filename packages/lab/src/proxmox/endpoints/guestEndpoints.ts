import {
  checkAllocate,
  checkBridge,
  checkSpace,
  everyone,
  onGuest,
} from '../access/permissions';
import { flag, verifyParams } from '../http/params';
import { PveError } from '../http/PveError';
import { Call, Endpoint } from '../http/Router';
import { configKey } from '../guests/configSchema';
import { startClone } from '../guests/cloneGuest';
import {
  drivesOf,
  isCloudinitVolume,
  isMedia,
  storageOf,
} from '../guests/drives';
import { checkUnlocked, getGuest, isTemplate } from '../guests/guestConfig';
import { isNetKey, parseNet } from '../guests/nets';
import { startCreate } from '../guests/createGuest';
import { startDestroy } from '../guests/removeGuest';
import { getSnapshot } from '../guests/snapshots';
import { getStorage } from '../guests/volumes';
import { guestStats } from '../inventory/Inventory';
import { GuestState } from '../types';

/** Guests come and go: list, create, clone, destroy. */
export const guestEndpoints: Endpoint[] = [
  {
    method: 'GET',
    path: '/nodes/{node}/qemu',
    params: { full: 'bool?' },
    permission: everyone,
    run: ({ world, caller, path }) => {
      world.node(path.node);
      return Object.values(world.state.guests)
        .filter(({ node }) => node === path.node)
        .filter(({ vmid }) =>
          world.access.has(caller, `/vms/${vmid}`, 'VM.Audit'),
        )
        .map(guest => {
          const { maxcpu, template, ...stats } = guestStats(guest);
          const { tags, lock } = guest.config;
          return {
            vmid: guest.vmid,
            ...stats,
            cpus: maxcpu,
            ...(template ? { template } : {}),
            ...(guest.pid ? { pid: guest.pid } : {}),
            ...(tags ? { tags } : {}),
            ...(lock ? { lock } : {}),
          };
        });
    },
  },
  {
    method: 'POST',
    path: '/nodes/{node}/qemu',
    params: {
      vmid: 'vmid',
      pool: 'string?',
      storage: 'string?',
      start: 'bool?',
      unique: 'bool?',
      force: 'bool?',
    },
    extraParams: name => configKey(name) !== undefined,
    permission: call =>
      checkAllocate(call, Number(call.params.vmid), call.params.pool),
    run: startCreate,
  },
  {
    method: 'GET',
    path: '/nodes/{node}/qemu/{vmid}',
    permission: everyone,
    run: ({ world, path }) => {
      getGuest(world, path.node, path.vmid);
      return ['config', 'status', 'agent', 'snapshot', 'rrddata', 'firewall']
        .sort()
        .map(subdir => ({ subdir }));
    },
  },
  {
    method: 'DELETE',
    path: '/nodes/{node}/qemu/{vmid}',
    params: {
      purge: 'bool?',
      'destroy-unreferenced-disks': 'bool?',
      skiplock: 'bool?',
    },
    permission: onGuest('VM.Allocate'),
    run: ({ world, caller, path, params }) =>
      startDestroy(world, getGuest(world, path.node, path.vmid), {
        purge: flag(params.purge),
        unreferenced: flag(params['destroy-unreferenced-disks']),
        user: caller.id,
      }),
  },
  {
    method: 'POST',
    path: '/nodes/{node}/qemu/{vmid}/clone',
    params: {
      newid: 'vmid',
      name: 'dns?',
      description: 'string?',
      pool: 'string?',
      snapname: 'string?',
      storage: 'string?',
      format: 'raw|qcow2|vmdk?',
      full: 'bool?',
      target: 'string?',
      bwlimit: 'int?',
    },
    permission: call => {
      onGuest('VM.Clone')(call);
      // Missing or wrong ids are told as such, not as a lack of rights.
      verifyParams({ newid: 'vmid' }, { newid: call.params.newid });
      checkAllocate(call, Number(call.params.newid), call.params.pool);
    },
    run: clone,
  },
  {
    method: 'POST',
    path: '/nodes/{node}/qemu/{vmid}/template',
    params: { disk: 'string?' },
    permission: onGuest('VM.Allocate'),
    run: ({ world, caller, path }) => {
      const guest = getGuest(world, path.node, path.vmid);
      checkUnlocked(guest);
      if (isTemplate(guest)) {
        throw PveError.domain(`VM ${guest.vmid} is already a template`);
      }
      if (guest.snapshots.length > 0) {
        throw PveError.domain(
          'unable to create template, because VM contains snapshots',
        );
      }
      if (guest.status === 'running') {
        throw PveError.domain(
          `you can't convert a VM to template if VM is running`,
        );
      }
      const about = {
        node: guest.node,
        type: 'qmtemplate',
        id: guest.vmid,
        user: caller.id,
      };
      return world.tasks.start(about, async ({ sleep }) => {
        await sleep(world.timings.templateMs);
        guest.config.template = '1';
        makeBaseVolumes(world.state.volumes, guest);
        world.changed();
      });
    },
  },
];

function clone(call: Call): string {
  const { world, caller, path, params } = call;
  const source = getGuest(world, path.node, path.vmid);
  const newid = Number(params.newid);
  const full =
    params.full === undefined ? !isTemplate(source) : flag(params.full);
  if (source.config.lock && source.config.lock !== 'backup') {
    checkUnlocked(source);
  }
  if (params.storage && !full) {
    throw PveError.domain(`parameter 'storage' not allowed for linked clones`);
  }
  if (!full && !isTemplate(source)) {
    const [key] = drivesOf(source.config)[0] ?? ['scsi0'];
    throw PveError.domain(
      `Linked clone feature is not supported for drive '${key}'`,
    );
  }
  if (params.snapname) {
    getSnapshot(source, params.snapname);
  }
  if (params.pool && !world.state.pools[params.pool]) {
    throw PveError.domain(`pool '${params.pool}' does not exist`);
  }
  if (params.target) {
    world.node(params.target);
  }
  checkResources(call, source, params.storage);
  if (world.state.guests[newid]) {
    throw PveError.domain(
      `unable to create VM ${newid}: config file already exists`,
    );
  }
  return startClone(world, source, { ...params, newid, full }, caller.id);
}

/** The clone needs space where its disks go and the use of its bridges. */
function checkResources(
  call: Call,
  source: GuestState,
  storage: string | undefined,
) {
  for (const [, drive] of drivesOf(source.config)) {
    const target = storage ?? storageOf(drive.file);
    if (target && (!isMedia(drive) || isCloudinitVolume(drive.file))) {
      getStorage(call.world, target);
      checkSpace(call, target);
    }
  }
  for (const key of Object.keys(source.config).filter(isNetKey)) {
    const { bridge, tag } = parseNet(source.config[key])?.options ?? {};
    if (bridge) {
      checkBridge(call, bridge, tag);
    }
  }
}

function makeBaseVolumes(
  volumes: Call['world']['state']['volumes'],
  guest: GuestState,
) {
  for (const [key, drive] of drivesOf(guest.config)) {
    const volume = volumes[drive.file];
    if (volume?.vmid === guest.vmid && !isCloudinitVolume(drive.file)) {
      const volid = volume.volid.replace(/vm-(\d+)-disk/, 'base-$1-disk');
      delete volumes[volume.volid];
      volume.volid = volid;
      volumes[volid] = volume;
      guest.config[key] = guest.config[key].replace(drive.file, volid);
    }
  }
}
