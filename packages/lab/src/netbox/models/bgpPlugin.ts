import type { FieldErrors } from '../errors';
import { choices, relation, texts } from '../filterKinds';
import type { Field, Model, Row } from '../modelTypes';
import type { NetboxStore } from '../NetboxStore';
import { choice, custom, head, name, ref, refs, stamps, text } from './fields';
import { byName, searchIn } from './organization';

const SESSION_STATUS = {
  offline: 'Offline',
  active: 'Active',
  planned: 'Planned',
  failed: 'Failed',
};

/** The plugin's objects have no `display_url`, unlike NetBox's own. */
const headOfPlugin = head.filter(field => field.name !== 'display_url');

const named = {
  appLabel: 'BGP',
  brief: ['id', 'url', 'display', 'name', 'description'],
  display: (row: Row) => String(row.name),
  compare: byName,
  search: searchIn('name', 'description'),
  filters: { ...texts('name'), ...texts('description') },
} as const;

const namedFields = (...more: Field[]): Field[] => [
  ...headOfPlugin,
  name(),
  text('description'),
  ...more,
  ...custom,
  text('comments', { max: Infinity }),
];

const policies = () => [
  refs('import_policies', 'netbox_bgp.routingpolicy'),
  refs('export_policies', 'netbox_bgp.routingpolicy'),
];

const UNIQUE = ['local_address', 'local_as', 'remote_address', 'remote_as'];

/** One machine has one session between two addresses and two systems. */
function cleanSession(
  row: Row,
  _before: Row | undefined,
  store: NetboxStore,
): FieldErrors {
  const twin = store
    .rows('netbox_bgp.bgpsession')
    .find(
      other =>
        other.id !== row.id &&
        row.virtualmachine !== null &&
        other.virtualmachine === row.virtualmachine &&
        UNIQUE.every(column => other[column] === row[column]),
    );
  return twin
    ? {
        __all__: [
          'Bgp session with this Virtualmachine, Local address, Local as, Remote address and Remote as already exists.',
        ],
      }
    : {};
}

/** What the plugin netbox-bgp 0.17 adds to NetBox, as far as ORION reads it. */
export const bgpPluginModels: Model[] = [
  {
    ...named,
    key: 'netbox_bgp.routingpolicy',
    path: 'plugins/bgp/routing-policy',
    className: 'RoutingPolicy',
    verboseName: 'routing policy',
    fields: namedFields(),
  },
  {
    ...named,
    key: 'netbox_bgp.prefixlist',
    path: 'plugins/bgp/prefix-list',
    className: 'PrefixList',
    verboseName: 'prefix list',
    // A plain value in answers, not a choice with a label.
    fields: namedFields(
      text('family', { required: true, initial: undefined, max: 10 }),
    ),
  },
  {
    ...named,
    key: 'netbox_bgp.bgppeergroup',
    path: 'plugins/bgp/peer-group',
    // Links in answers carry the model's name; both paths answer.
    linkPath: 'plugins/bgp/bgppeergroup',
    className: 'BGPPeerGroup',
    verboseName: 'bgp peer group',
    // Without tags, and in an order of its own.
    fields: [
      ...headOfPlugin,
      name(),
      text('description'),
      ...policies(),
      text('comments', { max: Infinity }),
      ...custom.filter(field => field.name === 'custom_fields'),
    ],
  },
  {
    key: 'netbox_bgp.bgpsession',
    path: 'plugins/bgp/session',
    linkPath: 'plugins/bgp/bgpsession',
    className: 'BGPSession',
    verboseName: 'bgp session',
    appLabel: named.appLabel,
    brief: named.brief,
    display: (row, store) =>
      `${
        store.find('virtualization.virtualmachine', row.virtualmachine)?.name ??
        ''
      }:${row.name ?? 'None'}`,
    compare: (a, b) => a.id - b.id,
    search: (row, needle, store) =>
      searchIn('name', 'description')(row, needle) ||
      ['local_as', 'remote_as'].some(column =>
        String(store.find('ipam.asn', row[column])?.asn).includes(needle),
      ),
    clean: cleanSession,
    fields: [
      ...headOfPlugin.slice(0, 2),
      ...custom,
      headOfPlugin[2],
      choice('status', SESSION_STATUS, { initial: 'active' }),
      ref('site', 'dcim.site', { onDelete: 'setNull' }),
      ref('tenant', 'tenancy.tenant'),
      // The seed has no devices: nobody names one.
      { name: 'device', kind: 'computed', compute: () => null },
      ref('virtualmachine', 'virtualization.virtualmachine'),
      ...(['local_address', 'remote_address'] as const).map(column =>
        ref(column, 'ipam.ipaddress', { required: true, nullable: false }),
      ),
      ...(['local_as', 'remote_as'] as const).map(column =>
        ref(column, 'ipam.asn', { required: true, nullable: false }),
      ),
      ref('peer_group', 'netbox_bgp.bgppeergroup', { onDelete: 'setNull' }),
      ...policies(),
      ref('prefix_list_in', 'netbox_bgp.prefixlist', { onDelete: 'setNull' }),
      ref('prefix_list_out', 'netbox_bgp.prefixlist', { onDelete: 'setNull' }),
      ...stamps,
      text('name', { nullable: true, initial: null, max: 256 }),
      text('description'),
      text('comments', { max: Infinity }),
    ],
    filters: {
      ...texts('name'),
      ...texts('description'),
      ...choices('status', SESSION_STATUS),
      // By the number of the system, which must be one NetBox knows.
      ...relation('local_as', 'ipam.asn', 'asn'),
      ...relation('remote_as', 'ipam.asn', 'asn'),
      ...relation('site', 'dcim.site', 'name'),
      ...relation('tenant', 'tenancy.tenant', 'slug'),
      ...relation('virtualmachine', 'virtualization.virtualmachine', 'name'),
      ...relation('local_address', 'ipam.ipaddress', 'address'),
      ...relation('remote_address', 'ipam.ipaddress', 'address'),
    },
  },
];
