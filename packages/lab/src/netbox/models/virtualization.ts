import { choices, flags, numbers, relation, texts } from '../filterKinds';
import type { Filter, Model, Row } from '../modelTypes';
import type { NetboxStore } from '../NetboxStore';
import { nestedObject } from '../render';
import {
  bool,
  choice,
  computed,
  count,
  decimal,
  fixed,
  genericRef,
  head,
  int,
  json,
  mac,
  name,
  noCount,
  ref,
  refs,
  slug,
  tail,
  text,
} from './fields';
import {
  cleanInterface,
  cleanMac,
  cleanVirtualMachine,
  on,
  vmOf,
  VM_INTERFACE,
} from './virtualizationRules';
import { byName, compareText, organizational, searchIn } from './organization';

const CLUSTER_STATUS = {
  planned: 'Planned',
  staging: 'Staging',
  active: 'Active',
  decommissioning: 'Decommissioning',
  offline: 'Offline',
};

const VM_STATUS = {
  offline: 'Offline',
  active: 'Active',
  planned: 'Planned',
  staged: 'Staged',
  failed: 'Failed',
  decommissioning: 'Decommissioning',
  paused: 'Paused',
};

const MODES = {
  access: 'Access',
  tagged: 'Tagged',
  'tagged-all': 'Tagged (All)',
  'q-in-q': 'Q-in-Q (802.1ad)',
};

/** The scope of prefixes, clusters and VLAN groups: sites only in the lab. */
export const scope = [
  ...genericRef('scope', 'scope', ['dcim.site'], { resets: true }),
  computed('scope', (row, view) =>
    row.scope_type ? nestedObject('dcim.site', row.scope_id, view) : null,
  ),
];

/** The interface an address or MAC sits on. */
export const assignment = [
  ...genericRef('assigned_object', 'assigned_object', [VM_INTERFACE]),
  computed('assigned_object', (row, view) =>
    row.assigned_object_type
      ? nestedObject(VM_INTERFACE, row.assigned_object_id, view)
      : null,
  ),
];

/** Filters of addresses and MACs by the interface they sit on. */
export const assignmentFilters: Record<string, Filter> = {
  ...texts('assigned_object_type'),
  ...numbers('assigned_object_id'),
  ...relation('vminterface', VM_INTERFACE, 'name', row =>
    row.assigned_object_type === VM_INTERFACE ? row.assigned_object_id : null,
  ),
  ...numbers('virtual_machine_id', vmOf),
  ...texts('virtual_machine', {
    read: (row, store) =>
      store.find('virtualization.virtualmachine', vmOf(row, store))?.name,
  }),
  assigned: (row, [wanted]) =>
    (row.assigned_object_id !== null) === /^(true|1)$/i.test(wanted),
};

const machines = (row: Row, store: NetboxStore) =>
  store
    .rows('virtualization.virtualmachine')
    .filter(vm => vm.cluster === row.id);

/** Sum over a cluster's machines; null without any, as SQL's SUM answers. */
const allocated = (column: string) => ({
  ...computed(`allocated_${column}`, (row, { store }) => {
    const values = machines(row, store)
      .map(vm => vm[column])
      .filter(value => typeof value === 'number') as number[];
    return values.length ? values.reduce((sum, value) => sum + value, 0) : null;
  }),
  annotated: true,
});

/** Cluster types, clusters, virtual machines, their interfaces and MACs. */
export const virtualizationModels: Model[] = [
  {
    ...organizational,
    key: 'virtualization.clustertype',
    path: 'virtualization/cluster-types',
    className: 'ClusterType',
    verboseName: 'cluster type',
    appLabel: 'Virtualization',
    brief: [...organizational.brief, 'cluster_count'],
    fields: [
      ...head,
      name({ unique: true }),
      slug('slug'),
      text('description'),
      ...tail,
      count('cluster_count', 'virtualization.cluster', 'type'),
    ],
  },
  {
    key: 'virtualization.cluster',
    path: 'virtualization/clusters',
    className: 'Cluster',
    verboseName: 'cluster',
    appLabel: 'Virtualization',
    brief: [
      'id',
      'url',
      'display',
      'name',
      'description',
      'virtualmachine_count',
    ],
    display: row => String(row.name),
    compare: byName,
    search: searchIn('name', 'comments'),
    fields: [
      ...head,
      name(),
      ref('type', 'virtualization.clustertype', {
        required: true,
        nullable: false,
      }),
      fixed('group', null),
      choice('status', CLUSTER_STATUS, { initial: 'active' }),
      ref('tenant', 'tenancy.tenant'),
      ...scope,
      text('description'),
      text('comments', { max: Infinity }),
      ...tail,
      noCount('device_count'),
      count('virtualmachine_count', 'virtualization.virtualmachine', 'cluster'),
      allocated('vcpus'),
      allocated('memory'),
      allocated('disk'),
    ],
    filters: {
      ...texts('name'),
      ...texts('description'),
      ...numbers('scope_id'),
      ...choices('status', CLUSTER_STATUS),
      ...relation('type', 'virtualization.clustertype', 'slug'),
      ...relation('tenant', 'tenancy.tenant', 'slug'),
      ...relation('site', 'dcim.site', 'slug', row => row.scope_id),
    },
  },
  {
    key: 'virtualization.virtualmachine',
    path: 'virtualization/virtual-machines',
    className: 'VirtualMachine',
    verboseName: 'virtual machine',
    appLabel: 'Virtualization',
    brief: ['id', 'url', 'display', 'name', 'description'],
    display: row => String(row.name),
    compare: byName,
    search: searchIn('name', 'description', 'comments', 'serial'),
    prepare: (row, store) => {
      const cluster = store.find('virtualization.cluster', row.cluster);
      if (cluster?.scope_type && !row.site) {
        row.site = cluster.scope_id;
      }
    },
    clean: cleanVirtualMachine,
    fields: [
      ...head,
      name({ max: 64 }),
      choice('status', VM_STATUS, { initial: 'active' }),
      ref('site', 'dcim.site', { resets: true }),
      ref('cluster', 'virtualization.cluster', { resets: true }),
      fixed('device', null),
      text('serial', { max: 50 }),
      ref('role', 'dcim.devicerole'),
      ref('tenant', 'tenancy.tenant', { resets: true }),
      ref('platform', 'dcim.platform', { onDelete: 'setNull' }),
      computed('primary_ip', (row, view) =>
        nestedObject(
          'ipam.ipaddress',
          row.primary_ip6 ?? row.primary_ip4,
          view,
        ),
      ),
      ref('primary_ip4', 'ipam.ipaddress', { onDelete: 'setNull' }),
      ref('primary_ip6', 'ipam.ipaddress', { onDelete: 'setNull' }),
      decimal('vcpus', { range: [0.01, 9999] }),
      int('memory', { range: [0, 2147483647] }),
      int('disk', { range: [0, 2147483647] }),
      text('description'),
      text('comments', { max: Infinity }),
      fixed('config_template', null),
      json('local_context_data'),
      ...tail.slice(0, 2),
      fixed('config_context', {}),
      ...tail.slice(2),
      computed(
        'interface_count',
        (row, { store }) =>
          store.rows(VM_INTERFACE).filter(i => i.virtual_machine === row.id)
            .length,
      ),
      computed('virtual_disk_count', () => 0),
    ],
    filters: {
      ...texts('name', { fold: true }),
      ...texts('serial'),
      ...texts('description'),
      ...numbers('vcpus'),
      ...numbers('memory'),
      ...numbers('disk'),
      ...choices('status', VM_STATUS),
      ...relation('cluster', 'virtualization.cluster', 'name'),
      ...relation('site', 'dcim.site', 'slug'),
      ...relation('role', 'dcim.devicerole', 'slug'),
      ...relation('platform', 'dcim.platform', 'slug'),
      ...relation('tenant', 'tenancy.tenant', 'slug'),
      has_primary_ip: (row, [wanted]) =>
        (row.primary_ip4 !== null || row.primary_ip6 !== null) ===
        /^(true|1)$/i.test(wanted),
      mac_address: (row, values, store) =>
        store
          .rows(VM_INTERFACE)
          .filter(i => i.virtual_machine === row.id)
          .some(i => hasMac(i, values, store)),
    },
  },
  {
    key: VM_INTERFACE,
    path: 'virtualization/interfaces',
    className: 'VMInterface',
    verboseName: 'interface',
    appLabel: 'Virtualization',
    brief: ['id', 'url', 'display', 'virtual_machine', 'name', 'description'],
    display: row => String(row.name),
    compare: (a, b, store) => {
      const vm = (row: Row) =>
        store.find('virtualization.virtualmachine', row.virtual_machine)?.name;
      return compareText(vm(a), vm(b)) || byName(a, b);
    },
    search: searchIn('name', 'description'),
    // An interface without a mode has no VLANs.
    prepare: row => {
      row.untagged_vlan = row.mode ? row.untagged_vlan : null;
      row.tagged_vlans = row.mode === 'tagged' ? row.tagged_vlans : [];
    },
    clean: cleanInterface,
    fields: [
      ...head,
      ref('virtual_machine', 'virtualization.virtualmachine', {
        required: true,
        nullable: false,
        onDelete: 'cascade',
      }),
      name({ max: 64 }),
      bool('enabled', { initial: true }),
      ref('parent', VM_INTERFACE),
      ref('bridge', VM_INTERFACE, { onDelete: 'setNull' }),
      int('mtu', { range: [1, 65536] }),
      computed(
        'mac_address',
        (row, { store }) =>
          store.find('dcim.macaddress', row.primary_mac_address)?.mac_address ??
          null,
      ),
      ref('primary_mac_address', 'dcim.macaddress', { onDelete: 'setNull' }),
      computed('mac_addresses', (row, view) =>
        on('dcim.macaddress', row, view.store).map(m =>
          nestedObject('dcim.macaddress', m.id, view),
        ),
      ),
      text('description'),
      choice('mode', MODES, { nullable: true, initial: '' }),
      ref('untagged_vlan', 'ipam.vlan', { onDelete: 'setNull' }),
      refs('tagged_vlans', 'ipam.vlan'),
      ref('qinq_svlan', 'ipam.vlan', { onDelete: 'setNull' }),
      fixed('vlan_translation_policy', null),
      ref('vrf', 'ipam.vrf', { onDelete: 'setNull' }),
      fixed('l2vpn_termination', null),
      ...tail,
      computed(
        'count_ipaddresses',
        (row, { store }) => on('ipam.ipaddress', row, store).length,
      ),
      computed('count_fhrp_groups', () => 0),
    ],
    filters: {
      ...texts('name'),
      ...texts('description'),
      ...numbers('mtu'),
      ...flags('enabled'),
      ...choices('mode', MODES),
      ...relation('virtual_machine', 'virtualization.virtualmachine', 'name'),
      ...relation('parent', VM_INTERFACE, 'name'),
      ...relation(
        'cluster',
        'virtualization.cluster',
        'name',
        (row, store) =>
          store.find('virtualization.virtualmachine', row.virtual_machine)
            ?.cluster,
      ),
      mac_address: hasMac,
    },
  },
  {
    key: 'dcim.macaddress',
    path: 'dcim/mac-addresses',
    className: 'MACAddress',
    verboseName: 'MAC address',
    appLabel: 'DCIM',
    brief: ['id', 'url', 'display', 'mac_address', 'description'],
    display: row => String(row.mac_address),
    compare: (a, b) => compareText(a.mac_address, b.mac_address) || a.id - b.id,
    search: searchIn('mac_address', 'description'),
    clean: cleanMac,
    fields: [
      ...head,
      mac('mac_address'),
      ...assignment,
      text('description'),
      text('comments', { max: Infinity }),
      ...tail,
    ],
    filters: {
      ...texts('mac_address', { fold: true }),
      ...texts('description'),
      ...assignmentFilters,
    },
  },
];

function hasMac(row: Row, values: string[], store: NetboxStore): boolean {
  const wanted = values.map(value => value.toUpperCase().replace(/-/g, ':'));
  return on('dcim.macaddress', row, store).some(m =>
    wanted.includes(String(m.mac_address)),
  );
}
