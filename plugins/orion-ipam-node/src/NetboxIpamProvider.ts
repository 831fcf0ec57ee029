import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import type { IpamProvider } from './IpamProvider';
import type {
  ChangeFieldCheck,
  IpamCallOptions,
  IpamLeafQuery,
  IpamStatus,
  ReserveAddressInput,
  UpsertInterfaceInput,
  UpsertVirtualMachineInput,
} from './ipamTypes';
import { assignAddress } from './netbox/assignAddress';
import { CHANGE_FIELD, checkChangeField } from './netbox/changeField';
import { deleteVirtualMachine } from './netbox/deleteVirtualMachine';
import {
  findAddressesByChange,
  findMachinesByChange,
} from './netbox/findObject';
import { toAddress, toVirtualMachine } from './netbox/mapObjects';
import { findPrefix, listLeafPrefixes } from './netbox/prefixes';
import { clearPrimaryIp, setPrimaryIp } from './netbox/primaryIp';
import { releaseAddress } from './netbox/releaseAddress';
import { restAddress, sweepRestingAddresses } from './netbox/restingAddress';
import { reserveAddress } from './netbox/reserveAddress';
import { DEFAULT_PATIENCE_MS } from './netbox/settle';
import { upsertInterface } from './netbox/upsertInterface';
import { upsertVirtualMachine } from './netbox/upsertVirtualMachine';
import { NetboxClient } from './NetboxClient';
import { NetboxError } from './NetboxError';
import type { NetboxAddress, NetboxStatus } from './netboxTypes';
import type { NetboxConfig } from './readNetboxConfig';

const patience = ({ signal }: IpamCallOptions = {}) =>
  signal ?? AbortSignal.timeout(DEFAULT_PATIENCE_MS);

/**
 * {@link IpamProvider} over a NetBox 4.2 or later. Reads use the read token,
 * writes and the look-ups around them the write token.
 *
 * @public
 */
export class NetboxIpamProvider implements IpamProvider {
  readonly #config: NetboxConfig;
  readonly #reader: NetboxClient;
  readonly #writer: NetboxClient | undefined;
  #hasChangeField = false;

  /**
   * Without a write token every write throws NotAllowedError. Calls nothing
   * yet.
   */
  static create(config: NetboxConfig): NetboxIpamProvider {
    return new NetboxIpamProvider(config);
  }

  private constructor(config: NetboxConfig) {
    const { url, timeoutMs, readToken, writeToken } = config;
    this.#config = config;
    this.#reader = NetboxClient.create({
      url,
      timeoutMs,
      token: readToken ?? writeToken,
    });
    this.#writer = writeToken
      ? NetboxClient.create({ url, timeoutMs, token: writeToken })
      : undefined;
  }

  /** {@inheritDoc IpamProvider.status} */
  async status(options: IpamCallOptions = {}): Promise<IpamStatus> {
    try {
      const status = await this.#reader.get<NetboxStatus>(
        'status/',
        undefined,
        options.signal,
      );
      return {
        reachable: true,
        version: status['netbox-version'],
        workers: status['rq-workers-running'],
      };
    } catch (error) {
      if (!(error instanceof NetboxError)) {
        throw error;
      }
      return { reachable: false, error: error.message };
    }
  }

  /** {@inheritDoc IpamProvider.findPrefix} */
  findPrefix(prefix: number | string, options: IpamCallOptions = {}) {
    return findPrefix(this.#reader, prefix, options.signal);
  }

  /** {@inheritDoc IpamProvider.listLeafPrefixes} */
  listLeafPrefixes(query: IpamLeafQuery = {}, options: IpamCallOptions = {}) {
    const { site } = this.#config;
    return listLeafPrefixes(this.#reader, { ...query, site }, options.signal);
  }

  /** Looks only: a person creates the field, the message says how. */
  async ensureCustomField(
    options: IpamCallOptions = {},
  ): Promise<ChangeFieldCheck> {
    const check = await checkChangeField(this.#reader, options.signal);
    this.#hasChangeField = check.ok;
    return check;
  }

  /** {@inheritDoc IpamProvider.reserveAddress} */
  async reserveAddress(
    input: ReserveAddressInput,
    options: IpamCallOptions = {},
  ) {
    const client = this.#write();
    const requireChangeField = () => this.#requireChangeField(options);
    return reserveAddress(
      { client, requireChangeField },
      input,
      patience(options),
    );
  }

  /** {@inheritDoc IpamProvider.findByChange} */
  async findByChange(changeId: string, options: IpamCallOptions = {}) {
    const { signal } = options;
    const [addresses, machines] = await Promise.all([
      findAddressesByChange(this.#reader, changeId, signal),
      findMachinesByChange(this.#reader, changeId, signal),
    ]);
    return {
      addresses: addresses.map(toAddress),
      virtualMachines: machines.map(toVirtualMachine),
    };
  }

  /** {@inheritDoc IpamProvider.listMarkedAddresses} */
  async listMarkedAddresses(options: IpamCallOptions = {}) {
    const found = await this.#reader.list<NetboxAddress>(
      'ipam/ip-addresses/',
      // A NetBox that does not know the field sends all: they are looked at again.
      { [`cf_${CHANGE_FIELD}__empty`]: false },
      options.signal,
    );
    return found.map(toAddress).filter(({ changeId }) => changeId);
  }

  /**
   * Throws ConflictError when the name belongs to another change,
   * ServiceUnavailableError when NetBox would not keep the change's id.
   */
  async upsertVirtualMachine(
    input: UpsertVirtualMachineInput,
    options: IpamCallOptions = {},
  ) {
    const client = this.#write();
    await this.#requireChangeField(options);
    return upsertVirtualMachine(client, input, patience(options));
  }

  /** {@inheritDoc IpamProvider.upsertInterface} */
  async upsertInterface(
    input: UpsertInterfaceInput,
    options: IpamCallOptions = {},
  ) {
    return upsertInterface(this.#write(), input, patience(options));
  }

  /** {@inheritDoc IpamProvider.assignAddress} */
  async assignAddress(
    input: { addressId: number; interfaceId: number; dnsName?: string },
    options: IpamCallOptions = {},
  ) {
    return assignAddress(this.#write(), input, patience(options));
  }

  /** {@inheritDoc IpamProvider.setPrimaryIp} */
  async setPrimaryIp(
    input: { virtualMachineId: number; addressId: number },
    options: IpamCallOptions = {},
  ) {
    return setPrimaryIp(this.#write(), input, patience(options));
  }

  /** {@inheritDoc IpamProvider.clearPrimaryIp} */
  async clearPrimaryIp(
    input: { virtualMachineId: number },
    options: IpamCallOptions = {},
  ) {
    return clearPrimaryIp(this.#write(), input, patience(options));
  }

  /** {@inheritDoc IpamProvider.releaseAddress} */
  async releaseAddress(
    input: { addressId: number; changeId: string; rest?: boolean },
    options: IpamCallOptions = {},
  ) {
    const { addressRestMs } = this.#config;
    if (!input.rest || addressRestMs === 0) {
      return releaseAddress(this.#write(), input, patience(options));
    }
    const until = new Date(Date.now() + addressRestMs);
    return restAddress(this.#write(), { ...input, until }, patience(options));
  }

  /** {@inheritDoc IpamProvider.sweepRestingAddresses} */
  async sweepRestingAddresses(options: IpamCallOptions = {}) {
    return sweepRestingAddresses(this.#write(), new Date(), patience(options));
  }

  /** {@inheritDoc IpamProvider.deleteVirtualMachine} */
  async deleteVirtualMachine(
    input: { virtualMachineId: number; changeId?: string },
    options: IpamCallOptions = {},
  ) {
    return deleteVirtualMachine(this.#write(), input, patience(options));
  }

  #write(): NetboxClient {
    if (!this.#writer) {
      throw new NotAllowedError(
        'orion.netbox.writeToken is not set, so ORION only reads NetBox',
      );
    }
    return this.#writer;
  }

  /** Asked once: a field that exists is not expected to go away. */
  async #requireChangeField(options: IpamCallOptions): Promise<void> {
    if (this.#hasChangeField) {
      return;
    }
    const { ok, message } = await this.ensureCustomField(options);
    if (!ok) {
      throw new ServiceUnavailableError(message);
    }
  }
}
