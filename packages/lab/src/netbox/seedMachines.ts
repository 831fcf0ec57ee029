import type { WriteContext } from './changeLog';
import type { Make } from './seed';
import { updateObject } from './writeObjects';

interface Machine {
  vmid: number;
  name: string;
  role: string;
  vcpus: number;
  memory: number;
  disk: number;
  /** Interface name and address; the first address is the primary one. */
  interfaces: [name: string, address: string][];
  status?: string;
}

const MACHINES: Machine[] = [
  {
    vmid: 100,
    name: 'macos',
    role: 'workstation',
    vcpus: 8,
    memory: 16384,
    disk: 256000,
    interfaces: [],
    status: 'offline',
  },
  {
    vmid: 200,
    name: 'router',
    role: 'router',
    vcpus: 4,
    memory: 4096,
    disk: 32000,
    interfaces: [
      ['eth1', '10.0.10.1/24'],
      ['eth2', '10.0.20.1/24'],
      ['eth3', '10.0.30.1/24'],
    ],
  },
  {
    vmid: 300,
    name: 'ai-coordinator',
    role: 'server',
    vcpus: 16,
    memory: 65536,
    disk: 512000,
    interfaces: [['eth0', '10.0.20.30/24']],
  },
  {
    vmid: 500,
    name: 'netbox',
    role: 'server',
    vcpus: 4,
    memory: 8192,
    disk: 64000,
    interfaces: [['eth0', '10.0.20.50/24']],
  },
  ...['k3s-server', 'k3s-agent-1', 'k3s-agent-2', 'k3s-agent-3'].map(
    (name, i): Machine => ({
      vmid: 600 + i,
      name,
      role: 'kubernetes',
      vcpus: i === 0 ? 4 : 8,
      memory: i === 0 ? 8192 : 32768,
      disk: 128000,
      interfaces: [['eth0', `10.0.30.${10 + i}/24`]],
    }),
  ),
];

/** Proxmox's own OUI, then the VMID and the interface number. */
function macOf(vmid: number, index: number): string {
  const tail = [vmid >> 8, vmid % 256, index].map(byte =>
    byte.toString(16).padStart(2, '0').toUpperCase(),
  );
  return `BC:24:11:${tail.join(':')}`;
}

/** The R730's machines with interfaces, MACs, addresses and primary addresses. */
export function seedMachines(
  context: WriteContext,
  make: Make,
  { site, tag }: { site: number; tag: number },
): void {
  const { store } = context;
  const type = make('virtualization.clustertype', {
    name: 'Proxmox VE',
    slug: 'proxmox',
  }).id;
  const cluster = make('virtualization.cluster', {
    name: 'r730',
    type,
    scope_type: 'dcim.site',
    scope_id: site,
    description: 'Dell R730, 56 cores, 384 GB',
  }).id;
  const roles = new Map(
    [...new Set(MACHINES.map(m => m.role))].map(role => [
      role,
      make('dcim.devicerole', { name: role, slug: role }).id,
    ]),
  );
  for (const machine of MACHINES) {
    const vm = make('virtualization.virtualmachine', {
      name: machine.name,
      cluster,
      status: machine.status ?? 'active',
      role: roles.get(machine.role),
      serial: String(machine.vmid),
      vcpus: machine.vcpus,
      memory: machine.memory,
      disk: machine.disk,
      tags: [tag],
    });
    const addresses = machine.interfaces.map(([name, address], index) => {
      const assigned_object_id = make('virtualization.vminterface', {
        virtual_machine: vm.id,
        name,
      }).id;
      const on = {
        assigned_object_type: 'virtualization.vminterface',
        assigned_object_id,
      };
      const mac_address = macOf(machine.vmid, index);
      const mac = make('dcim.macaddress', { mac_address, ...on }).id;
      const model = store.model('virtualization.vminterface');
      const row = store.find(model.key, assigned_object_id)!;
      updateObject(context, model, row, { primary_mac_address: mac }, true);
      const suffix = index === 0 ? '' : `-${index}`;
      return make('ipam.ipaddress', {
        address,
        dns_name: `${machine.name}${suffix}.home.orion.example`,
        ...on,
      }).id;
    });
    if (addresses.length > 0) {
      const model = store.model('virtualization.virtualmachine');
      updateObject(context, model, vm, { primary_ip4: addresses[0] }, true);
    }
  }
}
