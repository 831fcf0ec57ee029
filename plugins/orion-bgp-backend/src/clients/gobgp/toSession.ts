import {
  AdminState,
  FamilyCounters,
  RouteCounter,
  SessionFamily,
  SessionReading,
  SessionState,
} from '@orion/backstage-plugin-orion-bgp-common';
import { isAddressText, unixSeconds } from './addressText';
import { familyName } from './familyNames';
import { GobgpAfiSafi, GobgpPeer, GobgpTimestamp } from './gobgpMessages';
import { isSeparate } from './isSeparate';
import { GobgpApi } from './loadGobgpApi';
import {
  describeCapabilities,
  NamedCapability,
  readAddPath,
  unpackCapabilities,
} from './readCapabilities';

const states: { [name: string]: { state: SessionState; text: string } } = {
  SESSION_STATE_IDLE: { state: 'idle', text: 'Idle' },
  SESSION_STATE_CONNECT: { state: 'connect', text: 'Connect' },
  SESSION_STATE_ACTIVE: { state: 'active', text: 'Active' },
  SESSION_STATE_OPENSENT: { state: 'open-sent', text: 'OpenSent' },
  SESSION_STATE_OPENCONFIRM: { state: 'open-confirm', text: 'OpenConfirm' },
  SESSION_STATE_ESTABLISHED: { state: 'established', text: 'Established' },
};

/** As GoBGP's own tool writes them behind the state. */
const admins: { [name: string]: { admin: AdminState; text: string } } = {
  ADMIN_STATE_DOWN: { admin: 'down', text: '(Admin)' },
  ADMIN_STATE_PFX_CT: { admin: 'prefix-limit', text: '(PfxCt)' },
};

/** Known to nobody, and never zero. */
const nobody: RouteCounter = { definition: 'index' };
const untold: FamilyCounters = {
  filtered: nobody,
  accepted: nobody,
  best: nobody,
};

/** The name of a neighbor's session; undefined for the empty peer that ends the start of a stream. */
export function sessionName(peer: GobgpPeer): string | undefined {
  const name =
    peer.state?.neighbor_address ||
    peer.conf?.neighbor_address ||
    peer.conf?.neighbor_interface;
  return name && isAddressText(name) ? name : undefined;
}

/**
 * Everything GoBGP says about a neighbor, in ORION's words.
 *
 * @param isUntold - no table tells what became of its routes
 */
export function toSession(
  api: GobgpApi,
  peer: GobgpPeer,
  routerAs: number | undefined,
  isUntold = isSeparate(peer),
): SessionReading {
  const { conf = {}, state = {}, timers = {}, transport = {} } = peer;
  const known = states[state.session_state ?? ''];
  const admin = admins[state.admin_state ?? ''];
  const established = known?.state === 'established';
  const neighborAs = state.peer_asn || conf.peer_asn || 0;
  const localAs = state.local_asn || conf.local_asn || routerAs;
  // Of the last session while the neighbor is down.
  const remote = established ? unpackCapabilities(api, state.remote_cap) : [];
  const local = established ? unpackCapabilities(api, state.local_cap) : [];
  return {
    name: sessionName(peer) ?? '',
    description: conf.description || undefined,
    neighborAddress: conf.neighbor_address || state.neighbor_address || '',
    neighborAs,
    neighborId:
      established && isAddressText(state.router_id)
        ? state.router_id
        : undefined,
    localAddress: specified(transport.local_address),
    localAs,
    type: neighborAs === localAs ? 'internal' : 'external',
    state: admin?.admin === 'down' ? 'down' : known?.state ?? 'unknown',
    stateText: `${known?.text ?? 'Unknown'}${admin?.text ?? ''}`,
    adminState: admin?.admin ?? 'up',
    ...(peer.graceful_restart?.peer_restarting && {
      restarting: true as const,
    }),
    since: isoOf(established ? timers.state?.uptime : timers.state?.downtime),
    lastError: lastErrorOf(peer),
    timers: {
      hold: established ? timers.state?.negotiated_hold_time : undefined,
      keepalive: established ? timers.state?.keepalive_interval : undefined,
      connectRetry: timers.config?.connect_retry,
    },
    localCapabilities: describeCapabilities(local),
    remoteCapabilities: describeCapabilities(remote),
    bfd: bfdOf(peer),
    // GoBGP 3 keeps this number to itself.
    daemonFlaps: api.generation === 4 ? state.flops ?? 0 : undefined,
    families: (peer.afi_safis ?? []).map(family =>
      toFamily(family, established, local, remote, isUntold ? untold : {}),
    ),
  };
}

function toFamily(
  afiSafi: GobgpAfiSafi,
  established: boolean,
  local: NamedCapability[],
  remote: NamedCapability[],
  counters: FamilyCounters,
): SessionFamily {
  const family = afiSafi.config?.family ?? afiSafi.state?.family;
  const name = familyName(family);
  const up = established && isNegotiated(name, remote);
  const received = up ? afiSafi.state?.received ?? 0 : undefined;
  const limit = afiSafi.prefix_limits?.max_prefixes;
  return {
    family: name,
    up,
    counters: {
      received: { value: received, definition: 'gobgp.received' },
      ...counters,
    },
    importLimit: limit
      ? {
          limit,
          used: received,
          counts: 'before-filters',
          action: 'teardown',
        }
      : undefined,
    // GoBGP has fields for it, which it leaves empty.
    addPath: readAddPath(local, remote, name),
    gracefulRestart: gracefulRestartOf(afiSafi),
  };
}

/** IPv4 unicast needs no capability (RFC 4760 §8). */
function isNegotiated(name: string, remote: NamedCapability[]): boolean {
  const families = remote
    .filter(({ field }) => field === 'multi_protocol')
    .map(({ content }) => familyName(content.family));
  return families.length === 0
    ? name === 'ipv4-unicast'
    : families.includes(name);
}

function gracefulRestartOf({
  mp_graceful_restart: graceful,
}: GobgpAfiSafi): string | undefined {
  const state = graceful?.state;
  if (!state?.enabled) {
    return undefined;
  }
  const words = [
    state.advertised && 'advertised',
    state.received && 'received',
    state.running && 'running',
    state.end_of_rib_received && 'end-of-rib received',
    state.end_of_rib_sent && 'end-of-rib sent',
  ];
  return words.filter(Boolean).join(', ') || 'enabled';
}

function lastErrorOf({ state }: GobgpPeer): string | undefined {
  const reason = state?.disconnect_reason;
  const named = reason && !reason.endsWith('_UNSPECIFIED');
  return (
    state?.disconnect_message ||
    (named
      ? reason
          .replace('DISCONNECT_REASON_', '')
          .toLowerCase()
          .replaceAll('_', '-')
      : undefined)
  );
}

function bfdOf({ bfd, state }: GobgpPeer): string | undefined {
  if (!bfd?.enabled) {
    return undefined;
  }
  const text = state?.bfd_state?.session_state ?? 'unknown';
  return text
    .replace('BFD_SESSION_STATE_', '')
    .toLowerCase()
    .replaceAll('_', '-');
}

function specified(address: string | undefined): string | undefined {
  return isAddressText(address) && address !== '0.0.0.0' && address !== '::'
    ? address
    : undefined;
}

function isoOf(time: GobgpTimestamp | undefined): string | undefined {
  const seconds = unixSeconds(time);
  return seconds ? new Date(seconds * 1000).toISOString() : undefined;
}
