/** How the address management system is doing. @public */
export interface IpamStatus {
  reachable: boolean;
  version?: string;
  /** Background workers; 0 means that no webhook and no event rule runs. */
  workers?: number;
  /** Why it is not reachable. */
  error?: string;
}

/** @public */
export interface IpamPrefix {
  id: number;
  /** Canonical CIDR. */
  prefix: string;
  family: 4 | 6;
  status: string;
  /** False when it is a container or has child prefixes: then nothing is reserved from it. */
  isLeaf: boolean;
  description: string;
  vlan?: { id: number; vid: number; name: string };
  role?: string;
  /** Absent for the global table. */
  vrf?: string;
  scope?: string;
  /** Page of the prefix in the system's own interface. */
  url: string;
}

/** @public */
export interface IpamLeafPrefix extends IpamPrefix {
  /** Addresses the system itself would hand out. */
  free: number;
  /** True when there are more than were counted. */
  freeIsMinimum: boolean;
}

/** @public */
export interface IpamLeafQuery {
  /** Name of a cluster: prefixes of its site, or of the configured one when it has none. */
  cluster?: string;
  vlanVid?: number;
  family?: 4 | 6;
  /** Addresses counted per prefix. Default 256, at most 1000. */
  countCap?: number;
}

/** @public */
export interface IpamAddress {
  id: number;
  /** Host and mask, e.g. `10.0.20.7/24`. */
  address: string;
  host: string;
  prefixLength: number;
  status: string;
  dnsName: string;
  /** The change that made or reserved it. */
  changeId?: string;
  interfaceId?: number;
  virtualMachineId?: number;
  url: string;
}

/** @public */
export interface IpamVirtualMachine {
  id: number;
  name: string;
  cluster?: string;
  status: string;
  vmid?: number;
  vcpus?: number;
  memoryMb?: number;
  diskMb?: number;
  changeId?: string;
  primaryIp4Id?: number;
  primaryIp6Id?: number;
  url: string;
}

/** @public */
export interface IpamInterface {
  id: number;
  name: string;
  virtualMachineId: number;
  mac?: string;
}

/** @public */
export interface ReserveAddressInput {
  prefixId: number;
  changeId: string;
  dnsName?: string;
  description: string;
}

/** @public */
export interface UpsertVirtualMachineInput {
  /** Name of the cluster; it must exist. */
  cluster: string;
  name: string;
  changeId: string;
  /** Kept as the serial number, so that people find the guest. */
  vmid?: number;
  status?: 'active' | 'offline' | 'planned' | 'staged' | 'decommissioning';
  vcpus?: number;
  memoryMb?: number;
  diskMb?: number;
  description?: string;
  /** Allows changing a machine that another change made, e.g. to resize it. */
  takeOver?: boolean;
}

/** @public */
export interface UpsertInterfaceInput {
  virtualMachineId: number;
  name: string;
  mac?: string;
  description?: string;
}

/** @public */
export interface ChangeFieldCheck {
  ok: boolean;
  /** Object types that lack the field. */
  missing: string[];
  /** What to do about it. */
  message?: string;
}

/** Options every call takes. @public */
export interface IpamCallOptions {
  signal?: AbortSignal;
}

/**
 * The record of prefixes, addresses and machines. Every write can be repeated
 * with the same input: it ends in the same state and is read back before the
 * call returns.
 *
 * @remarks
 * Writes whose outcome got lost are looked up until the system answers or the
 * signal aborts (default: one minute).
 *
 * @public
 */
export interface IpamProvider {
  /** Never throws because the system is away. */
  status(options?: IpamCallOptions): Promise<IpamStatus>;

  /** By id or CIDR in the global table; undefined when there is none. */
  findPrefix(
    prefix: number | string,
    options?: IpamCallOptions,
  ): Promise<IpamPrefix | undefined>;

  listLeafPrefixes(
    query?: IpamLeafQuery,
    options?: IpamCallOptions,
  ): Promise<IpamLeafPrefix[]>;

  /** Whether the field that ties objects to changes exists where it must. */
  ensureCustomField(options?: IpamCallOptions): Promise<ChangeFieldCheck>;

  /**
   * Reserves one address for a change, or returns the one it has. Throws
   * InputError when the prefix is no leaf, NotFoundError when there is none,
   * NetboxError 409 when it is full.
   */
  reserveAddress(
    input: ReserveAddressInput,
    options?: IpamCallOptions,
  ): Promise<IpamAddress>;

  /** Everything that carries the change's id. */
  findByChange(
    changeId: string,
    options?: IpamCallOptions,
  ): Promise<{
    addresses: IpamAddress[];
    virtualMachines: IpamVirtualMachine[];
  }>;

  /** Every address that carries a change's id, whichever change. */
  listMarkedAddresses(options?: IpamCallOptions): Promise<IpamAddress[]>;

  /** Throws ConflictError when the name belongs to another change. */
  upsertVirtualMachine(
    input: UpsertVirtualMachineInput,
    options?: IpamCallOptions,
  ): Promise<IpamVirtualMachine>;

  upsertInterface(
    input: UpsertInterfaceInput,
    options?: IpamCallOptions,
  ): Promise<IpamInterface>;

  /** Makes the address active on the interface. Throws ConflictError when it sits elsewhere. */
  assignAddress(
    input: { addressId: number; interfaceId: number; dnsName?: string },
    options?: IpamCallOptions,
  ): Promise<IpamAddress>;

  setPrimaryIp(
    input: { virtualMachineId: number; addressId: number },
    options?: IpamCallOptions,
  ): Promise<IpamVirtualMachine>;

  /** Fine when the machine is gone. */
  clearPrimaryIp(
    input: { virtualMachineId: number },
    options?: IpamCallOptions,
  ): Promise<void>;

  /**
   * Gives the address back; fine when that is done. Throws ConflictError when
   * it belongs to another change. With `rest` nobody gets it for the configured
   * time: for one that may have been in use.
   */
  releaseAddress(
    input: { addressId: number; changeId: string; rest?: boolean },
    options?: IpamCallOptions,
  ): Promise<void>;

  /** Frees the addresses whose rest is over. Safe to run twice at once. */
  sweepRestingAddresses(
    options?: IpamCallOptions,
  ): Promise<{ freed: string[]; resting: number }>;

  /**
   * Deletes the machine; fine when it is gone. NetBox deletes its interfaces
   * and their addresses with it.
   */
  deleteVirtualMachine(
    input: { virtualMachineId: number; changeId?: string },
    options?: IpamCallOptions,
  ): Promise<void>;
}
