import { everyone, onNode } from '../access/permissions';
import { Endpoint } from '../http/Router';
import { nodeStats } from '../inventory/Inventory';
import { nodeRrd } from '../inventory/rrd';
import { BridgeState } from '../types';

/** The nodes themselves: list, status, history and network. */
export const nodeEndpoints: Endpoint[] = [
  {
    method: 'GET',
    path: '/nodes',
    permission: everyone,
    run: ({ world, caller }) =>
      world.state.nodes.map(node => {
        const base = { id: `node/${node.name}`, type: 'node', node: node.name };
        if (world.isDown(node.name)) {
          return { ...base, status: 'offline' };
        }
        return world.access.has(caller, `/nodes/${node.name}`, 'Sys.Audit')
          ? { ...base, ...nodeStats(world, node), level: '' }
          : { ...base, status: 'online' };
      }),
  },
  {
    method: 'GET',
    path: '/nodes/{node}/status',
    permission: onNode('Sys.Audit'),
    run: ({ world, path }) => {
      const node = world.node(path.node);
      const { cpu, mem, uptime } = nodeStats(world, node) as {
        cpu: number;
        mem: number;
        uptime: number;
      };
      const kversion = 'Linux 6.14.11-4-pve #1 SMP PREEMPT_DYNAMIC';
      return {
        uptime,
        cpu,
        wait: 0.002,
        idle: 0,
        loadavg: [1, 0.95, 0.9].map(f => (cpu * node.cores * f).toFixed(2)),
        kversion,
        pveversion: 'pve-manager/9.2.3/b1f3a5c7d9e02468',
        'current-kernel': {
          sysname: 'Linux',
          release: '6.14.11-4-pve',
          version: '#1 SMP PREEMPT_DYNAMIC',
          machine: 'x86_64',
        },
        'boot-info': { mode: 'efi', secureboot: 0 },
        cpuinfo: {
          model: node.model,
          cpus: node.cores,
          cores: node.cores / 2,
          sockets: node.sockets,
          mhz: '2400.000',
          hvm: '1',
          user_hz: 100,
        },
        memory: {
          total: node.memoryBytes,
          used: mem,
          free: node.memoryBytes - mem,
          available: node.memoryBytes - mem,
        },
        swap: { total: 8 * 1024 ** 3, used: 0, free: 8 * 1024 ** 3 },
        rootfs: {
          total: 100 * 1024 ** 3,
          used: 21 * 1024 ** 3,
          free: 79 * 1024 ** 3,
          avail: 79 * 1024 ** 3,
        },
        ksm: { shared: 0 },
      };
    },
  },
  {
    method: 'GET',
    path: '/nodes/{node}/version',
    permission: everyone,
    run: () => ({
      version: '9.2.3',
      release: '9.2',
      repoid: 'b1f3a5c7d9e02468',
    }),
  },
  {
    method: 'GET',
    path: '/nodes/{node}/rrddata',
    params: { timeframe: 'hour|day|week|month|year', cf: 'AVERAGE|MAX?' },
    permission: onNode('Sys.Audit'),
    run: ({ world, path, params }) =>
      nodeRrd(world, world.node(path.node), params.timeframe),
  },
  {
    method: 'GET',
    path: '/nodes/{node}/network',
    params: {
      type: 'bridge|bond|eth|alias|vlan|any_bridge|any_local_bridge|include_sdn?',
    },
    permission: everyone,
    run: ({ world, path, params }) => {
      const rows = world
        .node(path.node)
        .bridges.flatMap(bridge => [port(bridge), bridgeRow(bridge)]);
      const wanted = params.type?.includes('bridge') ? 'bridge' : params.type;
      return rows.filter(
        ({ type }) => !wanted || wanted === 'include_sdn' || type === wanted,
      );
    },
  },
  {
    method: 'GET',
    path: '/nodes/{node}/network/{iface}',
    permission: onNode('Sys.Audit'),
    run: ({ world, path }) => {
      const bridge = world
        .node(path.node)
        .bridges.find(({ iface }) => iface === path.iface);
      return bridge ? bridgeRow(bridge) : null;
    },
  },
  {
    method: 'GET',
    path: '/nodes/{node}/replication',
    params: { guest: 'vmid?' },
    permission: everyone,
    run: () => [],
  },
  {
    method: 'GET',
    path: '/nodes/{node}/lxc',
    permission: everyone,
    run: () => [],
  },
];

function port({ ports }: BridgeState) {
  return {
    iface: ports,
    type: 'eth',
    exists: 1,
    active: 1,
    method: 'manual',
    method6: 'manual',
    families: ['inet'],
    priority: 3,
  };
}

function bridgeRow(bridge: BridgeState) {
  const [address, netmask] = (bridge.cidr ?? '').split('/');
  return {
    iface: bridge.iface,
    type: 'bridge',
    active: 1,
    autostart: 1,
    bridge_ports: bridge.ports,
    bridge_stp: 'off',
    bridge_fd: '0',
    bridge_vlan_aware: 1,
    bridge_vids: '2-4094',
    families: ['inet'],
    method6: 'manual',
    priority: 4,
    ...(bridge.cidr
      ? { method: 'static', address, netmask, cidr: bridge.cidr }
      : { method: 'manual' }),
    ...(bridge.gateway ? { gateway: bridge.gateway } : {}),
    ...(bridge.comment ? { comments: `${bridge.comment}\n` } : {}),
  };
}
