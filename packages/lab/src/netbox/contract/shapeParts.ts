import type { Shape } from './recordedShapes';

export const head = {
  id: 'number',
  url: 'string',
  display_url: 'string',
  display: 'string',
};

export const tail = {
  tags: [],
  custom_fields: {},
  created: 'string',
  last_updated: 'string',
};

export const choice: Shape = {
  value: 'string',
  label: 'string',
};

export const family: Shape = {
  value: 'number',
  label: 'string',
};

export const named: Shape = {
  id: 'number',
  url: 'string',
  display: 'string',
  name: 'string',
  slug: 'string',
  description: 'string',
};

export const machine: Shape = {
  id: 'number',
  url: 'string',
  display: 'string',
  name: 'string',
  description: 'string',
};

export const address: Shape = {
  id: 'number',
  url: 'string',
  display: 'string',
  family: family,
  address: 'string',
  description: 'string',
};

export const treeNode: Shape = {
  id: 'number',
  url: 'string',
  display: 'string',
  name: 'string',
  slug: 'string',
  description: 'string',
  device_count: 'number',
  virtualmachine_count: 'number',
  _depth: 'number',
};

export const tag: Shape = {
  id: 'number',
  url: 'string',
  display_url: 'string',
  display: 'string',
  name: 'string',
  slug: 'string',
  color: 'string',
};

export const nic: Shape = {
  id: 'number',
  url: 'string',
  display: 'string',
  virtual_machine: machine,
  name: 'string',
  description: 'string',
};

export const system: Shape = {
  id: 'number',
  url: 'string',
  display: 'string',
  asn: 'number',
  description: 'string',
};
