import {
  IntentRecord,
  ManagementAddress,
  NetboxAggregate,
  NetboxPrefix,
} from '@orion/backstage-plugin-orion-bgp-common';
import {
  formatAddress,
  formatPrefix,
  parseAddress,
  parsePrefix,
} from '../../routes/addresses';
import { cutText } from '../../cutText';
import {
  AggregateAnswer,
  MachineAnswer,
  PrefixAnswer,
  SessionAnswer,
} from './netboxAnswers';
import { NetboxMachine } from './NetboxReading';

const MAX_CHARS = 200;
const MAX_POLICIES = 20;

/** Undefined for a record without two addresses and two systems: it names no session. */
export function toIntentRecord(
  raw: SessionAnswer,
  netboxUrl: string,
): IntentRecord | undefined {
  const localAddress = hostOf(raw.local_address?.address);
  const remoteAddress = hostOf(raw.remote_address?.address);
  const localAs = asnOf(raw.local_as?.asn);
  const remoteAs = asnOf(raw.remote_as?.asn);
  if (!localAddress || !remoteAddress || !localAs || !remoteAs) {
    return undefined;
  }
  return {
    id: raw.id,
    name: textOf(raw.name),
    description: textOf(raw.description),
    status: textOf(raw.status?.value) ?? 'active',
    machine: nameOf(raw.virtualmachine ?? raw.device),
    localAddress,
    remoteAddress,
    localAs,
    remoteAs,
    peerGroup: nameOf(raw.peer_group),
    importPolicies: namesOf(raw.import_policies),
    exportPolicies: namesOf(raw.export_policies),
    url: `${netboxUrl}/plugins/bgp/session/${raw.id}/`,
    updatedAt: timeOf(raw.last_updated),
  };
}

/** Undefined when it has no prefix. */
export function toNetboxAggregate(
  raw: AggregateAnswer,
  netboxUrl: string,
): NetboxAggregate | undefined {
  const prefix = canonicalPrefix(raw.prefix);
  return prefix === undefined
    ? undefined
    : {
        id: raw.id,
        prefix,
        rir: nameOf(raw.rir),
        tenant: nameOf(raw.tenant),
        description: textOf(raw.description),
        url: `${netboxUrl}/ipam/aggregates/${raw.id}/`,
      };
}

/** Undefined when it has no prefix. */
export function toNetboxPrefix(
  raw: PrefixAnswer,
  netboxUrl: string,
): NetboxPrefix | undefined {
  const prefix = canonicalPrefix(raw.prefix);
  return prefix === undefined
    ? undefined
    : {
        id: raw.id,
        prefix,
        status: textOf(raw.status?.value) ?? 'active',
        role: nameOf(raw.role),
        tenant: nameOf(raw.tenant),
        vrf: nameOf(raw.vrf),
        scope: nameOf(raw.scope),
        description: textOf(raw.description),
        url: `${netboxUrl}/ipam/prefixes/${raw.id}/`,
        updatedAt: timeOf(raw.last_updated),
      };
}

/** Undefined when it has no name. */
export function toNetboxMachine(raw: MachineAnswer): NetboxMachine | undefined {
  const name = nameOf(raw);
  const at = (
    ip: { address?: unknown } | null | undefined,
    use: ManagementAddress['use'],
  ): ManagementAddress[] => {
    const address = hostOf(ip?.address);
    return address ? [{ address, use }] : [];
  };
  return name === undefined
    ? undefined
    : {
        name,
        addresses: [
          ...at(raw.primary_ip4, 'primary'),
          ...at(raw.primary_ip6, 'primary'),
          ...at(raw.oob_ip, 'out-of-band'),
        ],
      };
}

function canonicalPrefix(text: unknown): string | undefined {
  const prefix = typeof text === 'string' ? parsePrefix(text) : undefined;
  return prefix && formatPrefix(prefix.address, prefix.length);
}

/** `2001:DB8::1/64` is `2001:db8::1`: NetBox keeps the mask of the link. */
function hostOf(text: unknown): string | undefined {
  const [host] = typeof text === 'string' ? text.split('/') : [];
  const bytes = host ? parseAddress(host) : undefined;
  return bytes && formatAddress(bytes);
}

function asnOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value > 0
    ? value
    : undefined;
}

/** Somebody typed it: cut, without control characters, and absent when empty. */
function textOf(value: unknown): string | undefined {
  const text =
    typeof value === 'string'
      ? cutText(value.replace(/\p{Cc}+/gu, ' '), MAX_CHARS)
      : '';
  return text.trim() || undefined;
}

function nameOf(
  raw: { name?: unknown; display?: unknown } | null | undefined,
): string | undefined {
  return textOf(raw?.name) ?? textOf(raw?.display);
}

function namesOf(list: { name?: unknown }[] | undefined): string[] {
  return (Array.isArray(list) ? list : [])
    .slice(0, MAX_POLICIES)
    .flatMap(item => nameOf(item) ?? []);
}

function timeOf(value: unknown): string | undefined {
  const time = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
