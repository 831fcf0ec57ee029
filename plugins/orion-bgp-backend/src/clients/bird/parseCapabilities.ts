import { BgpCapability } from '@orion/backstage-plugin-orion-bgp-common';

const names: Record<string, string> = {
  Multiprotocol: 'multiprotocol',
  'Route refresh': 'route-refresh',
  'Extended next hop': 'extended-next-hop',
  'Extended message': 'extended-message',
  'Graceful restart': 'graceful-restart',
  '4-octet AS numbers': '4-octet-as',
  'ADD-PATH': 'add-path',
  'Enhanced refresh': 'enhanced-route-refresh',
  'Long-lived graceful restart': 'long-lived-graceful-restart',
  Hostname: 'hostname',
  Role: 'role',
};

/**
 * The lines below `Local capabilities` or `Neighbor capabilities`: 6 spaces
 * before a capability, 8 before what it carries.
 */
export function parseCapabilities(lines: string[]): BgpCapability[] {
  const found: BgpCapability[] = [];
  for (const line of lines) {
    const text = line.trim();
    const last = found.at(-1);
    if (line.startsWith('        ') && last) {
      const detail = text.replace(/^(AF announced|IPv6 nexthop): */, '');
      last.detail = last.detail ? `${last.detail}, ${detail}` : detail;
    } else {
      const [, label, detail] = /^([^:]+):? *(.*)$/.exec(text) ?? [];
      if (label) {
        const name = names[label] ?? label.toLowerCase().replace(/\W+/g, '-');
        found.push(detail ? { name, detail } : { name });
      }
    }
  }
  return found;
}

/** Families behind `RX:` or `TX:` of ADD-PATH (RFC 7911). */
export function addPathFamilies(
  capabilities: BgpCapability[],
  direction: 'RX' | 'TX',
): string[] {
  const { detail = '' } =
    capabilities.find(({ name }) => name === 'add-path') ?? {};
  const part = detail
    .split(', ')
    .find(text => text.startsWith(`${direction}:`));
  return part?.slice(3).trim().split(/\s+/).filter(Boolean) ?? [];
}
