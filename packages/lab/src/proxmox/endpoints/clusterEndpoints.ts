import { everyone, onRoot } from '../access/permissions';
import { PveError } from '../http/PveError';
import { Call, Endpoint } from '../http/Router';
import { visibleTasks } from './taskEndpoints';

type Row = Record<string, unknown>;

/** Everything below `/cluster`. */
export const clusterEndpoints: Endpoint[] = [
  {
    method: 'GET',
    path: '/cluster/nextid',
    params: { vmid: 'vmid?' },
    permission: everyone,
    run: ({ world, params }) => {
      const taken = world.state.guests;
      if (params.vmid) {
        if (taken[params.vmid]) {
          throw PveError.params({ vmid: `VM ${params.vmid} already exists` });
        }
        return params.vmid;
      }
      let free = 100;
      while (taken[free]) {
        free += 1;
      }
      return String(free);
    },
  },
  {
    method: 'GET',
    path: '/cluster/resources',
    params: { type: 'vm|node|storage|sdn?' },
    permission: everyone,
    run: listResources,
  },
  {
    method: 'GET',
    path: '/cluster/status',
    permission: onRoot('Sys.Audit'),
    run: ({ world }) => [
      {
        id: 'cluster',
        type: 'cluster',
        name: world.state.name,
        version: 1,
        nodes: world.state.nodes.length,
        quorate: world.faults.peek('noQuorum') ? 0 : 1,
      },
      ...world.state.nodes.map((node, index) => ({
        id: `node/${node.name}`,
        type: 'node',
        name: node.name,
        nodeid: index + 1,
        ip: node.ip,
        online: world.isDown(node.name) ? 0 : 1,
        local: index === 0 ? 1 : 0,
        level: '',
      })),
    ],
  },
  {
    method: 'GET',
    path: '/cluster/tasks',
    permission: everyone,
    run: call =>
      visibleTasks(call)
        .slice(0, 25)
        .map(({ row, task }) => ({
          ...row,
          // Running tasks carry no status here, unlike in a node's own list.
          ...(task.exitstatus === undefined ? { status: undefined } : {}),
          saved: task.exitstatus === undefined ? '0' : '1',
        })),
  },
  {
    method: 'GET',
    path: '/cluster/options',
    permission: everyone,
    run: () => ({ keyboard: 'en-us', mac_prefix: 'BC:24:11' }),
  },
  {
    method: 'GET',
    path: '/cluster/ha/status/current',
    permission: onRoot('Sys.Audit'),
    run: ({ world }) => {
      const [{ name }] = world.state.nodes;
      const quorate = world.faults.peek('noQuorum') ? 0 : 1;
      return [
        {
          id: 'quorum',
          type: 'quorum',
          node: name,
          quorate,
          status: quorate ? 'OK' : 'No quorum on node!',
        },
        ...Object.entries(world.state.ha).map(([sid, { state }]) => ({
          id: `service:${sid}`,
          sid,
          type: 'service',
          node: world.state.guests[sid.slice(3)]?.node ?? name,
          state,
          request_state: state,
          crm_state: state,
          status: `${sid} (${name}, ${state})`,
        })),
      ];
    },
  },
  {
    method: 'GET',
    path: '/cluster/ha/resources',
    params: { type: 'vm|ct?' },
    permission: onRoot('Sys.Audit'),
    run: ({ world }) =>
      Object.entries(world.state.ha).map(([sid, { state }]) => ({
        sid,
        type: 'vm',
        state,
      })),
  },
  {
    method: 'GET',
    path: '/cluster/replication',
    permission: everyone,
    run: ({ world, caller }) =>
      (world.state.replication ?? [])
        .filter(({ guest }) =>
          world.access.has(caller, `/vms/${guest}`, 'VM.Audit'),
        )
        .map(({ id, guest, target, schedule }) => ({
          id,
          type: 'local',
          guest,
          jobnum: Number(id.split('-')[1]),
          target,
          schedule,
        })),
  },
  {
    method: 'GET',
    path: '/cluster/backup',
    permission: onRoot('Sys.Audit'),
    run: ({ world }) =>
      world.state.backupJobs.map(job => ({
        id: job.id,
        type: 'vzdump',
        enabled: 1,
        schedule: job.schedule,
        storage: job.storage,
        mode: 'snapshot',
        vmid: job.vmids.join(','),
      })),
  },
  {
    method: 'GET',
    path: '/cluster/backup-info/not-backed-up',
    permission: onRoot('Sys.Audit'),
    run: ({ world, caller }) => {
      const covered = world.state.backupJobs.flatMap(({ vmids }) => vmids);
      return Object.values(world.state.guests)
        .filter(({ vmid }) => !covered.includes(vmid))
        .filter(({ vmid }) =>
          world.access.has(caller, `/vms/${vmid}`, 'VM.Audit'),
        )
        .map(({ vmid, config }) => ({ vmid, name: config.name, type: 'qemu' }));
    },
  },
];

function listResources({ world, caller, params }: Call): Row[] {
  const { inventory, access } = world;
  const may = (path: string, ...privileges: string[]) =>
    access.hasAny(caller, path, privileges);
  const rows: Row[] = [];
  const wants = (type: string) => !params.type || params.type === type;
  if (wants('vm')) {
    rows.push(
      ...inventory
        .guestRows()
        .filter(row => may(`/vms/${row.vmid}`, 'VM.Audit')),
    );
  }
  if (wants('node')) {
    // Every user sees that a node exists; its numbers need Sys.Audit.
    rows.push(
      ...inventory.nodeRows().map(row =>
        may(`/nodes/${row.node}`, 'Sys.Audit')
          ? row
          : {
              id: row.id,
              type: row.type,
              node: row.node,
              status: row.status,
            },
      ),
    );
  }
  if (wants('storage')) {
    rows.push(
      ...inventory
        .storageRows()
        .filter(row =>
          may(
            `/storage/${row.storage}`,
            'Datastore.Audit',
            'Datastore.AllocateSpace',
          ),
        ),
    );
  }
  if (wants('sdn')) {
    rows.push(
      ...inventory
        .sdnRows()
        .filter(() => may('/sdn/zones/localnetwork', 'SDN.Audit')),
    );
  }
  return rows;
}
