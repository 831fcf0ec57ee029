import { createHash } from 'node:crypto';
import { PveError } from '../http/PveError';
import type { ProxmoxWorld } from '../ProxmoxWorld';
import { GuestConfig, GuestState } from '../types';
import { isCloudinitKey, renderValue } from './configSchema';

/** Throws the 500 that means "gone" to every client. */
export function getGuest(
  world: ProxmoxWorld,
  node: string,
  vmid: string | number,
): GuestState {
  const guest = world.state.guests[String(vmid)];
  if (!guest || guest.node !== node) {
    throw PveError.domain(
      `Configuration file 'nodes/${node}/qemu-server/${vmid}.conf' does not exist`,
    );
  }
  return guest;
}

/** PVE's `digest`: it changes with the configuration and its pending part. */
export function digestOf(guest: GuestState): string {
  const hash = createHash('sha1');
  for (const part of [guest.config, guest.pending]) {
    for (const key of Object.keys(part).sort()) {
      hash.update(`${key}: ${part[key]}\n`);
    }
  }
  return hash.digest('hex');
}

/** The configuration with its pending changes applied. */
export function withPending(guest: GuestState): GuestConfig {
  const config = { ...guest.config };
  for (const [key, value] of Object.entries(guest.pending)) {
    if (value === null) {
      delete config[key];
    } else {
      config[key] = value;
    }
  }
  return config;
}

/** Moves the pending changes into the configuration, as each start does. */
export function applyPending(guest: GuestState): void {
  guest.config = withPending(guest);
  guest.pending = {};
}

/** What `GET config` answers. */
export function renderConfig(
  config: GuestConfig,
  digest: string,
): Record<string, string | number> {
  const result: Record<string, string | number> = {};
  for (const key of Object.keys(config).sort()) {
    result[key] = renderValue(key, config[key]);
  }
  result.digest = digest;
  return result;
}

/** Throws when a task holds the guest. */
export function checkUnlocked(guest: GuestState): void {
  if (guest.config.lock) {
    throw PveError.domain(`VM is locked (${guest.config.lock})`);
  }
}

export function isTemplate(guest: GuestState): boolean {
  return guest.config.template === '1';
}

export function isAgentEnabled(config: GuestConfig): boolean {
  return /^(enabled=)?1(,|$)/.test(config.agent ?? '');
}

/** Writes the cloud-init drive anew from the configuration. */
export function regenerateCloudinit(guest: GuestState): void {
  const config = withPending(guest);
  const keys = Object.keys(config).filter(isCloudinitKey);
  guest.cloudinit = Object.fromEntries(keys.map(key => [key, config[key]]));
}

/** An empty guest, as it exists while the task that makes it runs. */
export function newGuest(
  vmid: number,
  node: string,
  config: GuestConfig,
): GuestState {
  return {
    vmid,
    node,
    createdAt: Math.floor(Date.now() / 1000),
    config,
    pending: {},
    cloudinit: {},
    snapshots: [],
    status: 'stopped',
    addresses: {},
    booted: {},
    firewall: {},
  };
}
