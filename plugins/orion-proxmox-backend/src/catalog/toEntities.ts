import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  ResourceEntity,
} from '@backstage/catalog-model';
import { toEntityName } from '@orion/backstage-plugin-orion-node';
import {
  Guest,
  guestEntityName,
} from '@orion/backstage-plugin-orion-proxmox-common';
import { ClusterInventory } from './InventoryReader';
import { ProviderConfig } from './readProviderConfigs';

export const ANNOTATION_PROXMOX_GUEST = 'orion.dev/proxmox-guest';
export const ANNOTATION_CHANGE = 'orion.dev/change';

/** System of guests that no change put into another one. */
const GUEST_SYSTEM = 'guests';
/** System of what carries the guests. */
const HOST_SYSTEM = 'proxmox';
/** The catalog's limit. */
const MAX_NAME = 63;

type ResourceType = 'cluster' | 'node' | 'guest' | 'storage' | 'bridge';

interface Described {
  name: string;
  type: ResourceType;
  title?: string;
  description?: string;
  owner?: string;
  system?: string;
  dependsOn?: string[];
  annotations?: Record<string, string>;
  tags?: string[];
  link?: { url: string; title: string };
}

/** Owned, long-lived things only: no counters, no times, no addresses. */
export function toEntities(
  inventory: ClusterInventory,
  config: ProviderConfig,
): ResourceEntity[] {
  const { cluster, endpoint } = config;
  const { options, summary, guests } = inventory;
  const described: Described[] = [
    {
      name: cluster,
      type: 'cluster',
      title: summary.title,
      link: endpoint ? { url: endpoint, title: 'Proxmox VE' } : undefined,
    },
    ...options.nodes.flatMap(node => [
      {
        name: `${cluster}-${node.name}`,
        type: 'node' as const,
        title: node.name,
        dependsOn: [refTo(cluster)],
        link: linkTo(endpoint, `node/${node.name}`),
      },
      ...node.bridges.map(bridge => ({
        name: `${cluster}-${node.name}-${bridge}`,
        type: 'bridge' as const,
        title: bridge,
        dependsOn: [refTo(`${cluster}-${node.name}`)],
      })),
    ]),
    ...describeStorages(inventory, config),
    // Orders choose templates as images; nobody owns or runs them.
    ...guests
      .filter(({ template }) => !template)
      .map(guest => describeGuest(guest, config)),
  ];
  return described.map(thing => toEntity(thing, config));
}

function describeStorages(
  { options }: ClusterInventory,
  { cluster }: ProviderConfig,
) {
  const found = new Map<string, Described>();
  for (const { name, node, shared } of options.storages) {
    const entityName = shared
      ? `${cluster}-${name}`
      : `${cluster}-${node}-${name}`;
    found.set(entityName, {
      name: entityName,
      type: 'storage',
      title: name,
      dependsOn: [refTo(shared ? cluster : `${cluster}-${node}`)],
    });
  }
  return found.values();
}

function describeGuest(
  guest: Guest,
  { cluster, endpoint }: ProviderConfig,
): Described {
  const { vmid, name, node, owner, system, description, changeId, tags } =
    guest;
  return {
    name: guestEntityName(cluster, vmid),
    type: 'guest',
    title: name,
    description,
    owner,
    system: system ?? GUEST_SYSTEM,
    // Only to its node: the cluster would become a hub of thousands.
    dependsOn: [refTo(`${cluster}-${node}`)],
    annotations: {
      [ANNOTATION_PROXMOX_GUEST]: `${cluster}/${vmid}`,
      ...(changeId === undefined
        ? {}
        : { [ANNOTATION_CHANGE]: String(changeId) }),
    },
    tags: tags.map(toTag).filter(Boolean),
    link: linkTo(endpoint, `${guest.type}/${vmid}`),
  };
}

function toEntity(
  thing: Described,
  { cluster, defaultOwner }: ProviderConfig,
): ResourceEntity {
  const { title, description, annotations, tags, link, dependsOn } = thing;
  const location = `orion-proxmox:${cluster}`;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name: toEntityName(thing.name),
      ...(title ? { title } : {}),
      ...(description ? { description } : {}),
      annotations: {
        [ANNOTATION_LOCATION]: location,
        [ANNOTATION_ORIGIN_LOCATION]: location,
        ...annotations,
      },
      ...(tags?.length ? { tags: [...new Set(tags)].sort() } : {}),
      ...(link ? { links: [link] } : {}),
    },
    spec: {
      type: `proxmox-${thing.type}`,
      owner: thing.owner ?? defaultOwner,
      system: thing.system ?? HOST_SYSTEM,
      ...(dependsOn ? { dependsOn } : {}),
    },
  };
}

function refTo(name: string): string {
  return `resource:default/${toEntityName(name)}`;
}

/** Proxmox tags allow more than the catalog does. */
function toTag(tag: string): string {
  const plain = tag
    .toLowerCase()
    .replace(/[^a-z0-9+#]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return plain.length <= MAX_NAME ? plain : '';
}

/** The page of the thing in Proxmox's own interface. */
function linkTo(endpoint: string | undefined, id: string): Described['link'] {
  return endpoint
    ? {
        url: `${endpoint}/#v1:0:=${encodeURIComponent(id)}`,
        title: 'Proxmox VE',
      }
    : undefined;
}
