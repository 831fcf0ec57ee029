import { JsonObject } from '@backstage/types';

/** A row of `guests`. PostgreSQL hands bigint over as text. */
export interface GuestRow {
  cluster: string;
  vmid: number;
  type: 'qemu' | 'lxc';
  name: string | null;
  node: string;
  status: string;
  template: boolean;
  lock: string | null;
  tags: string[];
  cores: number | null;
  load: number | null;
  memory_bytes: string | null;
  memory_used_bytes: string | null;
  disk_bytes: string | null;
  uptime_seconds: string | null;
  machine_id: string | null;
}

export interface OwnershipRow {
  cluster: string;
  vmid: number;
  owner: string;
  name: string | null;
  system: string | null;
  description: string | null;
  change_id: string;
  addresses: string[];
  smbios_uuid: string | null;
  mark: string | null;
  stack: JsonObject | null;
}

/** A guest beside what changes wrote about it; the latter is empty for most. */
export type OwnedGuestRow = GuestRow & {
  [column in 'owner' | 'system' | 'description' | 'change_id']: string | null;
} & { addresses: string[] | null };

export interface NodeRow {
  cluster: string;
  name: string;
  online: boolean;
  cores: number | null;
  load: number | null;
  memory_bytes: string | null;
  memory_used_bytes: string | null;
  bridges: string[];
}

export interface StorageRow {
  cluster: string;
  node: string;
  name: string;
  shared: boolean;
  content: string[];
  total_bytes: string | null;
  used_bytes: string | null;
}
