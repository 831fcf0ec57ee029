import type { FieldErrors } from '../errors';
import { choices, flags, numbers, relation, texts } from '../filterKinds';
import type { Model, Row } from '../modelTypes';
import {
  bool,
  choice,
  computed,
  count,
  fixed,
  head,
  int,
  json,
  name,
  noCount,
  ref,
  slug,
  tail,
  text,
} from './fields';
import { byName, organizational, searchIn } from './organization';
import { scope } from './virtualization';

const VLAN_STATUS = {
  active: 'Active',
  reserved: 'Reserved',
  deprecated: 'Deprecated',
};

/** VIDs a group may hold, both ends included. */
const rangesOf = (group: Row) => group.vid_ranges as [number, number][];

/** VRFs, VLANs and their groups, RIRs, ASNs and IPAM roles. */
export const numberingModels: Model[] = [
  {
    key: 'ipam.vrf',
    path: 'ipam/vrfs',
    className: 'VRF',
    verboseName: 'VRF',
    appLabel: 'IPAM',
    brief: [
      'id',
      'url',
      'display',
      'name',
      'rd',
      'description',
      'prefix_count',
    ],
    display: row => (row.rd ? `${row.name} (${row.rd})` : String(row.name)),
    compare: byName,
    search: searchIn('name', 'rd', 'description'),
    fields: [
      ...head,
      name(),
      text('rd', { nullable: true, initial: null, max: 21, unique: true }),
      ref('tenant', 'tenancy.tenant'),
      bool('enforce_unique', { initial: true }),
      text('description'),
      text('comments', { max: Infinity }),
      fixed('import_targets', []),
      fixed('export_targets', []),
      ...tail,
      count('ipaddress_count', 'ipam.ipaddress', 'vrf'),
      count('prefix_count', 'ipam.prefix', 'vrf'),
    ],
    filters: {
      ...texts('name'),
      ...texts('rd'),
      ...texts('description'),
      ...flags('enforce_unique'),
      ...relation('tenant', 'tenancy.tenant', 'slug'),
    },
  },
  {
    ...organizational,
    key: 'ipam.role',
    path: 'ipam/roles',
    className: 'Role',
    verboseName: 'role',
    appLabel: 'IPAM',
    brief: [...organizational.brief, 'prefix_count', 'vlan_count'],
    compare: (a, b) => Number(a.weight) - Number(b.weight) || byName(a, b),
    fields: [
      ...head,
      name({ unique: true }),
      slug('slug'),
      int('weight', { initial: 1000, nullable: false, range: [0, 32767] }),
      text('description'),
      ...tail,
      count('prefix_count', 'ipam.prefix', 'role'),
      count('vlan_count', 'ipam.vlan', 'role'),
    ],
  },
  {
    ...organizational,
    key: 'ipam.vlangroup',
    path: 'ipam/vlan-groups',
    className: 'VLANGroup',
    verboseName: 'VLAN group',
    appLabel: 'IPAM',
    brief: [...organizational.brief, 'vlan_count'],
    fields: [
      ...head,
      name(),
      slug('slug'),
      ...scope,
      json('vid_ranges', { nullable: false, initial: [[1, 4094]] }),
      ref('tenant', 'tenancy.tenant'),
      text('description'),
      ...tail,
      count('vlan_count', 'ipam.vlan', 'group'),
      {
        ...computed('utilization', (row, { store }) => {
          const used = store
            .rows('ipam.vlan')
            .filter(vlan => vlan.group === row.id).length;
          const size = rangesOf(row).reduce(
            (sum, [a, b]) => sum + b - a + 1,
            0,
          );
          const percent = (used * 100) / size;
          return Number.isInteger(percent)
            ? percent.toFixed(1)
            : String(Number(percent.toFixed(2)));
        }),
        annotated: true,
      },
    ],
    filters: {
      ...organizational.filters,
      ...numbers('scope_id'),
      ...relation('tenant', 'tenancy.tenant', 'slug'),
    },
  },
  {
    key: 'ipam.vlan',
    path: 'ipam/vlans',
    className: 'VLAN',
    verboseName: 'VLAN',
    appLabel: 'IPAM',
    brief: ['id', 'url', 'display', 'vid', 'name', 'description'],
    display: row => `${row.name} (${row.vid})`,
    compare: (a, b) =>
      Number(a.site ?? -1) - Number(b.site ?? -1) ||
      Number(a.group ?? -1) - Number(b.group ?? -1) ||
      Number(a.vid) - Number(b.vid) ||
      a.id - b.id,
    search: searchIn('name', 'description', 'vid'),
    clean: (row, _before, store): FieldErrors => {
      const group = store.find('ipam.vlangroup', row.group);
      const vid = Number(row.vid);
      if (group && !rangesOf(group).some(([a, b]) => a <= vid && vid <= b)) {
        const ranges = rangesOf(group)
          .map(([a, b]) => (a === b ? `${a}` : `${a}-${b}`))
          .join(',');
        return {
          vid: [
            `VID must be in ranges ${ranges} for VLANs in group ${group.name}`,
          ],
        };
      }
      const twin = (column: string) =>
        group &&
        store
          .rows('ipam.vlan')
          .some(
            other =>
              other.id !== row.id &&
              other.group === row.group &&
              other[column] === row[column],
          );
      if (twin('vid')) {
        return {
          __all__: ['VLAN with this Group and VLAN ID already exists.'],
        };
      }
      return twin('name')
        ? { __all__: ['VLAN with this Group and Name already exists.'] }
        : {};
    },
    fields: [
      ...head,
      ref('site', 'dcim.site'),
      ref('group', 'ipam.vlangroup', { resets: true }),
      int('vid', {
        required: true,
        nullable: false,
        initial: undefined,
        range: [1, 4094],
      }),
      name({ max: 64 }),
      ref('tenant', 'tenancy.tenant'),
      choice('status', VLAN_STATUS, { initial: 'active' }),
      ref('role', 'ipam.role', { onDelete: 'setNull' }),
      text('description'),
      fixed('qinq_role', null),
      fixed('qinq_svlan', null),
      text('comments', { max: Infinity }),
      fixed('l2vpn_termination', null),
      ...tail,
      count('prefix_count', 'ipam.prefix', 'vlan'),
    ],
    filters: {
      ...texts('name'),
      ...texts('description'),
      ...numbers('vid'),
      ...choices('status', VLAN_STATUS),
      ...relation('group', 'ipam.vlangroup', 'slug'),
      ...relation('site', 'dcim.site', 'slug'),
      ...relation('role', 'ipam.role', 'slug'),
      ...relation('tenant', 'tenancy.tenant', 'slug'),
    },
  },
  {
    ...organizational,
    key: 'ipam.rir',
    path: 'ipam/rirs',
    className: 'RIR',
    verboseName: 'RIR',
    appLabel: 'IPAM',
    brief: [...organizational.brief, 'aggregate_count'],
    fields: [
      ...head,
      name({ unique: true }),
      slug('slug'),
      bool('is_private'),
      text('description'),
      ...tail,
      count('aggregate_count', 'ipam.aggregate', 'rir'),
    ],
    filters: { ...organizational.filters, ...flags('is_private') },
  },
  {
    key: 'ipam.asn',
    path: 'ipam/asns',
    className: 'ASN',
    verboseName: 'ASN',
    appLabel: 'IPAM',
    brief: ['id', 'url', 'display', 'asn', 'description'],
    display: row => {
      const asn = Number(row.asn);
      return asn > 65535
        ? `AS${asn} (${Math.floor(asn / 65536)}.${asn % 65536})`
        : `AS${asn}`;
    },
    compare: (a, b) => Number(a.asn) - Number(b.asn),
    search: searchIn('asn', 'description'),
    fields: [
      ...head,
      int('asn', {
        required: true,
        nullable: false,
        initial: undefined,
        unique: true,
        range: [1, 4294967295],
      }),
      ref('rir', 'ipam.rir', { required: true, nullable: false }),
      ref('tenant', 'tenancy.tenant'),
      text('description'),
      text('comments', { max: Infinity }),
      ...tail,
      count('site_count', 'dcim.site', 'asns'),
      noCount('provider_count'),
    ],
    filters: {
      ...numbers('asn'),
      ...texts('description'),
      ...relation('rir', 'ipam.rir', 'slug'),
      ...relation('tenant', 'tenancy.tenant', 'slug'),
    },
  },
];
