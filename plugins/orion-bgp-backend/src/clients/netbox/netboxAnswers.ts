/** What is asked for of each object, and nothing more: comments can be long. */
export const SESSION_FIELDS = [
  'id',
  'name',
  'description',
  'status',
  'device',
  'virtualmachine',
  'local_address',
  'remote_address',
  'local_as',
  'remote_as',
  'peer_group',
  'import_policies',
  'export_policies',
  'last_updated',
].join();

export const AGGREGATE_FIELDS = 'id,prefix,rir,tenant,description';

export const PREFIX_FIELDS =
  'id,prefix,status,role,tenant,vrf,scope,description,last_updated';

export const DEVICE_FIELDS = 'id,name,primary_ip4,primary_ip6,oob_ip';

/** A virtual machine has no controller of its own. */
export const VM_FIELDS = 'id,name,primary_ip4,primary_ip6';

interface Named {
  name?: unknown;
  display?: unknown;
}

/** A session as the plugin netbox-bgp answers it; anything may be missing. */
export interface SessionAnswer {
  id: number;
  name?: unknown;
  description?: unknown;
  status?: { value?: unknown };
  device?: Named | null;
  virtualmachine?: Named | null;
  local_address?: { address?: unknown } | null;
  remote_address?: { address?: unknown } | null;
  local_as?: { asn?: unknown } | null;
  remote_as?: { asn?: unknown } | null;
  peer_group?: Named | null;
  import_policies?: Named[];
  export_policies?: Named[];
  last_updated?: unknown;
}

/** A device or a virtual machine; the latter without `oob_ip`. */
export interface MachineAnswer {
  id: number;
  name?: unknown;
  primary_ip4?: { address?: unknown } | null;
  primary_ip6?: { address?: unknown } | null;
  oob_ip?: { address?: unknown } | null;
}

export interface AggregateAnswer {
  id: number;
  prefix?: unknown;
  rir?: (Named & { id?: number }) | null;
  tenant?: Named | null;
  description?: unknown;
}

export interface PrefixAnswer {
  id: number;
  prefix?: unknown;
  status?: { value?: unknown };
  role?: Named | null;
  tenant?: Named | null;
  vrf?: Named | null;
  scope?: Named | null;
  description?: unknown;
  last_updated?: unknown;
}
