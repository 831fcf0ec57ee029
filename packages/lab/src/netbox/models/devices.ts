import { choices, relation, texts } from '../filterKinds';
import type { FieldErrors } from '../errors';
import { parseInet } from '../ipMath';
import type { Model, Row } from '../modelTypes';
import type { NetboxStore } from '../NetboxStore';
import { nestedObject } from '../render';
import {
  choice,
  computed,
  count,
  decimal,
  fixed,
  head,
  json,
  name,
  noCount,
  ref,
  slug,
  tail,
  text,
} from './fields';
import { byName, compareText, organizational, searchIn } from './organization';

const DEVICE = 'dcim.device';
const DEVICE_STATUS = {
  offline: 'Offline',
  active: 'Active',
  planned: 'Planned',
  staged: 'Staged',
  failed: 'Failed',
  inventory: 'Inventory',
  decommissioning: 'Decommissioning',
};

const ADDRESSES = ['primary_ip4', 'primary_ip6', 'oob_ip'] as const;

/** The lab has no interfaces of devices: an address can be that of none. */
function cleanDevice(
  row: Row,
  _before: Row | undefined,
  store: NetboxStore,
): FieldErrors {
  const errors: FieldErrors = {};
  for (const field of ADDRESSES) {
    const ip = store.find('ipam.ipaddress', row[field]);
    const family = parseInet(ip?.address)?.version;
    const wanted = { primary_ip4: 4, primary_ip6: 6, oob_ip: family }[field];
    if (ip) {
      errors[field] = [
        family === wanted
          ? `The specified IP address (${ip.address}) is not assigned to this device.`
          : `${ip.address} is not an IPv${wanted} address.`,
      ];
    }
  }
  return errors;
}

/** Manufacturers, device types and devices; their components are not there. */
export const deviceModels: Model[] = [
  {
    ...organizational,
    key: 'dcim.manufacturer',
    path: 'dcim/manufacturers',
    className: 'Manufacturer',
    verboseName: 'manufacturer',
    appLabel: 'DCIM',
    fields: [
      ...head,
      name({ unique: true }),
      slug('slug'),
      text('description'),
      ...tail,
      count('devicetype_count', 'dcim.devicetype', 'manufacturer'),
      noCount('inventoryitem_count'),
      noCount('platform_count'),
    ],
  },
  {
    key: 'dcim.devicetype',
    path: 'dcim/device-types',
    className: 'DeviceType',
    verboseName: 'device type',
    appLabel: 'DCIM',
    brief: [
      'id',
      'url',
      'display',
      'manufacturer',
      'model',
      'slug',
      'description',
    ],
    display: row => String(row.model),
    compare: (a, b) => compareText(a.model, b.model) || a.id - b.id,
    search: searchIn('model', 'description', 'comments'),
    fields: [
      ...head,
      ref('manufacturer', 'dcim.manufacturer', {
        required: true,
        nullable: false,
      }),
      fixed('default_platform', null),
      text('model', { required: true, initial: undefined, max: 100 }),
      slug('slug'),
      text('part_number', { max: 50 }),
      decimal('u_height', { initial: 1, nullable: false }),
      fixed('exclude_from_utilization', false),
      fixed('is_full_depth', true),
      ...['subdevice_role', 'airflow', 'weight', 'weight_unit'].map(field =>
        fixed(field, null),
      ),
      ...['front_image', 'rear_image'].map(field => fixed(field, null)),
      text('description'),
      text('comments', { max: Infinity }),
      ...tail,
      count('device_count', DEVICE, 'device_type'),
    ],
    filters: {
      ...texts('model'),
      ...texts('slug'),
      ...relation('manufacturer', 'dcim.manufacturer', 'slug'),
    },
  },
  {
    key: DEVICE,
    path: 'dcim/devices',
    className: 'Device',
    verboseName: 'device',
    appLabel: 'DCIM',
    brief: ['id', 'url', 'display', 'name', 'description'],
    display: row => String(row.name),
    compare: byName,
    search: searchIn('name', 'description', 'comments', 'serial'),
    clean: cleanDevice,
    fields: [
      ...head,
      name({ max: 64 }),
      ref('device_type', 'dcim.devicetype', {
        required: true,
        nullable: false,
      }),
      ref('role', 'dcim.devicerole', { required: true, nullable: false }),
      ref('tenant', 'tenancy.tenant'),
      ref('platform', 'dcim.platform', { onDelete: 'setNull' }),
      text('serial', { max: 50 }),
      fixed('asset_tag', null),
      ref('site', 'dcim.site', { required: true, nullable: false }),
      ...[
        'location',
        'rack',
        'position',
        'face',
        'latitude',
        'longitude',
        'parent_device',
      ].map(field => fixed(field, null)),
      choice('status', DEVICE_STATUS, { initial: 'active' }),
      fixed('airflow', null),
      computed('primary_ip', (row, view) =>
        nestedObject(
          'ipam.ipaddress',
          row.primary_ip6 ?? row.primary_ip4,
          view,
        ),
      ),
      ...ADDRESSES.map(field =>
        ref(field, 'ipam.ipaddress', { onDelete: 'setNull' }),
      ),
      ref('cluster', 'virtualization.cluster', { onDelete: 'setNull' }),
      ...['virtual_chassis', 'vc_position', 'vc_priority'].map(field =>
        fixed(field, null),
      ),
      text('description'),
      text('comments', { max: Infinity }),
      fixed('config_template', null),
      fixed('config_context', {}),
      json('local_context_data'),
      ...tail,
      ...[
        'console_port_count',
        'console_server_port_count',
        'power_port_count',
        'power_outlet_count',
        'interface_count',
        'front_port_count',
        'rear_port_count',
        'device_bay_count',
        'module_bay_count',
        'inventory_item_count',
      ].map(field => fixed(field, 0)),
    ],
    filters: {
      ...texts('name', { fold: true }),
      ...texts('serial'),
      ...choices('status', DEVICE_STATUS),
      ...relation('site', 'dcim.site', 'slug'),
      ...relation('role', 'dcim.devicerole', 'slug'),
      ...relation('tenant', 'tenancy.tenant', 'slug'),
      ...relation('device_type', 'dcim.devicetype', 'slug'),
    },
  },
];
