/** One page of a list. */
export interface NetboxPage<T> {
  count: number;
  next: string | null;
  previous: string | null;
  results: T[];
}

export interface NetboxChoice {
  value: string;
  label: string;
}

export interface NetboxRef {
  id: number;
  url: string;
  display: string;
  name?: string;
}

export interface NetboxStatus {
  'netbox-version': string;
  'rq-workers-running': number;
}

export interface NetboxPrefix {
  id: number;
  display_url: string;
  prefix: string;
  family: { value: 4 | 6 };
  status: NetboxChoice;
  vrf: NetboxRef | null;
  vlan: (NetboxRef & { vid: number; name: string }) | null;
  role: NetboxRef | null;
  scope: NetboxRef | null;
  description: string;
  children: number;
}

export interface NetboxAddress {
  id: number;
  display_url: string;
  address: string;
  status: NetboxChoice;
  dns_name: string;
  description: string;
  assigned_object_type: string | null;
  assigned_object_id: number | null;
  assigned_object: { virtual_machine?: NetboxRef } | null;
  custom_fields: Record<string, unknown>;
}

export interface NetboxCluster {
  id: number;
  name: string;
  scope_type: string | null;
  scope_id: number | null;
}

export interface NetboxVirtualMachine {
  id: number;
  display_url: string;
  name: string;
  status: NetboxChoice;
  cluster: NetboxRef | null;
  serial: string;
  vcpus: number | null;
  memory: number | null;
  disk: number | null;
  description: string;
  primary_ip4: NetboxRef | null;
  primary_ip6: NetboxRef | null;
  custom_fields: Record<string, unknown>;
}

export interface NetboxInterface {
  id: number;
  name: string;
  virtual_machine: NetboxRef;
  description: string;
  mac_address: string | null;
  primary_mac_address: NetboxRef | null;
}

export interface NetboxMac {
  id: number;
  mac_address: string;
}

export interface NetboxCustomField {
  name: string;
  type: NetboxChoice;
  filter_logic: NetboxChoice;
  object_types: string[];
}
