import { join, resolve } from 'node:path';
import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  GuestImage,
  GuestNetwork,
  GuestSize,
} from '@orion/backstage-plugin-orion-proxmox-common';

export interface ApiToken {
  id: string;
  secret: string;
}

export interface ImageConfig extends GuestImage {
  username: string;
}

export interface NetworkConfig extends GuestNetwork {
  gateway?: string;
  nameservers: string[];
}

export interface ClusterConfig {
  id: string;
  title: string;
  endpoints: string[];
  caFile?: string;
  fingerprint?: string;
  readToken: ApiToken;
  changeToken?: ApiToken;
  intervalMs: number;
  vmidRange: { from: number; to: number };
  datastore: string;
  sizes: GuestSize[];
  images: ImageConfig[];
  networks: NetworkConfig[];
}

export interface TerraformConfig {
  stacksDirectory: string;
  binaries?: string[];
  toolsDirectory?: string;
  stateConnectionString?: string;
}

/** Reads `orion.proxmox.clusters`; the only place that does. Throws `InputError` naming the key. */
export function readClusters(root: Config): ClusterConfig[] {
  const clusters = root.getOptionalConfig('orion.proxmox.clusters');
  return (clusters?.keys() ?? []).map(id => {
    if (!/^[a-z0-9][a-z0-9-]{0,30}$/.test(id)) {
      throw new InputError(
        `orion.proxmox.clusters.${id}: the id may have a-z, 0-9 and -, at most 31 characters`,
      );
    }
    return readCluster(id, clusters!.getConfig(id));
  });
}

function readCluster(id: string, config: Config): ClusterConfig {
  const endpoints = config.getStringArray('endpoints');
  for (const endpoint of endpoints) {
    if (!endpoint.startsWith('https://')) {
      throw new InputError(
        `orion.proxmox.clusters.${id}.endpoints: "${endpoint}" must begin with https://`,
      );
    }
  }
  return {
    id,
    title: config.getOptionalString('title') ?? id,
    endpoints,
    caFile: config.getOptionalString('caFile'),
    fingerprint: config.getOptionalString('fingerprint'),
    readToken: readToken(config.getConfig('readToken')),
    changeToken: config.has('changeToken')
      ? readToken(config.getConfig('changeToken'))
      : undefined,
    intervalMs: (config.getOptionalNumber('intervalSeconds') ?? 10) * 1000,
    vmidRange: {
      from: config.getOptionalNumber('vmidRange.from') ?? 1000,
      to: config.getOptionalNumber('vmidRange.to') ?? 8999,
    },
    datastore: config.getOptionalString('datastore') ?? 'local-lvm',
    sizes: config.getOptional<GuestSize[]>('sizes') ?? [],
    images: config.getOptional<ImageConfig[]>('images') ?? [],
    networks: (config.getOptional<NetworkConfig[]>('networks') ?? []).map(
      network => ({ ...network, nameservers: network.nameservers ?? [] }),
    ),
  };
}

function readToken(config: Config): ApiToken {
  return { id: config.getString('id'), secret: config.getString('secret') };
}

/** Reads `orion.terraform`. */
export function readTerraform(root: Config): TerraformConfig {
  const config = root.getOptionalConfig('orion.terraform');
  return {
    stacksDirectory: resolve(
      config?.getOptionalString('stacksDirectory') ??
        join('infra', 'terraform', 'stacks'),
    ),
    binaries: config?.getOptionalStringArray('binaries'),
    toolsDirectory: config?.getOptionalString('toolsDirectory'),
    stateConnectionString: config?.getOptionalString('state.connectionString'),
  };
}
