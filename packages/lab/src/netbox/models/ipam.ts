import {
  choices,
  flags,
  hostWithin,
  inets,
  isWithin,
  numbers,
  relation,
  texts,
} from '../filterKinds';
import { compareInet, formatHost, parseInet, spanOf } from '../ipMath';
import type { Model, Row } from '../modelTypes';
import type { NetboxStore } from '../NetboxStore';
import { nestedObject } from '../render';
import {
  address,
  bool,
  choice,
  computed,
  head,
  prefix,
  ref,
  tail,
  text,
} from './fields';
import {
  cleanAddress,
  cleanAggregate,
  cleanPrefix,
  cleanRange,
  parentsOf,
  within,
} from './ipamRules';
import { searchIn } from './organization';
import { assignment, assignmentFilters, scope } from './virtualization';

const BASIC_STATUS = {
  active: 'Active',
  reserved: 'Reserved',
  deprecated: 'Deprecated',
};

const ADDRESS_STATUS = { ...BASIC_STATUS, dhcp: 'DHCP', slaac: 'SLAAC' };

const ADDRESS_ROLES = {
  loopback: 'Loopback',
  secondary: 'Secondary',
  anycast: 'Anycast',
  vip: 'VIP',
  vrrp: 'VRRP',
  hsrp: 'HSRP',
  glbp: 'GLBP',
  carp: 'CARP',
};

const PREFIX_STATUS = { container: 'Container', ...BASIC_STATUS };

const family = (column: string) =>
  computed('family', row =>
    parseInet(row[column])?.version === 6
      ? { value: 6, label: 'IPv6' }
      : { value: 4, label: 'IPv4' },
  );

const familyFilter = (column: string) =>
  numbers('family', row => parseInet(row[column])?.version);

const maskFilter = (column: string) =>
  numbers('mask_length', row => parseInet(row[column])?.length);

const vrfFilter = relation('vrf', 'ipam.vrf', 'rd');
const tenantFilter = relation('tenant', 'tenancy.tenant', 'slug');
const roleFilter = relation('role', 'ipam.role', 'slug');

const byVrfThen = (column: string) => (a: Row, b: Row) =>
  Number(a.vrf ?? -1) - Number(b.vrf ?? -1) ||
  compareInet(parseInet(a[column])!, parseInet(b[column])!) ||
  a.id - b.id;

/** NetBox prints the part both ends share once: `10.20.0.220-239/24`. */
function rangeName(row: Row): string {
  const [start, end] = [row.start_address, row.end_address].map(
    value => parseInet(value)!,
  );
  const separator = start.version === 6 ? ':' : '.';
  const a = formatHost(start.version, start.value).split(separator);
  const b = formatHost(end.version, end.value).split(separator);
  const base = a.filter((chunk, i) => chunk === b[i]);
  const rest = (chunks: string[]) => chunks.slice(base.length).join(separator);
  return `${base.join(separator)}${separator}${rest(a)}-${rest(b)}/${
    start.length
  }`;
}

const searchSpace = (row: Row, needle: string) =>
  searchIn('description', 'prefix')(row, needle) ||
  Boolean(
    parseInet(needle) &&
      parseInet(row.prefix)?.version === parseInet(needle)!.version &&
      isWithin(parseInet(needle)!, parseInet(row.prefix)!),
  );

const children = (row: Row, store: NetboxStore) =>
  within('ipam.prefix', 'prefix', row, store, row.vrf).filter(
    child => child.id !== row.id && child.prefix !== row.prefix,
  ).length;

/** Aggregates, prefixes, ranges and addresses. */
export const ipamModels: Model[] = [
  {
    key: 'ipam.aggregate',
    path: 'ipam/aggregates',
    className: 'Aggregate',
    verboseName: 'aggregate',
    appLabel: 'IPAM',
    brief: ['id', 'url', 'display', 'family', 'prefix', 'description'],
    display: row => String(row.prefix),
    compare: (a, b) =>
      compareInet(parseInet(a.prefix)!, parseInet(b.prefix)!) || a.id - b.id,
    search: searchSpace,
    clean: cleanAggregate,
    fields: [
      ...head,
      family('prefix'),
      prefix('prefix'),
      ref('rir', 'ipam.rir', { required: true, nullable: false }),
      ref('tenant', 'tenancy.tenant'),
      text('date_added', { nullable: true, initial: null }),
      text('description'),
      text('comments', { max: Infinity }),
      ...tail,
    ],
    filters: {
      ...texts('description'),
      ...familyFilter('prefix'),
      ...tenantFilter,
      ...relation('rir', 'ipam.rir', 'slug'),
      ...inets(
        'prefix',
        'prefix',
        (a, b) => a.length === b.length && spanOf(a)[0] === spanOf(b)[0],
      ),
    },
  },
  {
    key: 'ipam.prefix',
    path: 'ipam/prefixes',
    className: 'Prefix',
    verboseName: 'prefix',
    appLabel: 'IPAM',
    brief: [
      'id',
      'url',
      'display',
      'family',
      'prefix',
      'description',
      '_depth',
    ],
    display: row => String(row.prefix),
    compare: byVrfThen('prefix'),
    search: searchSpace,
    clean: cleanPrefix,
    fields: [
      ...head,
      family('prefix'),
      prefix('prefix'),
      ref('vrf', 'ipam.vrf'),
      ...scope,
      ref('tenant', 'tenancy.tenant'),
      ref('vlan', 'ipam.vlan'),
      choice('status', PREFIX_STATUS, { initial: 'active' }),
      ref('role', 'ipam.role', { onDelete: 'setNull' }),
      bool('is_pool'),
      bool('mark_utilized'),
      text('description'),
      text('comments', { max: Infinity }),
      ...tail,
      computed('children', (row, { store }) => children(row, store)),
      computed('_depth', (row, { store }) => parentsOf(row, store).length),
    ],
    filters: {
      ...texts('description'),
      ...familyFilter('prefix'),
      ...maskFilter('prefix'),
      ...flags('is_pool', 'mark_utilized'),
      ...numbers('scope_id'),
      ...numbers('depth', (row, store) => parentsOf(row, store).length),
      ...numbers('children', children),
      ...choices('status', PREFIX_STATUS),
      ...vrfFilter,
      ...tenantFilter,
      ...roleFilter,
      ...relation('vlan', 'ipam.vlan', 'name'),
      ...numbers(
        'vlan_vid',
        (row, store) => store.find('ipam.vlan', row.vlan)?.vid,
      ),
      ...relation('site', 'dcim.site', 'slug', row => row.scope_id),
      ...inets(
        'prefix',
        'prefix',
        (a, b) => a.length === b.length && a.value === b.value,
      ),
      ...inets(
        'within',
        'prefix',
        (a, b) => isWithin(a, b) && a.length > b.length,
      ),
      ...inets('within_include', 'prefix', isWithin),
      // A bare address is contained strictly: a /32 does not contain itself.
      ...inets(
        'contains',
        'prefix',
        (a, b, given) =>
          isWithin(b, a) && (given.includes('/') || a.length < b.length),
      ),
    },
  },
  {
    key: 'ipam.iprange',
    path: 'ipam/ip-ranges',
    className: 'IPRange',
    verboseName: 'IP range',
    appLabel: 'IPAM',
    brief: [
      'id',
      'url',
      'display',
      'family',
      'start_address',
      'end_address',
      'description',
    ],
    display: rangeName,
    compare: byVrfThen('start_address'),
    search: searchIn('description', 'start_address', 'end_address'),
    clean: cleanRange,
    fields: [
      ...head,
      family('start_address'),
      address('start_address'),
      address('end_address'),
      computed('size', row =>
        Number(
          parseInet(row.end_address)!.value -
            parseInet(row.start_address)!.value +
            1n,
        ),
      ),
      ref('vrf', 'ipam.vrf'),
      ref('tenant', 'tenancy.tenant'),
      choice('status', BASIC_STATUS, { initial: 'active' }),
      ref('role', 'ipam.role', { onDelete: 'setNull' }),
      text('description'),
      text('comments', { max: Infinity }),
      ...tail,
      bool('mark_populated'),
      bool('mark_utilized'),
    ],
    filters: {
      ...texts('description'),
      ...familyFilter('start_address'),
      ...flags('mark_populated', 'mark_utilized'),
      ...choices('status', BASIC_STATUS),
      ...vrfFilter,
      ...tenantFilter,
      ...roleFilter,
      ...inets('start_address', 'start_address', sameAddress),
      ...inets('end_address', 'end_address', sameAddress),
      ...inets('parent', 'start_address', hostWithin),
      contains: (row, [value]) => {
        const wanted = parseInet(value);
        const [start, end] = [row.start_address, row.end_address].map(v =>
          parseInet(v),
        );
        return Boolean(
          wanted && start!.value <= wanted.value && wanted.value <= end!.value,
        );
      },
    },
  },
  {
    key: 'ipam.ipaddress',
    path: 'ipam/ip-addresses',
    className: 'IPAddress',
    verboseName: 'IP address',
    appLabel: 'IPAM',
    brief: ['id', 'url', 'display', 'family', 'address', 'description'],
    display: row => String(row.address),
    compare: (a, b) =>
      compareInet(parseInet(a.address)!, parseInet(b.address)!) || a.id - b.id,
    search: searchIn('dns_name', 'description', 'address'),
    clean: cleanAddress,
    prepare: row => {
      row.dns_name = String(row.dns_name).toLowerCase();
    },
    fields: [
      ...head,
      family('address'),
      address('address'),
      ref('vrf', 'ipam.vrf'),
      ref('tenant', 'tenancy.tenant'),
      choice('status', ADDRESS_STATUS, { initial: 'active' }),
      choice('role', ADDRESS_ROLES, { nullable: true, initial: '' }),
      ...assignment,
      ref('nat_inside', 'ipam.ipaddress', { onDelete: 'setNull' }),
      computed('nat_outside', (row, view) =>
        view.store
          .rows('ipam.ipaddress')
          .filter(other => other.nat_inside === row.id)
          .map(other => nestedObject('ipam.ipaddress', other.id, view)),
      ),
      text('dns_name', { max: 255 }),
      text('description'),
      text('comments', { max: Infinity }),
      ...tail,
    ],
    filters: {
      ...texts('dns_name'),
      ...texts('description'),
      ...familyFilter('address'),
      ...maskFilter('address'),
      ...choices('status', ADDRESS_STATUS),
      ...choices('role', ADDRESS_ROLES),
      ...vrfFilter,
      ...tenantFilter,
      ...relation('nat_inside', 'ipam.ipaddress', 'address'),
      ...assignmentFilters,
      ...inets('parent', 'address', hostWithin),
      ...inets('address', 'address', sameAddress),
    },
  },
];

function sameAddress(
  actual: { value: bigint; length: number },
  wanted: { value: bigint; length: number },
  given: string,
): boolean {
  return (
    actual.value === wanted.value &&
    (!given.includes('/') || actual.length === wanted.length)
  );
}
