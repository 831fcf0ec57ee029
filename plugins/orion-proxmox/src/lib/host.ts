import {
  ANNOTATION_LOCATION,
  Entity,
  parseEntityRef,
} from '@backstage/catalog-model';
import {
  ClusterOptions,
  NodeInfo,
  StorageInfo,
} from '@orion/backstage-plugin-orion-proxmox-common';

const LOCATION = 'orion-proxmox:';
const NEARLY_FULL = 0.9;

export type HostKind = 'cluster' | 'node' | 'storage' | 'bridge';

/** What carries guests, as the catalog knows it. */
export interface Host {
  kind: HostKind;
  cluster: string;
  /** As Proxmox calls it. */
  name: string;
  /** Catalog name of what it hangs on: its node, or the cluster. */
  parent?: string;
}

/** Reads the host an entity stands for; undefined when it is none. */
export function parseHost(entity: Entity): Host | undefined {
  const location = entity.metadata.annotations?.[ANNOTATION_LOCATION] ?? '';
  const [, kind] =
    /^proxmox-(cluster|node|storage|bridge)$/.exec(
      String(entity.spec?.type ?? ''),
    ) ?? [];
  if (!kind || !location.startsWith(LOCATION)) {
    return undefined;
  }
  const [dependsOn] = (entity.spec?.dependsOn ?? []) as string[];
  return {
    kind: kind as HostKind,
    cluster: location.slice(LOCATION.length),
    name: entity.metadata.title ?? entity.metadata.name,
    parent: dependsOn ? parseEntityRef(dependsOn).name : undefined,
  };
}

/** The node itself, or the one a storage or bridge hangs on. */
export function findNode(
  host: Host,
  { cluster, nodes }: ClusterOptions,
): NodeInfo | undefined {
  return host.kind === 'node'
    ? nodes.find(({ name }) => name === host.name)
    : nodes.find(({ name }) => `${cluster}-${name}` === host.parent);
}

/** A shared storage is the same on every node: one of them speaks for all. */
export function findStorage(
  host: Host,
  { cluster, storages }: ClusterOptions,
): StorageInfo | undefined {
  return storages.find(
    ({ name, node, shared }) =>
      name === host.name && (shared || `${cluster}-${node}` === host.parent),
  );
}

/** Time to act while there is still room. */
export function isNearlyFull(used: number, total: number): boolean {
  return total > 0 && used / total >= NEARLY_FULL;
}
