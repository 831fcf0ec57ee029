import { choices, relation, texts } from '../filterKinds';
import type { Model, Row } from '../modelTypes';
import {
  bool,
  choice,
  computed,
  count,
  custom,
  fixed,
  head,
  name,
  noCount,
  ref,
  refs,
  slug,
  stamps,
  tail,
  text,
} from './fields';

const SITE_STATUS = {
  planned: 'Planned',
  staging: 'Staging',
  active: 'Active',
  decommissioning: 'Decommissioning',
  retired: 'Retired',
};

export const compareText = (a: unknown, b: unknown) =>
  String(a).localeCompare(String(b), 'en', { numeric: true });

export const byName = (a: Row, b: Row) =>
  compareText(a.name, b.name) || a.id - b.id;

export const searchIn =
  (...columns: string[]) =>
  (row: Row, needle: string) =>
    columns.some(column =>
      String(row[column] ?? '')
        .toLowerCase()
        .includes(needle.toLowerCase()),
    );

/** What every model with a name and a slug shares. */
export const organizational = {
  brief: ['id', 'url', 'display', 'name', 'slug', 'description'] as string[],
  display: (row: Row) => String(row.name),
  compare: byName,
  search: searchIn('name', 'slug', 'description'),
  filters: {
    ...texts('name'),
    ...texts('slug'),
    ...texts('description'),
  },
};

const tree = [
  computed('device_count', () => 0),
  computed('virtualmachine_count', () => 0),
];

/** Sites, tenants, device roles and platforms. */
export const organizationModels: Model[] = [
  {
    ...organizational,
    key: 'dcim.site',
    path: 'dcim/sites',
    className: 'Site',
    verboseName: 'site',
    appLabel: 'DCIM',
    brief: ['id', 'url', 'display', 'name', 'slug', 'description'],
    fields: [
      ...head,
      name({ unique: true }),
      slug('slug'),
      choice('status', SITE_STATUS, { initial: 'active' }),
      fixed('region', null),
      fixed('group', null),
      ref('tenant', 'tenancy.tenant'),
      text('facility', { max: 50 }),
      text('time_zone', { nullable: true, initial: null }),
      text('description'),
      text('physical_address'),
      text('shipping_address'),
      fixed('latitude', null),
      fixed('longitude', null),
      text('comments', { max: Infinity }),
      refs('asns', 'ipam.asn'),
      ...tail,
      noCount('circuit_count'),
      noCount('device_count'),
      count('prefix_count', 'ipam.prefix', 'scope_id'),
      noCount('rack_count'),
      count('virtualmachine_count', 'virtualization.virtualmachine', 'site'),
      count('vlan_count', 'ipam.vlan', 'site'),
    ],
    filters: {
      ...organizational.filters,
      ...choices('status', SITE_STATUS),
      ...relation('tenant', 'tenancy.tenant', 'slug'),
    },
  },
  {
    ...organizational,
    key: 'tenancy.tenant',
    path: 'tenancy/tenants',
    className: 'Tenant',
    verboseName: 'tenant',
    appLabel: 'Tenancy',
    fields: [
      ...head,
      name({ unique: true }),
      slug('slug'),
      fixed('group', null),
      text('description'),
      text('comments', { max: Infinity }),
      ...tail,
      noCount('circuit_count'),
      noCount('device_count'),
      count('ipaddress_count', 'ipam.ipaddress', 'tenant'),
      count('prefix_count', 'ipam.prefix', 'tenant'),
      noCount('rack_count'),
      count('site_count', 'dcim.site', 'tenant'),
      count('virtualmachine_count', 'virtualization.virtualmachine', 'tenant'),
      count('vlan_count', 'ipam.vlan', 'tenant'),
      count('vrf_count', 'ipam.vrf', 'tenant'),
      count('cluster_count', 'virtualization.cluster', 'tenant'),
    ],
  },
  {
    ...organizational,
    key: 'dcim.devicerole',
    path: 'dcim/device-roles',
    className: 'DeviceRole',
    verboseName: 'device role',
    appLabel: 'DCIM',
    brief: [
      ...organizational.brief,
      'device_count',
      'virtualmachine_count',
      '_depth',
    ],
    fields: [
      ...head,
      name({ unique: true }),
      slug('slug'),
      text('color', { initial: '9e9e9e', max: 6 }),
      bool('vm_role', { initial: true }),
      fixed('config_template', null),
      fixed('parent', null),
      text('description'),
      ...custom,
      ...stamps,
      ...tree,
      text('comments', { max: Infinity }),
      fixed('_depth', 0),
    ],
  },
  {
    ...organizational,
    key: 'dcim.platform',
    path: 'dcim/platforms',
    className: 'Platform',
    verboseName: 'platform',
    appLabel: 'DCIM',
    brief: [
      ...organizational.brief,
      'device_count',
      'virtualmachine_count',
      '_depth',
    ],
    fields: [
      ...head,
      fixed('parent', null),
      name({ unique: true }),
      slug('slug'),
      fixed('manufacturer', null),
      fixed('config_template', null),
      text('description'),
      text('comments', { max: Infinity }),
      ...tail,
      ...tree,
      fixed('_depth', 0),
    ],
  },
];
