import { choices, flags, numbers, relation, texts } from '../filterKinds';
import type { Model, Row } from '../modelTypes';
import { nestedObject } from '../render';
import {
  bool,
  choice,
  computed,
  fixed,
  head,
  int,
  json,
  name,
  ref,
  slug,
  stamps,
  text,
} from './fields';
import { byName, organizational, searchIn } from './organization';

const ACTIONS = { create: 'Created', update: 'Updated', delete: 'Deleted' };

const FIELD_TYPES = {
  text: 'Text',
  longtext: 'Text (long)',
  integer: 'Integer',
  decimal: 'Decimal',
  boolean: 'Boolean (true/false)',
  date: 'Date',
  datetime: 'Date & time',
  url: 'URL',
  json: 'JSON',
};

const DATA_TYPES: Record<string, string> = {
  integer: 'integer',
  decimal: 'decimal',
  boolean: 'boolean',
};

const FILTER_LOGIC = { disabled: 'Disabled', loose: 'Loose', exact: 'Exact' };
const VISIBLE = { always: 'Always', 'if-set': 'If set', hidden: 'Hidden' };
const EDITABLE = { yes: 'Yes', no: 'No', hidden: 'Hidden' };

/** Content types that can carry tags and custom fields in the lab. */
export const OBJECT_TYPES = [
  'dcim.site',
  'dcim.macaddress',
  'dcim.devicerole',
  'dcim.platform',
  'tenancy.tenant',
  'virtualization.clustertype',
  'virtualization.cluster',
  'virtualization.virtualmachine',
  'virtualization.vminterface',
  'ipam.aggregate',
  'ipam.prefix',
  'ipam.iprange',
  'ipam.ipaddress',
  'ipam.vlan',
  'ipam.vlangroup',
  'ipam.vrf',
  'ipam.rir',
  'ipam.role',
  'ipam.asn',
  'netbox_bgp.bgpsession',
] as const;

const objectTypes = (required: boolean) => ({
  name: 'object_types',
  kind: 'contentTypes' as const,
  required,
  initial: [],
  types: OBJECT_TYPES,
});

const isOf = (column: string) => ({
  [column]: (row: Row, values: string[]) =>
    values.includes(String(row[column])),
});

/** Tags, custom fields, the change log, users and tokens. */
export const systemModels: Model[] = [
  {
    ...organizational,
    key: 'extras.tag',
    path: 'extras/tags',
    className: 'Tag',
    verboseName: 'tag',
    appLabel: 'Extras',
    plain: true,
    brief: ['id', 'url', 'display', 'name', 'slug', 'color', 'description'],
    fields: [
      ...head,
      name({ unique: true }),
      slug('slug'),
      text('color', { initial: '9e9e9e', max: 6 }),
      text('description'),
      int('weight', { initial: 1000, nullable: false, range: [0, 32767] }),
      objectTypes(false),
      {
        ...computed('tagged_items', (row, { store }) =>
          OBJECT_TYPES.reduce(
            (sum, model) =>
              sum +
              store.rows(model).filter(other => other.tags.includes(row.id))
                .length,
            0,
          ),
        ),
        annotated: true,
      },
      ...stamps,
    ],
  },
  {
    key: 'extras.customfield',
    path: 'extras/custom-fields',
    className: 'CustomField',
    verboseName: 'custom field',
    appLabel: 'Extras',
    plain: true,
    brief: ['id', 'url', 'display', 'name', 'description'],
    display: row => String(row.label || String(row.name).replace(/_/g, ' ')),
    compare: byName,
    search: searchIn('name', 'label', 'description'),
    fields: [
      ...head,
      objectTypes(true),
      choice('type', FIELD_TYPES, { required: true }),
      fixed('related_object_type', null),
      computed('data_type', row => DATA_TYPES[String(row.type)] ?? 'string'),
      name({ unique: true, max: 50 }),
      text('label', { max: 50 }),
      text('group_name', { max: 50 }),
      text('description'),
      bool('required'),
      bool('unique'),
      int('search_weight', { initial: 1000, nullable: false }),
      choice('filter_logic', FILTER_LOGIC, { initial: 'loose' }),
      choice('ui_visible', VISIBLE, { initial: 'always' }),
      choice('ui_editable', EDITABLE, { initial: 'yes' }),
      bool('is_cloneable'),
      json('default'),
      json('related_object_filter'),
      int('weight', { initial: 100, nullable: false }),
      int('validation_minimum'),
      int('validation_maximum'),
      text('validation_regex', { max: 500 }),
      fixed('choice_set', null),
      text('comments', { max: Infinity }),
      ...stamps,
    ],
    filters: {
      ...texts('name'),
      ...texts('label'),
      ...texts('description'),
      ...flags('required', 'unique'),
      ...choices('type', FIELD_TYPES),
      object_type: (row, values) =>
        values.some(v => (row.object_types as string[]).includes(v)),
    },
  },
  {
    key: 'core.objectchange',
    path: 'core/object-changes',
    className: 'ObjectChange',
    verboseName: 'object change',
    appLabel: 'Core',
    plain: true,
    readOnly: true,
    brief: [],
    display: row => String(row.display),
    compare: (a, b) => b.id - a.id,
    search: searchIn('user_name', 'object_repr', 'message'),
    fields: [
      ...head,
      computed('time', row => row.created),
      ref('user', 'users.user'),
      text('user_name'),
      text('request_id'),
      choice('action', ACTIONS),
      text('changed_object_type'),
      int('changed_object_id'),
      computed('changed_object', (row, view) =>
        nestedObject(
          String(row.changed_object_type),
          row.changed_object_id,
          view,
        ),
      ),
      text('message'),
      json('prechange_data'),
      json('postchange_data'),
    ],
    filters: {
      ...texts('user_name'),
      ...texts('object_repr'),
      ...isOf('request_id'),
      ...isOf('changed_object_type'),
      ...numbers('changed_object_id'),
      ...choices('action', ACTIONS),
      ...relation('user', 'users.user', 'username'),
      time_after: (row, [value]) => row.created >= value,
      time_before: (row, [value]) => row.created <= value,
    },
  },
  {
    key: 'users.user',
    path: 'users/users',
    className: 'User',
    verboseName: 'user',
    appLabel: 'Users',
    plain: true,
    readOnly: true,
    brief: ['id', 'url', 'display', 'username'],
    display: row => String(row.username),
    compare: (a, b) => a.id - b.id,
    search: searchIn('username'),
    fields: [...head, text('username'), bool('is_active', { initial: true })],
    filters: texts('username'),
  },
  {
    key: 'users.token',
    path: 'users/tokens',
    className: 'Token',
    verboseName: 'token',
    appLabel: 'Users',
    plain: true,
    readOnly: true,
    brief: ['id', 'url', 'display', 'write_enabled', 'description'],
    display: row => String(row.partial),
    compare: (a, b) => a.id - b.id,
    search: searchIn('description'),
    fields: [
      ...head,
      ref('user', 'users.user'),
      computed('created', row => row.created),
      fixed('expires', null),
      fixed('last_used', null),
      bool('write_enabled'),
      text('description'),
      fixed('allowed_ips', []),
    ],
    filters: {
      ...flags('write_enabled'),
      ...relation('user', 'users.user', 'username'),
    },
  },
];
