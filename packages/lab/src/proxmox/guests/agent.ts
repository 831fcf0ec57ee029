import ipaddr from 'ipaddr.js';
import { PveError } from '../http/PveError';
import type { ProxmoxWorld } from '../ProxmoxWorld';
import { GuestState } from '../types';
import { isAgentEnabled } from './guestConfig';
import { isNetKey, parseNet } from './nets';
import { parseProperties } from './properties';

/** Throws PVE's text when the guest's agent does not answer. */
export function checkAgent(world: ProxmoxWorld, guest: GuestState): void {
  if (!isAgentEnabled(guest.config)) {
    throw PveError.domain('No QEMU guest agent configured');
  }
  if (guest.status !== 'running') {
    throw PveError.domain(`VM ${guest.vmid} is not running`);
  }
  const silent = world.faults.take(
    'agentNeverReady',
    ({ vmid }) => vmid === undefined || Number(vmid) === guest.vmid,
  );
  const age = Date.now() - (guest.startedAt ?? 0);
  if (silent || age < world.timings.agentReadyMs || guest.paused) {
    throw PveError.domain('QEMU guest agent is not running');
  }
}

/** The interfaces as the guest agent reports them. */
export function networkInterfaces(world: ProxmoxWorld, guest: GuestState) {
  const nets = Object.keys(guest.config).filter(isNetKey).sort();
  return [
    {
      name: 'lo',
      'hardware-address': '00:00:00:00:00:00',
      'ip-addresses': [address('127.0.0.1/8'), address('::1/128')],
      statistics: statistics(0),
    },
    ...nets.map((key, index) => {
      const mac = parseNet(guest.config[key])!.mac.toLowerCase();
      const own = addressesOf(world, guest, key).map(address);
      return {
        name: `eth${index}`,
        'hardware-address': mac,
        'ip-addresses': [...own, address(`${linkLocal(mac)}/64`)],
        statistics: statistics(Date.now() - (guest.startedAt ?? 0)),
      };
    }),
  ];
}

function addressesOf(
  world: ProxmoxWorld,
  guest: GuestState,
  key: string,
): string[] {
  const ipconfig = guest.booted[key.replace('net', 'ipconfig')];
  if (ipconfig === undefined) {
    return guest.addresses[key] ?? [];
  }
  const { ip, ip6 } = parseProperties(ipconfig).options;
  const v4 = ip === 'dhcp' ? leaseOf(world, guest, key) : ip;
  return [v4, ip6].filter((value): value is string =>
    Boolean(value?.includes('/')),
  );
}

/** The same guest always gets the same lease in the bridge's network. */
function leaseOf(
  world: ProxmoxWorld,
  guest: GuestState,
  key: string,
): string | undefined {
  const bridge = parseNet(guest.config[key])?.options.bridge;
  const cidr = world
    .node(guest.node)
    .bridges.find(({ iface }) => iface === bridge)?.cidr;
  if (!cidr) {
    return undefined;
  }
  const [network, prefix] = ipaddr.IPv4.parseCIDR(cidr);
  const octets = network.octets.slice(0, 3);
  return `${octets.join('.')}.${100 + (guest.vmid % 150)}/${prefix}`;
}

function address(cidr: string) {
  const [ip, prefix] = cidr.split('/');
  return {
    'ip-address': ip,
    'ip-address-type': ip.includes(':') ? 'ipv6' : 'ipv4',
    prefix: Number(prefix),
  };
}

/** Modified EUI-64 (RFC 4291, appendix A): the second-lowest bit is flipped. */
function linkLocal(mac: string): string {
  const bytes = mac.split(':').map(part => parseInt(part, 16));
  // eslint-disable-next-line no-bitwise
  bytes[0] ^= 2;
  const all = [...bytes.slice(0, 3), 0xff, 0xfe, ...bytes.slice(3)];
  const groups = [0, 2, 4, 6].map(at =>
    (all[at] * 256 + all[at + 1]).toString(16),
  );
  return `fe80::${groups.join(':')}`;
}

function statistics(ageMs: number) {
  const seconds = Math.max(0, Math.floor(ageMs / 1000));
  return {
    'rx-bytes': seconds * 5200,
    'rx-packets': seconds * 11,
    'rx-errs': 0,
    'rx-dropped': 0,
    'tx-bytes': seconds * 3100,
    'tx-packets': seconds * 9,
    'tx-errs': 0,
    'tx-dropped': 0,
  };
}
