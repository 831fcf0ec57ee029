import type {
  IpamStatus,
  IpamPrefix,
  IpamLeafPrefix,
  IpamLeafQuery,
  IpamAddress,
  IpamVirtualMachine,
  IpamInterface,
  ReserveAddressInput,
  UpsertVirtualMachineInput,
  UpsertInterfaceInput,
  ChangeFieldCheck,
  IpamCallOptions,
} from './ipamTypes';

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

  /**
   * Active leaves with their free addresses, counted four at a time. Throws
   * NotFoundError when the cluster is not known, or not the only one of its
   * name.
   */
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

  /** Creates the interface or brings it up to date; the MAC address too. */
  upsertInterface(
    input: UpsertInterfaceInput,
    options?: IpamCallOptions,
  ): Promise<IpamInterface>;

  /** Makes the address active on the interface. Throws ConflictError when it sits elsewhere. */
  assignAddress(
    input: { addressId: number; interfaceId: number; dnsName?: string },
    options?: IpamCallOptions,
  ): Promise<IpamAddress>;

  /**
   * Sets the primary address of the address's own family; the other stays.
   * Throws NotFoundError when machine or address is gone.
   */
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
