import { checkSpace, onGuest } from '../access/permissions';
import { flag } from '../http/params';
import { Call, Endpoint, Permission } from '../http/Router';
import { cloudinitChanges, dumpCloudinit } from '../guests/cloudinit';
import {
  configKey,
  configPrivileges,
  renderValue,
} from '../guests/configSchema';
import {
  digestOf,
  getGuest,
  regenerateCloudinit,
  renderConfig,
  withPending,
} from '../guests/guestConfig';
import { startMoveDisk, startResize } from '../guests/disks';
import { getSnapshot } from '../guests/snapshots';
import { configControlParams, planConfigUpdate } from '../guests/updateConfig';

const base = '/nodes/{node}/qemu/{vmid}';

/** PVE asks for any of the configuration privileges first, and per key later. */
const mayConfigure: Permission = ({ world, caller, path }) =>
  world.access.checkAny(caller, `/vms/${path.vmid}`, configPrivileges);

const guestOf = ({ world, path }: Call) =>
  getGuest(world, path.node, path.vmid);

/** A guest's configuration, cloud-init drive and disks. */
export const configEndpoints: Endpoint[] = [
  {
    method: 'GET',
    path: `${base}/config`,
    params: { current: 'bool?', snapshot: 'string?' },
    permission: onGuest('VM.Audit'),
    run: call => {
      const guest = guestOf(call);
      const { snapshot, current } = call.params;
      if (snapshot) {
        const { config } = getSnapshot(guest, snapshot);
        return renderConfig(config, digestOf(guest));
      }
      const config = flag(current) ? guest.config : withPending(guest);
      return renderConfig(config, digestOf(guest));
    },
  },
  {
    method: 'PUT',
    path: `${base}/config`,
    params: configControlParams,
    extraParams: name => configKey(name) !== undefined,
    permission: mayConfigure,
    run: call => {
      planConfigUpdate(call, guestOf(call))();
      return null;
    },
  },
  {
    method: 'POST',
    path: `${base}/config`,
    params: { ...configControlParams, background_delay: 'int?' },
    extraParams: name => configKey(name) !== undefined,
    permission: mayConfigure,
    run: async call => {
      const { world, caller, path } = call;
      const update = planConfigUpdate(call, guestOf(call));
      const about = {
        node: path.node,
        type: 'qmconfig',
        id: path.vmid,
        user: caller.id,
      };
      const upid = world.tasks.start(about, async () => update());
      // The delay is how long the caller would rather wait than poll.
      await Promise.resolve();
      const task = world.tasks.find(upid);
      return call.params.background_delay && task?.exitstatus === 'OK'
        ? null
        : upid;
    },
  },
  {
    method: 'GET',
    path: `${base}/pending`,
    permission: onGuest('VM.Audit'),
    run: call => {
      const { config, pending } = guestOf(call);
      const keys = new Set([...Object.keys(config), ...Object.keys(pending)]);
      return [...keys].sort().map(key => ({
        key,
        ...(config[key] === undefined
          ? {}
          : { value: renderValue(key, config[key]) }),
        ...pendingOf(key, pending),
      }));
    },
  },
  {
    method: 'GET',
    path: `${base}/cloudinit`,
    permission: onGuest('VM.Audit'),
    run: call => cloudinitChanges(guestOf(call)),
  },
  {
    method: 'PUT',
    path: `${base}/cloudinit`,
    permission: onGuest('VM.Config.Cloudinit'),
    run: call => {
      regenerateCloudinit(guestOf(call));
      call.world.changed();
      return null;
    },
  },
  {
    method: 'GET',
    path: `${base}/cloudinit/dump`,
    params: { type: 'user|network|meta' },
    permission: onGuest('VM.Audit'),
    run: call =>
      dumpCloudinit(
        guestOf(call),
        call.params.type as 'user' | 'network' | 'meta',
      ),
  },
  {
    method: 'PUT',
    path: `${base}/resize`,
    params: {
      disk: 'string',
      size: 'size',
      digest: 'string?',
      skiplock: 'bool?',
    },
    permission: onGuest('VM.Config.Disk'),
    run: call =>
      startResize(call.world, guestOf(call), {
        disk: call.params.disk,
        size: call.params.size,
        user: call.caller.id,
      }),
  },
  {
    method: 'POST',
    path: `${base}/move_disk`,
    params: {
      disk: 'string',
      storage: 'string',
      format: 'raw|qcow2|vmdk?',
      delete: 'bool?',
      digest: 'string?',
      bwlimit: 'int?',
    },
    permission: onGuest('VM.Config.Disk'),
    run: call => {
      checkSpace(call, call.params.storage);
      return startMoveDisk(call.world, guestOf(call), {
        disk: call.params.disk,
        storage: call.params.storage,
        remove: flag(call.params.delete),
        user: call.caller.id,
      });
    },
  },
  {
    method: 'GET',
    path: `${base}/firewall/options`,
    permission: onGuest('VM.Audit'),
    run: call => {
      const { firewall } = guestOf(call);
      return Object.fromEntries(
        Object.entries(firewall).map(([key, value]) => [
          key,
          /^\d+$/.test(value) ? Number(value) : value,
        ]),
      );
    },
  },
  {
    method: 'PUT',
    path: `${base}/firewall/options`,
    params: {
      enable: 'bool?',
      dhcp: 'bool?',
      ipfilter: 'bool?',
      macfilter: 'bool?',
      ndp: 'bool?',
      radv: 'bool?',
      log_level_in: 'string?',
      log_level_out: 'string?',
      policy_in: 'ACCEPT|REJECT|DROP?',
      policy_out: 'ACCEPT|REJECT|DROP?',
      delete: 'string?',
      digest: 'string?',
    },
    permission: onGuest('VM.Config.Network'),
    run: call => {
      const { delete: gone, digest, ...values } = call.params;
      const guest = guestOf(call);
      guest.firewall = { ...guest.firewall, ...values };
      (gone ?? '').split(',').forEach(key => delete guest.firewall[key]);
      call.world.changed();
      return null;
    },
  },
  {
    method: 'GET',
    path: `${base}/firewall/rules`,
    permission: onGuest('VM.Audit'),
    run: call => guestOf(call) && [],
  },
];

function pendingOf(key: string, pending: Record<string, string | null>) {
  const value = pending[key];
  if (value === undefined) {
    return {};
  }
  return value === null ? { delete: 1 } : { pending: renderValue(key, value) };
}
