import type { Row } from './modelTypes';
import type { NetboxStore } from './NetboxStore';
import type { Attempt, Make } from './seed';

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
const AS_NAMES: Record<number, string> = {
  [OWN_AS]: 'ORION',
  6939: 'Hurricane Electric',
  64500: 'The exchange',
};

/** @param host - its number on the links. */
const transit = (machine: string, host: number): Session[] => [
  {
    machine,
    name: 'he_v6',
    local: `2001:db8:100::${host}/64`,
    remote: '2001:db8:100::1/64',
    remoteAs: 6939,
    description: 'Hurricane Electric, IPv6',
  },
  {
    machine,
    name: 'he_v4',
    local: `198.51.100.${host}/29`,
    remote: '198.51.100.1/29',
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
  ...transit('router', 2),
  ...transit('gw2', 3),
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

/**
 * Records of the plugin netbox-bgp. A session whose machine somebody took away is
 * left out, and so is one that is there already.
 */
export function seedBgpSessions(
  store: NetboxStore,
  make: Make,
  attempt: Attempt,
): void {
  const ensure = (
    key: string,
    test: (row: Row) => boolean,
    data: Record<string, unknown>,
  ) => store.rows(key).find(test)?.id ?? make(key, data).id;
  const named = (key: string, name: string, more: object = {}) =>
    ensure(key, row => row.name === name, { name, ...more });
  const site = store.rows('dcim.site').find(({ slug }) => slug === 'home-dc');
  const asn = (number: number) =>
    ensure('ipam.asn', row => row.asn === number, {
      asn: number,
      rir: store.rows('ipam.rir').find(({ slug }) => slug === 'arin')!.id,
      description: AS_NAMES[number],
    });
  const address = (text: string) =>
    ensure('ipam.ipaddress', row => row.address === text, { address: text });
  attempt(() => {
    named('virtualization.virtualmachine', 'gw2', {
      site: site?.id ?? null,
      status: 'staged',
      description: 'GoBGP on trial',
    });
  });
  for (const session of SESSIONS) {
    attempt(() => seedSession(session));
  }

  function seedSession(session: Session): void {
    const { machine, local, remote, remoteAs, ...given } = session;
    const on = store
      .rows('virtualization.virtualmachine')
      .find(({ name }) => name === machine);
    const there = store
      .rows('netbox_bgp.bgpsession')
      .some(row => row.name === session.name && row.virtualmachine === on?.id);
    if (!on || there) {
      return;
    }
    make('netbox_bgp.bgpsession', {
      ...given,
      site: site?.id ?? null,
      virtualmachine: on.id,
      local_address: address(local),
      remote_address: address(remote),
      local_as: asn(OWN_AS),
      remote_as: asn(remoteAs),
      peer_group:
        remoteAs === 6939
          ? named('netbox_bgp.bgppeergroup', 'transit', {
              import_policies: [named('netbox_bgp.routingpolicy', 'he_in')],
              export_policies: [named('netbox_bgp.routingpolicy', 'own_out')],
            })
          : null,
    });
  }
}
