import { BlockList, isIP } from 'node:net';

/** How far an address reaches: this machine or link, networks of one's own, everywhere. */
export type AddressScope = 'local' | 'private' | 'global';

const local = listOf(
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['::', 128],
  ['::1', 128],
  ['fe80::', 10],
);
const own = listOf(
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['fc00::', 7],
);

/**
 * By the registries of special-purpose addresses (RFC 6890, RFC 1918, RFC 6598,
 * RFC 4193). An IPv4-mapped address is what is mapped.
 *
 * @throws RangeError for what is no address.
 */
export function addressScope(address: string): AddressScope {
  const family = isIP(address);
  if (family === 0) {
    throw new RangeError(`"${address}" is no address`);
  }
  const type = family === 4 ? 'ipv4' : 'ipv6';
  if (local.check(address, type)) {
    return 'local';
  }
  return own.check(address, type) ? 'private' : 'global';
}

function listOf(...subnets: [string, number][]): BlockList {
  const list = new BlockList();
  for (const [network, length] of subnets) {
    list.addSubnet(network, length, network.includes(':') ? 'ipv6' : 'ipv4');
  }
  return list;
}
