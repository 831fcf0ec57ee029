import type { Row } from './modelTypes';
import type { NetboxStore } from './NetboxStore';
import type { Make } from './seed';

interface Session {
  machine: string;
  name: string;
  local: string;
  remote: string;
  remoteAs: number;
  status?: string;
  description?: string;
}

const OWN_AS = 394955;

const transit = (machine: string): Session[] => [
  {
    machine,
    name: 'he_v6',
    local: '2001:db8:100::2/64',
    remote: '2001:db8:100::1/64',
    remoteAs: 6939,
    description: 'Hurricane Electric, IPv6',
  },
  {
    machine,
    name: 'he_v4',
    local: '198.51.100.2/30',
    remote: '198.51.100.1/30',
    remoteAs: 6939,
    description: 'Hurricane Electric, IPv4',
  },
];

/**
 * The sessions of the lab's routers as somebody meant them: gw1 runs on the VM
 * `router`. Nobody wrote down that gw1 feeds gw2 (`shadow`), and an exchange is
 * planned that no router has yet.
 */
const SESSIONS: Session[] = [
  ...transit('router'),
  ...transit('gw2'),
  {
    machine: 'gw2',
    name: 'gw1',
    local: '10.0.10.2/24',
    remote: '10.0.10.1/24',
    remoteAs: OWN_AS,
  },
  {
    machine: 'router',
    name: 'ix_v6',
    local: '2001:db8:200::4955/64',
    remote: '2001:db8:200::1/64',
    remoteAs: 64500,
    status: 'planned',
    description: 'Route server of the exchange, ordered',
  },
];

/** What the routers announce; see `bgp/seed.ts`. */
const OWN_PREFIXES = [
  '192.0.2.0/24',
  '2001:db8:3949::/48',
  '2001:db8:394a::/48',
];

/** What the routers announce, and records of the plugin netbox-bgp when it is installed. */
export function seedBgp(store: NetboxStore, make: Make, site: number): void {
  const rir = store.rows('ipam.rir').find(row => row.slug === 'arin')!.id;
  for (const prefix of OWN_PREFIXES) {
    make('ipam.aggregate', { prefix, rir, description: 'Announced' });
    make('ipam.prefix', {
      prefix,
      status: 'container',
      scope_type: 'dcim.site',
      scope_id: site,
    });
  }
  if (!store.models.some(({ key }) => key === 'netbox_bgp.bgpsession')) {
    return;
  }
  make('ipam.asn', { asn: 64500, rir, description: 'The exchange' });
  make('virtualization.virtualmachine', {
    name: 'gw2',
    site,
    status: 'staged',
    description: 'GoBGP on trial',
  });
  make('virtualization.virtualmachine', {
    name: 'edge1',
    site,
    status: 'staged',
    description: 'A router that Ansible configures',
  });
  const policy = (name: string) =>
    make('netbox_bgp.routingpolicy', { name }).id;
  const peer_group = make('netbox_bgp.bgppeergroup', {
    name: 'transit',
    import_policies: [policy('he_in')],
    export_policies: [policy('own_out')],
  }).id;
  const address = (text: string) =>
    store.rows('ipam.ipaddress').find(row => row.address === text)?.id ??
    make('ipam.ipaddress', { address: text }).id;
  const idBy = (key: string, test: (row: Row) => boolean) =>
    store.rows(key).find(test)!.id;
  for (const session of SESSIONS) {
    const { machine, local, remote, remoteAs, ...given } = session;
    make('netbox_bgp.bgpsession', {
      ...given,
      site,
      virtualmachine: idBy(
        'virtualization.virtualmachine',
        ({ name }) => name === machine,
      ),
      local_address: address(local),
      remote_address: address(remote),
      local_as: idBy('ipam.asn', ({ asn }) => asn === OWN_AS),
      remote_as: idBy('ipam.asn', ({ asn }) => asn === remoteAs),
      peer_group: remoteAs === 6939 ? peer_group : null,
    });
  }
}
