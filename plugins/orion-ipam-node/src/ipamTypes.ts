/** How the address management system is doing. @public */
export interface IpamStatus {
  /** It answered, and with what NetBox answers. */
  reachable: boolean;
  /** For example `4.4.10`; absent when not reachable. */
  version?: string;
  /** Background workers; 0 means that no webhook and no event rule runs. */
  workers?: number;
  /** Why it is not reachable. */
  error?: string;
}

/** A prefix as the system keeps it. @public */
export interface IpamPrefix {
  /** The system's own id, not stable across a restore of it. */
  id: number;
  /** Canonical CIDR. */
  prefix: string;
  /** By the prefix, 4 or 6. */
  family: 4 | 6;
  /** The system's word: `active`, `container`, `reserved`, `deprecated`. */
  status: string;
  /** False when it is a container or has child prefixes: then nothing is reserved from it. */
  isLeaf: boolean;
  /** Empty when there is none. */
  description: string;
  /** `vid` is the 802.1Q number, `id` the system's own. */
  vlan?: { id: number; vid: number; name: string };
  /** As people named it. */
  role?: string;
  /** Absent for the global table. */
  vrf?: string;
  /** Name of the site, location or region it belongs to. */
  scope?: string;
  /** Page of the prefix in the system's own interface. */
  url: string;
}

/** A prefix addresses can be reserved from, with what is left. @public */
export interface IpamLeafPrefix extends IpamPrefix {
  /** Addresses the system itself would hand out. */
  free: number;
  /** True when there are more than were counted. */
  freeIsMinimum: boolean;
}

/** Which prefixes are wanted; nothing given means all active leaves. @public */
export interface IpamLeafQuery {
  /** Name of a cluster: prefixes of its site, or of the configured one when it has none. */
  cluster?: string;
  /** 802.1Q number, 1 to 4094. */
  vlanVid?: number;
  /** Default both. */
  family?: 4 | 6;
  /** Addresses counted per prefix. Default 256, at most 1000. */
  countCap?: number;
}

/** An address as the system keeps it. @public */
export interface IpamAddress {
  /** The system's own id. */
  id: number;
  /** Host and mask, e.g. `10.0.20.7/24`. */
  address: string;
  /** The address without its mask. */
  host: string;
  /** Of the mask, in bits. */
  prefixLength: number;
  /**
   * The system's word: `reserved` by a change, `active` on an interface,
   * `deprecated` while it rests (ADR 0010).
   */
  status: string;
  /** Lower case; empty when there is none. */
  dnsName: string;
  /** The change that made or reserved it. */
  changeId?: string;
  /** Absent when it is on no interface of a virtual machine. */
  interfaceId?: number;
  /** Whose interface it is on. */
  virtualMachineId?: number;
  /** Page of the address in the system's own interface. */
  url: string;
}

/**
 * A machine as the system keeps it: what is meant to be, not what runs.
 *
 * @public
 */
export interface IpamVirtualMachine {
  /** The system's own id, not the VMID. */
  id: number;
  /** Unique within its cluster. */
  name: string;
  /** Name, not id. */
  cluster?: string;
  /** The system's word, for example `active`. */
  status: string;
  /** From the serial number, where that is a plain number. */
  vmid?: number;
  /** NetBox allows fractions. */
  vcpus?: number;
  /** In the unit NetBox shows as MB. */
  memoryMb?: number;
  /** In the unit NetBox shows as MB. */
  diskMb?: number;
  /**
   * The change that made it or took it over last; absent where no change did.
   */
  changeId?: string;
  /** Id of the address, see {@link IpamAddress}. */
  primaryIp4Id?: number;
  /** Id of the address, see {@link IpamAddress}. */
  primaryIp6Id?: number;
  /** Page of the machine in the system's own interface. */
  url: string;
}

/** An interface of a virtual machine. @public */
export interface IpamInterface {
  /** The system's own id. */
  id: number;
  /** Unique within its machine. */
  name: string;
  /** See {@link IpamVirtualMachine}. */
  virtualMachineId: number;
  /** The primary one, upper case with colons; absent when there is none. */
  mac?: string;
}

/**
 * The key of a reservation is its change: the same change gets the same address
 * again.
 *
 * @public
 */
export interface ReserveAddressInput {
  /** Must be a leaf and not deprecated. */
  prefixId: number;
  /** 1 to 64 letters, digits or `. : _ -`. */
  changeId: string;
  /** Kept with the address; no record is made in a DNS. */
  dnsName?: string;
  /** What people read at the address. */
  description: string;
}

/** The machine as it is to be. What is not given stays as it is. @public */
export interface UpsertVirtualMachineInput {
  /** Name of the cluster; it must exist. */
  cluster: string;
  /** Looked for by change first, so a machine may be renamed. */
  name: string;
  /** 1 to 64 letters, digits or `. : _ -`; becomes the machine's mark. */
  changeId: string;
  /** Kept as the serial number, so that people find the guest. */
  vmid?: number;
  /** NetBox makes a new one `active` by default. */
  status?: 'active' | 'offline' | 'planned' | 'staged' | 'decommissioning';
  /** Virtual processors in all, over every socket. */
  vcpus?: number;
  /** In the unit NetBox shows as MB. */
  memoryMb?: number;
  /** Sum of the disks, in the unit NetBox shows as MB. */
  diskMb?: number;
  /** What people read at the machine. */
  description?: string;
  /** Allows changing a machine that another change made, e.g. to resize it. */
  takeOver?: boolean;
}

/** The interface as it is to be, found by machine and name. @public */
export interface UpsertInterfaceInput {
  /** The machine must exist. */
  virtualMachineId: number;
  /** Compared exactly, case included. */
  name: string;
  /**
   * Becomes the primary one, as an object of its own (NetBox 4.2 and later).
   */
  mac?: string;
  /** Default: stays as it is. */
  description?: string;
}

/** Whether the custom field `orion_change_id` can carry the marks. @public */
export interface ChangeFieldCheck {
  /** Also false when the token may not look. */
  ok: boolean;
  /** Object types that lack the field. */
  missing: string[];
  /** What to do about it. */
  message?: string;
}

/** Options every call takes. @public */
export interface IpamCallOptions {
  /**
   * Ends the call. For a write it is also the patience: without one, a minute.
   */
  signal?: AbortSignal;
}
