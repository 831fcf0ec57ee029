import { randomUUID } from 'node:crypto';
import type { WriteContext } from './changeLog';
import { ApiError } from './errors';
import type { Row } from './modelTypes';
import type { NetboxStore } from './NetboxStore';
import { seedAnnounced } from './seedAnnounced';
import { seedBgpSessions } from './seedBgpSessions';
import { seedPeerings } from './seedPeerings';
import { seedMachines } from './seedMachines';
import { createObjects } from './writeObjects';

/** Creates seed objects through the same checks as the API. */
export type Make = (key: string, data: Record<string, unknown>) => Row;

/** Does all of something or, where it does not fit to what people made of a home, nothing. */
export type Attempt = (work: () => void) => void;

const VLANS = [
  { vid: 10, name: 'management', prefix: '10.0.10.0/24', role: 'management' },
  { vid: 20, name: 'servers', prefix: '10.0.20.0/24', role: 'servers' },
  { vid: 30, name: 'k3s', prefix: '10.0.30.0/24', role: 'k3s' },
];

/**
 * Parts of the seed, oldest first. A new one comes with a new name: homes get the
 * parts they lack when they start, and none twice.
 */
export const SEED_PARTS = [
  'home',
  'announced',
  'bgp-sessions',
  'peerings',
] as const;
export type SeedPart = (typeof SEED_PARTS)[number];

/**
 * Fills an empty store with the home network: one site, one cluster, eight
 * machines, BGP sessions. A store that has some parts gets the others; what is
 * there stays as it is, and what does not fit to it is left out and logged.
 * Returns the parts it has now.
 */
export function seedNetbox(
  store: NetboxStore,
  has: readonly SeedPart[] = [],
  log: (line: string) => void = () => {},
): SeedPart[] {
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
  const fresh = has.length === 0;
  const attempt = (work: () => void) => {
    try {
      store.transaction(work);
    } catch (error) {
      if (fresh) {
        throw error;
      }
      log(`netbox: left out of an older home: ${(error as Error).message}`);
    }
  };
  const hasPlugin = store.models.some(
    ({ key }) => key === 'netbox_bgp.bgpsession',
  );
  const missing = SEED_PARTS.filter(
    part =>
      !has.includes(part) &&
      (hasPlugin || !['bgp-sessions', 'peerings'].includes(part)),
  );
  const run: Record<SeedPart, () => void> = {
    home: () => seedHome(context, make),
    announced: () => seedAnnounced(context, make, attempt),
    'bgp-sessions': () => seedBgpSessions(store, make, attempt),
    peerings: () => seedPeerings(store, make, attempt),
  };
  const all = () => missing.forEach(part => run[part]());
  if (fresh) {
    store.transaction(all);
  } else {
    all();
  }
  return [...has, ...missing];
}

/** The parts a saved state has: older ones do not say it, their counters do. */
export function seededParts(state: {
  seeded?: SeedPart[];
  sequences: Record<string, number>;
}): SeedPart[] {
  const { seeded, sequences } = state;
  return (
    seeded ??
    (sequences['netbox_bgp.bgpsession']
      ? ['home', 'announced', 'bgp-sessions']
      : ['home'])
  );
}

function seedHome(context: WriteContext, make: Make): void {
  seedCustomFields(make);
  const { site, tag } = seedOrganization(make);
  seedSpace(make, site);
  seedMachines(context, make, { site, tag });
}

function seedCustomFields(make: Make): void {
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
    ],
  });
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
