import { GuestConfig, GuestState } from '../types';
import { isCloudinitKey, renderValue } from './configSchema';
import { withPending } from './guestConfig';
import { isNetKey, parseNet } from './nets';
import { parseProperties } from './properties';

/** What `GET cloudinit` answers: the drive's values and what waits for a new drive. */
export function cloudinitChanges(guest: GuestState) {
  const wanted = withPending(guest);
  const keys = new Set(
    [...Object.keys(wanted), ...Object.keys(guest.cloudinit)].filter(
      isCloudinitKey,
    ),
  );
  return [...keys].sort().map(key => {
    const value = guest.cloudinit[key];
    const next = wanted[key];
    return {
      key,
      ...(value === undefined ? {} : { value: renderValue(key, value) }),
      ...(next !== undefined && next !== value
        ? { pending: renderValue(key, next) }
        : {}),
      ...(next === undefined ? { delete: 1 } : {}),
    };
  });
}

/** The text `GET cloudinit/dump` answers. */
export function dumpCloudinit(
  guest: GuestState,
  type: 'user' | 'network' | 'meta',
): string {
  const config = withPending(guest);
  switch (type) {
    case 'user':
      return userData(config);
    case 'network':
      return networkData(config);
    default:
      return `instance-id: ${config.vmgenid ?? guest.vmid}\n`;
  }
}

function userData(config: GuestConfig): string {
  const keys = decodeURIComponent(config.sshkeys ?? '')
    .split('\n')
    .filter(line => line.trim() !== '');
  return [
    '#cloud-config',
    `hostname: ${config.name ?? 'localhost'}`,
    'manage_etc_hosts: true',
    ...(config.ciuser ? [`user: ${config.ciuser}`] : []),
    ...(config.cipassword ? ['password: "**********"'] : []),
    ...(keys.length ? ['ssh_authorized_keys:'] : []),
    ...keys.map(key => `  - ${key}`),
    'chpasswd:',
    '  expire: False',
    'users:',
    '  - default',
    `package_upgrade: ${config.ciupgrade === '0' ? 'false' : 'true'}`,
    '',
  ].join('\n');
}

function networkData(config: GuestConfig): string {
  const lines = ['version: 1', 'config:'];
  const nets = Object.keys(config).filter(isNetKey).sort();
  nets.forEach((key, index) => {
    const { options } = parseProperties(
      config[key.replace('net', 'ipconfig')] ?? '',
    );
    lines.push(
      '    - type: physical',
      `      name: eth${index}`,
      `      mac_address: '${parseNet(config[key])!.mac.toLowerCase()}'`,
      '      subnets:',
    );
    if (options.ip === 'dhcp') {
      lines.push('      - type: dhcp4');
    } else if (options.ip) {
      lines.push('      - type: static', `        address: '${options.ip}'`);
      lines.push(...(options.gw ? [`        gateway: '${options.gw}'`] : []));
    }
    if (options.ip6?.includes('/')) {
      lines.push('      - type: static6', `        address: '${options.ip6}'`);
      lines.push(...(options.gw6 ? [`        gateway: '${options.gw6}'`] : []));
    }
  });
  lines.push('    - type: nameserver', '      address:');
  (config.nameserver ?? '')
    .split(/\s+/)
    .filter(Boolean)
    .forEach(item => lines.push(`      - '${item}'`));
  lines.push('      search:', `      - '${config.searchdomain ?? 'local'}'`);
  return `${lines.join('\n')}\n`;
}
