import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SshSettings } from '@orion/engines/ssh';
import { parse } from 'yaml';
import { paths } from '../util/paths';

export interface Settings {
  backend?: {
    auth?: {
      externalAccess?: {
        type: string;
        options?: { subject?: string };
        accessRestrictions?: { plugin: string; permission?: string }[];
      }[];
    };
  };
  orion?: {
    netbox?: { url: string; readToken?: string; writeToken?: string };
    proxmox?: { clusters?: Record<string, ClusterSettings> };
    bgp?: { routers?: Record<string, RouterSettings> };
  };
}

export interface RouterSettings {
  bird?: PlaceSettings;
  kernel?: PlaceSettings;
  actions?: {
    bird?: PlaceSettings;
    gobgp?: GobgpSettings & { guard?: GuardSettings };
  };
  gobgp?: GobgpSettings;
  ansible?: AnsibleSettings;
}

/** GoBGP's gRPC interface. */
export interface GobgpSettings {
  /** `host:port` or `unix:///path`. */
  target: string;
  tls?: { caFile: string; certFile?: string; keyFile?: string };
}

/** What takes an action on GoBGP back, behind a key's forced command. */
export interface GuardSettings {
  ssh?: SshSettings;
}

export interface AnsibleSettings {
  project: string;
  inventory?: string;
  host?: string;
  vaultPasswordFile?: string;
  env?: Record<string, string>;
}

/** A socket of this machine, or what is behind a key's forced command. */
export interface PlaceSettings {
  socket?: string;
  ssh?: SshSettings;
}

export interface ClusterSettings {
  endpoints: string[];
  caFile?: string;
  readToken: { id: string; secret: string };
  changeToken?: { id: string; secret: string };
}

/**
 * The settings of this installation: the lab's, overlaid by
 * app-config.local.yaml. Top-level sections of the later file win whole.
 */
export function readSettings(): { files: string[]; settings: Settings } {
  const files = [
    join(paths.home, 'app-config.lab.yaml'),
    join(paths.root, 'app-config.local.yaml'),
  ].filter(existsSync);
  const settings = files.reduce<Settings>((merged, file) => {
    const next = (parse(substitute(readFileSync(file, 'utf8'))) ??
      {}) as Settings;
    return { ...merged, ...next, orion: { ...merged.orion, ...next.orion } };
  }, {});
  return { files, settings };
}

/** `${NAME}` as Backstage reads it; an unset variable becomes nothing. */
function substitute(text: string): string {
  return text.replace(
    /\$\{([A-Z0-9_]+)\}/g,
    (_, name) => process.env[name] ?? '',
  );
}
