import {
  NetboxClient,
  NetboxConfig,
  NetboxIpamProvider,
} from '@orion/backstage-plugin-orion-ipam-node';
import { Check, Finding } from './Check';
import { FleetReader } from './FleetReader';
import { staleFinding } from './staleFinding';

const TITLE = 'NetBox synced';
/** Addresses per question; they travel in the URL. */
const BATCH = 50;
const MAX_NAMED = 5;

interface Wanted {
  address: string;
  guest: string;
}

/** 5: NetBox answers, knows changes, and has every address of ORION's guests as active. */
export function createNetboxSynced(deps: {
  fleet: FleetReader;
  netbox: NetboxConfig | undefined;
}): Check {
  const { fleet, netbox } = deps;
  if (!netbox?.readToken) {
    return {
      id: 'netbox-synced',
      title: TITLE,
      run: async () => ({
        state: 'not-connected',
        summary: 'No NetBox is connected.',
        nextStep:
          'Set orion.netbox.url and orion.netbox.readToken in app-config.local.yaml.',
      }),
    };
  }
  const ipam = NetboxIpamProvider.create({ ...netbox, writeToken: undefined });
  const { url, timeoutMs, readToken: token } = netbox;
  const client = NetboxClient.create({ url, timeoutMs, token });
  return {
    id: 'netbox-synced',
    title: TITLE,
    async run(signal) {
      const status = await ipam.status({ signal });
      if (!status.reachable) {
        return {
          state: 'failed',
          summary: `NetBox is out of reach: ${status.error}`,
          nextStep:
            'Check that NetBox runs and that orion.netbox is right: ./orion doctor.',
        };
      }
      const field = await ipam.ensureCustomField({ signal });
      if (!field.ok) {
        return {
          state: 'failed',
          summary: 'NetBox cannot tie addresses to changes.',
          nextStep: field.message,
        };
      }
      const page = await fleet.list('managed:true', signal);
      // Ownership is ORION's own record, but a guest may be gone since.
      const doubt = page.freshness.length > 0 ? staleFinding(page) : undefined;
      const wanted = page.items.flatMap(({ addresses, cluster, vmid, name }) =>
        addresses.map(address => ({
          address,
          guest: `${name ?? vmid} (${cluster}/${vmid})`,
        })),
      );
      return doubt ?? judge(wanted, await listActive(client, wanted, signal));
    },
  };
}

async function listActive(
  client: NetboxClient,
  wanted: Wanted[],
  signal: AbortSignal,
): Promise<Set<string>> {
  const active = new Set<string>();
  for (let at = 0; at < wanted.length; at += BATCH) {
    const address = wanted.slice(at, at + BATCH).map(entry => entry.address);
    const found = await client.list<{
      address: string;
      status: { value: string };
    }>('ipam/ip-addresses/', { address, fields: 'id,address,status' }, signal);
    for (const { address: cidr, status } of found) {
      if (status.value === 'active') {
        active.add(cidr.split('/')[0]);
      }
    }
  }
  return active;
}

function judge(wanted: Wanted[], active: Set<string>): Finding {
  const missing = wanted.filter(({ address }) => !active.has(address));
  const value = { good: wanted.length - missing.length, total: wanted.length };
  if (missing.length === 0) {
    return {
      state: 'ok',
      summary:
        wanted.length === 0
          ? 'NetBox answers; no guest was ordered through ORION yet.'
          : `NetBox has ${
              wanted.length === 1
                ? 'the one address'
                : `all ${wanted.length} addresses`
            } of ORION's guests as active.`,
      value,
    };
  }
  const names = missing
    .slice(0, MAX_NAMED)
    .map(({ address, guest }) => `${address} of ${guest}`)
    .join(', ');
  const more =
    missing.length > MAX_NAMED
      ? `, and ${missing.length - MAX_NAMED} more`
      : '';
  return {
    state: 'failed',
    summary: `NetBox lacks ${missing.length} of ${wanted.length} addresses: ${names}${more}.`,
    nextStep:
      'Open the change that made the guest and have it look again, or set the address active in NetBox.',
    value,
  };
}
