import {
  PolicyVerdict,
  QuotaVerdict,
} from '@orion/backstage-plugin-orion-changes-common';
import { ClusterOptions } from '@orion/backstage-plugin-orion-proxmox-common';

/** What the machine picker writes. */
export interface MachineValue {
  cluster?: string;
  node?: string;
  size?: string;
  image?: string;
  network?: string;
  /** One readable line for the review; the order itself does not carry it. */
  summary?: string;
}

/** What an answered dry run says. */
export interface OrderVerdict {
  title: string;
  policy: PolicyVerdict[];
  quota?: QuotaVerdict;
  approvers: string[];
}

export const CREATE_KIND = 'virtual-machine.create';
export const BEST_FIT = 'best-fit';

/** Stands in for a key where only the quota is asked for; a dry run stores nothing. */
const PLACEHOLDER_KEY = `ssh-ed25519 ${'A'.repeat(68)}`;

/** The order a form makes, or undefined while parts are missing. */
export function toOrder(
  form: Record<string, unknown>,
  machine: MachineValue,
): Record<string, unknown> | undefined {
  const { owner, name, domain, purpose, sshKeys } = form;
  const { cluster, node, size, image, network } = machine;
  const keys = Array.isArray(sshKeys) ? sshKeys.filter(Boolean) : [];
  if (
    !owner ||
    !name ||
    !domain ||
    !cluster ||
    !size ||
    !image ||
    !network ||
    keys.length === 0
  ) {
    return undefined;
  }
  return {
    cluster,
    node: node ?? BEST_FIT,
    size,
    image,
    network,
    name,
    owner,
    domain,
    ...(purpose ? { purpose } : {}),
    sshKeys: keys,
  };
}

/** The smallest order of a group: what its quota says when nothing is chosen yet. */
export function quotaProbe(
  owner: string,
  options: ClusterOptions,
): Record<string, unknown> | undefined {
  const { cluster, sizes, images, networks } = options;
  if (sizes.length === 0 || images.length === 0 || networks.length === 0) {
    return undefined;
  }
  return {
    cluster,
    node: BEST_FIT,
    size: sizes[0].id,
    image: images[0].id,
    network: networks[0].id,
    name: 'quota-question',
    owner,
    domain: 'infrastructure',
    sshKeys: [PLACEHOLDER_KEY],
  };
}

/** Keeps what is still offered and fills in the rest. */
export function completeMachine(
  value: MachineValue,
  options: ClusterOptions,
): MachineValue {
  const pick = <T extends { id: string }>(
    offered: T[],
    id: string | undefined,
  ) => offered.find(item => item.id === id)?.id ?? offered[0]?.id;
  const { cluster, nodes, sizes, images, networks } = options;
  return {
    cluster,
    node: nodes.some(({ name }) => name === value.node) ? value.node : BEST_FIT,
    size: pick(sizes, value.size),
    image: pick(images, value.image),
    network: pick(networks, value.network),
  };
}
