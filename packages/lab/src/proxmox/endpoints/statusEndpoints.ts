import { onGuest, onGuestAny } from '../access/permissions';
import { flag, ParamSpec } from '../http/params';
import { PveError } from '../http/PveError';
import { Call, Endpoint } from '../http/Router';
import { checkAgent, networkInterfaces } from '../guests/agent';
import { startMigrate } from '../guests/migrateGuest';
import { bootDrive, drivesOf, isMedia } from '../guests/drives';
import { getGuest } from '../guests/guestConfig';
import { PowerAction, startPower } from '../guests/power';
import { parseSize } from '../guests/sizes';
import {
  getSnapshot,
  listSnapshots,
  startDeleteSnapshot,
  startRollback,
  startSnapshot,
} from '../guests/snapshots';
import { guestStatus } from '../inventory/Inventory';
import { guestRrd } from '../inventory/rrd';

const base = '/nodes/{node}/qemu/{vmid}';

const guestOf = ({ world, path }: Call) =>
  getGuest(world, path.node, path.vmid);

const agentAudit = onGuestAny(
  'VM.GuestAgent.Audit',
  'VM.GuestAgent.Unrestricted',
);

const powerParams: Record<PowerAction, ParamSpec> = {
  start: {
    timeout: 'int?',
    skiplock: 'bool?',
    machine: 'string?',
    'force-cpu': 'string?',
  },
  stop: {
    timeout: 'int?',
    skiplock: 'bool?',
    keepActive: 'bool?',
    'overrule-shutdown': 'bool?',
  },
  shutdown: {
    timeout: 'int?',
    skiplock: 'bool?',
    forceStop: 'bool?',
    keepActive: 'bool?',
  },
  reboot: { timeout: 'int?' },
  reset: { skiplock: 'bool?' },
  suspend: { skiplock: 'bool?', todisk: 'bool?', statestorage: 'string?' },
  resume: { skiplock: 'bool?', nocheck: 'bool?' },
};

/** What a guest does: power, snapshots, history, agent, migration. */
export const statusEndpoints: Endpoint[] = [
  {
    method: 'GET',
    path: `${base}/status/current`,
    permission: onGuest('VM.Audit'),
    run: call => guestStatus(call.world, guestOf(call)),
  },
  ...(Object.keys(powerParams) as PowerAction[]).map(
    (action): Endpoint => ({
      method: 'POST',
      path: `${base}/status/${action}`,
      params: powerParams[action],
      permission: onGuest('VM.PowerMgmt'),
      run: call =>
        startPower(call.world, guestOf(call), action, call.caller.id),
    }),
  ),
  {
    method: 'GET',
    path: `${base}/rrddata`,
    params: { timeframe: 'hour|day|week|month|year', cf: 'AVERAGE|MAX?' },
    permission: onGuest('VM.Audit'),
    run: call =>
      guestRrd(guestOf(call), call.params.timeframe, call.params.cf !== 'MAX'),
  },
  {
    method: 'GET',
    path: `${base}/snapshot`,
    permission: onGuest('VM.Audit'),
    run: call => listSnapshots(guestOf(call)),
  },
  {
    method: 'POST',
    path: `${base}/snapshot`,
    params: { snapname: 'string', description: 'string?', vmstate: 'bool?' },
    permission: onGuest('VM.Snapshot'),
    run: call => {
      const { snapname, description, vmstate } = call.params;
      if (!/^[a-z][a-z0-9_-]{1,39}$/i.test(snapname)) {
        throw PveError.params({
          snapname: `invalid format - invalid configuration ID '${snapname}'`,
        });
      }
      return startSnapshot(call.world, guestOf(call), {
        name: snapname,
        description: description ?? '',
        vmstate: flag(vmstate),
        user: call.caller.id,
      });
    },
  },
  {
    method: 'GET',
    path: `${base}/snapshot/{snapname}/config`,
    permission: onGuest('VM.Audit'),
    run: call => {
      const { name, description, snaptime, config } = getSnapshot(
        guestOf(call),
        call.path.snapname,
      );
      return { ...config, snapname: name, description, snaptime };
    },
  },
  {
    method: 'POST',
    path: `${base}/snapshot/{snapname}/rollback`,
    params: { start: 'bool?' },
    permission: onGuestAny('VM.Snapshot', 'VM.Snapshot.Rollback'),
    run: call =>
      startRollback(call.world, guestOf(call), call.path.snapname, {
        start: flag(call.params.start),
        user: call.caller.id,
      }),
  },
  {
    method: 'DELETE',
    path: `${base}/snapshot/{snapname}`,
    params: { force: 'bool?' },
    permission: onGuest('VM.Snapshot'),
    run: call =>
      startDeleteSnapshot(
        call.world,
        guestOf(call),
        call.path.snapname,
        call.caller.id,
      ),
  },
  {
    method: 'GET',
    path: `${base}/migrate`,
    params: { target: 'string?' },
    permission: onGuest('VM.Migrate'),
    run: call => {
      const guest = guestOf(call);
      const others = call.world.state.nodes
        .map(({ name }) => name)
        .filter(name => name !== guest.node);
      return {
        running: guest.status === 'running' ? 1 : 0,
        allowed_nodes: others,
        local_disks: drivesOf(guest.config)
          .filter(([, drive]) => !isMedia(drive))
          .map(([key, { file }]) => ({
            volid: file,
            drivename: key,
            size: call.world.state.volumes[file]?.size ?? 0,
            is_unused: 0,
          })),
        local_resources: [],
        'mapped-resources': [],
      };
    },
  },
  {
    method: 'POST',
    path: `${base}/migrate`,
    params: {
      target: 'string',
      online: 'bool?',
      force: 'bool?',
      'with-local-disks': 'bool?',
      targetstorage: 'string?',
      migration_type: 'secure|insecure?',
      migration_network: 'string?',
      bwlimit: 'int?',
    },
    permission: onGuest('VM.Migrate'),
    run: call => startMigrate(call, guestOf(call)),
  },
  {
    method: 'POST',
    path: `${base}/agent/ping`,
    permission: agentAudit,
    run: call => {
      checkAgent(call.world, guestOf(call));
      return null;
    },
  },
  {
    method: 'GET',
    path: `${base}/agent/network-get-interfaces`,
    permission: agentAudit,
    run: call => {
      const guest = guestOf(call);
      checkAgent(call.world, guest);
      return { result: networkInterfaces(call.world, guest) };
    },
  },
  {
    method: 'GET',
    path: `${base}/agent/get-osinfo`,
    permission: agentAudit,
    run: call => {
      checkAgent(call.world, guestOf(call));
      return {
        result: {
          id: 'debian',
          name: 'Debian GNU/Linux',
          'pretty-name': 'Debian GNU/Linux 13 (trixie)',
          version: '13 (trixie)',
          'version-id': '13',
          'kernel-release': '6.12.48+deb13-cloud-amd64',
          'kernel-version': '#1 SMP PREEMPT_DYNAMIC Debian 6.12.48-1',
          machine: 'x86_64',
        },
      };
    },
  },
  {
    method: 'GET',
    path: `${base}/agent/get-fsinfo`,
    permission: agentAudit,
    run: call => {
      const guest = guestOf(call);
      checkAgent(call.world, guest);
      const total = parseSize(bootDrive(guest.config)?.options.size ?? '0');
      const volume =
        call.world.state.volumes[bootDrive(guest.config)?.file ?? ''];
      return {
        result: [
          {
            name: 'sda1',
            mountpoint: '/',
            type: 'ext4',
            'total-bytes': total,
            'used-bytes': volume?.used ?? 0,
            disk: [{ dev: '/dev/sda1', 'bus-type': 'scsi' }],
          },
        ],
      };
    },
  },
];
