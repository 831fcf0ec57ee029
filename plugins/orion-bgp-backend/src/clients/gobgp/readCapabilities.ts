import { BgpCapability } from '@orion/backstage-plugin-orion-bgp-common';
import { familyName } from './familyNames';
import { GobgpCapability, GobgpFamily } from './gobgpMessages';
import { GobgpApi } from './loadGobgpApi';

/** A capability of either generation: which, and what it carries. */
export interface NamedCapability {
  /** The field's name in GoBGP 4, such as `graceful_restart`. */
  field: string;
  content: CapabilityContent;
}

interface Tuple {
  family?: GobgpFamily;
  nlri_family?: GobgpFamily;
  nexthop_family?: GobgpFamily;
  mode?: number;
  flags?: number;
  time?: number;
}

interface CapabilityContent {
  family?: GobgpFamily;
  tuples?: Tuple[];
  time?: number;
  flags?: number;
  asn?: number;
  host_name?: string;
  domain_name?: string;
  software_version?: string;
  code?: number;
}

/** GoBGP 3 names messages, GoBGP 4 fields. */
const fieldsByMessage: { [message: string]: string } = {
  MultiProtocolCapability: 'multi_protocol',
  RouteRefreshCapability: 'route_refresh',
  CarryingLabelInfoCapability: 'carrying_label_info',
  ExtendedNexthopCapability: 'extended_nexthop',
  GracefulRestartCapability: 'graceful_restart',
  FourOctetASNCapability: 'four_octet_asn',
  AddPathCapability: 'add_path',
  EnhancedRouteRefreshCapability: 'enhanced_route_refresh',
  LongLivedGracefulRestartCapability: 'long_lived_graceful_restart',
  RouteRefreshCiscoCapability: 'route_refresh_cisco',
  FqdnCapability: 'fqdn',
  SoftwareVersionCapability: 'software_version',
  ExtendedMessageCapability: 'extended_message',
  UnknownCapability: 'unknown',
};

/** The usual names, as IANA's registry has them in short. */
const names: { [field: string]: string } = {
  multi_protocol: 'multiprotocol',
  route_refresh: 'route-refresh',
  carrying_label_info: 'label-info',
  extended_nexthop: 'extended-next-hop',
  graceful_restart: 'graceful-restart',
  four_octet_asn: '4-octet-as',
  add_path: 'add-path',
  enhanced_route_refresh: 'enhanced-route-refresh',
  long_lived_graceful_restart: 'long-lived-graceful-restart',
  route_refresh_cisco: 'route-refresh-cisco',
  fqdn: 'hostname',
  software_version: 'software-version',
  extended_message: 'extended-message',
};

/** Codes GoBGP has no message for, IANA "Capability Codes". */
const codes: { [code: number]: string } = {
  9: 'role',
  66: 'dynamic',
  68: 'multisession',
  77: 'link-local-next-hop',
};

const addPathModes = ['none', 'receive', 'send', 'both'];

/** The capabilities of one side; those nobody can decode are left out. */
export function unpackCapabilities(
  api: GobgpApi,
  capabilities: GobgpCapability[] = [],
): NamedCapability[] {
  return capabilities.flatMap(capability => {
    if (typeof capability.type_url === 'string') {
      const type = capability.type_url.split('/').at(-1) ?? '';
      const field = fieldsByMessage[type.split('.').at(-1) ?? ''];
      const value = (capability.value as Buffer) ?? Buffer.alloc(0);
      const content = field && tryUnpack(api, type, value);
      return content ? [{ field, content }] : [];
    }
    return Object.entries(capability as Record<string, object>)
      .filter(([field]) => field in names || field === 'unknown')
      .map(([field, content]) => ({ field, content }));
  });
}

/**
 * Whether several paths to one prefix are received and sent (RFC 7911 §4: one
 * side sends and the other receives); undefined when neither is.
 */
export function readAddPath(
  local: NamedCapability[],
  remote: NamedCapability[],
  family: string,
): { receive: boolean; send: boolean } | undefined {
  const [ours, theirs] = [local, remote].map(side => modeOf(side, family));
  const receive = ours.receive && theirs.send;
  const send = ours.send && theirs.receive;
  return receive || send ? { receive, send } : undefined;
}

function modeOf(capabilities: NamedCapability[], family: string) {
  const tuple = capabilities
    .filter(({ field }) => field === 'add_path')
    .flatMap(({ content }) => content.tuples ?? [])
    .find(other => familyName(other.family) === family);
  const { mode = 0 } = tuple ?? {};
  return { receive: mode === 1 || mode === 3, send: mode === 2 || mode === 3 };
}

function tryUnpack(api: GobgpApi, type: string, value: Buffer) {
  try {
    return api.unpack(type, value) as CapabilityContent | undefined;
  } catch {
    // Bytes from a neighbor that are no such message.
    return undefined;
  }
}

/** By their usual names and sorted by them: GoBGP's order is that of a Go map. */
export function describeCapabilities(
  capabilities: NamedCapability[],
): BgpCapability[] {
  return capabilities
    .map(({ field, content }) => ({
      name:
        names[field] ??
        codes[content.code ?? 0] ??
        `capability-${content.code ?? 0}`,
      detail: describe(field, content) || undefined,
    }))
    .sort((a, b) => compare(a.name, b.name) || compare(a.detail, b.detail));
}

function compare(a = '', b = ''): number {
  return a < b ? -1 : Number(a > b);
}

function describe(field: string, content: CapabilityContent): string {
  const { tuples = [] } = content;
  const list = (text: (tuple: Tuple) => string) => tuples.map(text).join(', ');
  switch (field) {
    case 'multi_protocol':
      return familyName(content.family);
    case 'four_octet_asn':
      return String(content.asn ?? 0);
    case 'graceful_restart': {
      const families = list(({ family }) => familyName(family));
      return `${content.time ?? 0} s${families && `: ${families}`}`;
    }
    case 'long_lived_graceful_restart':
      return list(({ family, time = 0 }) => `${familyName(family)} ${time} s`);
    case 'add_path':
      return list(
        ({ family, mode = 0 }) =>
          `${familyName(family)} ${addPathModes[mode] ?? mode}`,
      );
    case 'extended_nexthop':
      return list(
        ({ nlri_family: nlri, nexthop_family: nextHop }) =>
          `${familyName(nlri)} over ${familyName(nextHop)}`,
      );
    case 'fqdn':
      return [content.host_name, content.domain_name].filter(Boolean).join('.');
    case 'software_version':
      return content.software_version ?? '';
    default:
      return '';
  }
}
