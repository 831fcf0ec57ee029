import {
  Guest,
  guestEntityRef,
  GuestStatus,
} from '@orion/backstage-plugin-orion-proxmox-common';
import { OwnedGuestRow } from '../database/tables';

/** The reference people and policies use, `proxmox:<cluster>/<vmid>`. */
export function guestRef({
  cluster,
  vmid,
}: {
  cluster: string;
  vmid: number;
}): string {
  return `proxmox:${cluster}/${vmid}`;
}

/** A row as the API tells it. */
export function toGuest(
  row: OwnedGuestRow,
  protectedRefs: ReadonlySet<string>,
): Guest {
  const { cluster, vmid } = row;
  const ref = guestRef(row);
  return {
    cluster,
    vmid,
    ref,
    entityRef: guestEntityRef(cluster, vmid),
    type: row.type,
    name: row.name ?? undefined,
    node: row.node,
    status: row.status as GuestStatus,
    template: row.template,
    lock: row.lock ?? undefined,
    tags: row.tags,
    cores: row.cores ?? undefined,
    load: row.load ?? undefined,
    memoryBytes: toNumber(row.memory_bytes),
    memoryUsedBytes: toNumber(row.memory_used_bytes),
    diskBytes: toNumber(row.disk_bytes),
    uptimeSeconds: toNumber(row.uptime_seconds),
    addresses: row.addresses ?? [],
    owner: row.owner ?? undefined,
    system: row.system ?? undefined,
    description: row.description ?? undefined,
    changeId: toNumber(row.change_id),
    protected: protectedRefs.has(ref),
  };
}

/** PostgreSQL hands bigint over as text. */
export function toNumber(value: string | null): number | undefined {
  return value === null ? undefined : Number(value);
}
