import { randomUUID } from 'node:crypto';
import type { WriteContext } from './changeLog';
import { ApiError } from './errors';
import type { Row } from './modelTypes';
import type { NetboxStore } from './NetboxStore';
import { seedBgp } from './seedBgp';
import { seedMachines } from './seedMachines';
import { createObjects } from './writeObjects';

/** Creates seed objects through the same checks as the API. */
export type Make = (key: string, data: Record<string, unknown>) => Row;

const VLANS = [
  { vid: 10, name: 'management', prefix: '10.0.10.0/24', role: 'management' },
  { vid: 20, name: 'servers', prefix: '10.0.20.0/24', role: 'servers' },
  { vid: 30, name: 'k3s', prefix: '10.0.30.0/24', role: 'k3s' },
];

/** Fills an empty store with the home network: one site, one cluster, eight machines. */
export function seedNetbox(store: NetboxStore): void {
  const admin = store.rows('users.user').find(u => u.username === 'admin')!;
  const context: WriteContext = {
    store,
    requestId: randomUUID(),
    user: { id: admin.id, name: 'admin' },
  };
  const make: Make = (key, data) => {
    try {
      return createObjects(context, store.model(key), data)[0];
    } catch (error) {
      const body =
        error instanceof ApiError ? JSON.stringify(error.body) : error;
      throw new Error(`The seed of ${key} is wrong: ${body}`);
    }
  };
  store.transaction(() => {
    seedCustomFields(store, make);
    const { site, tag } = seedOrganization(make);
    seedSpace(make, site);
    seedMachines(context, make, { site, tag });
    seedBgp(store, make, site);
  });
}

function seedCustomFields(store: NetboxStore, make: Make): void {
  const hasSessions = store.models.some(
    ({ key }) => key === 'netbox_bgp.bgpsession',
  );
  make('extras.customfield', {
    name: 'orion_change_id',
    label: 'ORION change',
    description: 'The ORION change that made or reserved this object.',
    type: 'text',
    filter_logic: 'exact',
    ui_editable: 'no',
    object_types: [
      'ipam.ipaddress',
      'ipam.prefix',
      'virtualization.virtualmachine',
      ...(hasSessions ? ['netbox_bgp.bgpsession'] : []),
    ],
  });
  if (hasSessions) {
    make('extras.customfield', {
      name: 'orion_peering',
      label: 'ORION peering',
      description: 'How the router speaks this session; Ansible reads it.',
      type: 'json',
      object_types: ['netbox_bgp.bgpsession'],
    });
  }
}

function seedOrganization(make: Make) {
  const tag = make('extras.tag', {
    name: 'orion',
    slug: 'orion',
    color: '00bcd4',
  }).id;
  make('extras.tag', { name: 'k3s', slug: 'k3s', color: '4caf50' });
  make('extras.tag', { name: 'gateway', slug: 'gateway', color: 'ff9800' });
  const site = make('dcim.site', {
    name: 'home-dc',
    slug: 'home-dc',
    time_zone: 'UTC',
    description: 'The rack at home.',
    tags: [tag],
  }).id;
  make('tenancy.tenant', { name: 'ORION', slug: 'orion' });
  return { site, tag };
}

function seedSpace(make: Make, site: number): void {
  const scope = { scope_type: 'dcim.site', scope_id: site };
  const rfc1918 = make('ipam.rir', {
    name: 'RFC 1918',
    slug: 'rfc-1918',
    is_private: true,
  }).id;
  const arin = make('ipam.rir', { name: 'ARIN', slug: 'arin' }).id;
  make('ipam.aggregate', { prefix: '10.0.0.0/8', rir: rfc1918 });
  make('ipam.asn', { asn: 394955, rir: arin, description: 'ORION' });
  make('ipam.asn', {
    asn: 6939,
    rir: arin,
    description: 'Hurricane Electric',
  });
  make('ipam.prefix', {
    prefix: '10.0.0.0/16',
    status: 'container',
    description: 'Home network',
    ...scope,
  });
  const group = make('ipam.vlangroup', {
    name: 'home-dc',
    slug: 'home-dc',
    ...scope,
  }).id;
  for (const { vid, name, prefix, role } of VLANS) {
    const roleId = make('ipam.role', { name: role, slug: role }).id;
    const vlan = make('ipam.vlan', { vid, name, group, role: roleId }).id;
    make('ipam.prefix', { prefix, vlan, role: roleId, ...scope });
  }
}
