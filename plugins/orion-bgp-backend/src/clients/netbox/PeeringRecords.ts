import { ConflictError, InputError } from '@backstage/errors';
import {
  CHANGE_FIELD,
  NetboxClient,
  NetboxConfig,
  NetboxError,
  reach,
  untilAnswered,
} from '@orion/backstage-plugin-orion-ipam-node';
import { canonicalAddress } from '../../routes/addresses';

const SESSIONS = 'plugins/bgp/session/';
const ADDRESSES = 'ipam/ip-addresses/';
const SESSION_TYPE = 'netbox_bgp.bgpsession';
const ADDRESS_TYPE = 'ipam.ipaddress';

/** The field that says how a session is spoken; see the filter `netbox_peers` of the roles. */
export const PEERING_FIELD = 'orion_peering';

/** A session as it is to be recorded. */
export interface PeeringRecord {
  changeId: string;
  /** Name of the virtual machine or device the router is. */
  machine: string;
  name: string;
  description: string;
  localAs: number;
  remoteAs: number;
  /** Without a mask. */
  local: string;
  remote: string;
  options: Record<string, unknown>;
}

type PeeringKey = Pick<PeeringRecord, 'name' | 'changeId'>;

interface AddressRow {
  id: number;
  address: string;
  vrf: { name?: string } | null;
  custom_fields?: Record<string, unknown>;
}

interface Row {
  id: number;
  name?: string | null;
  status: { value: string };
  virtualmachine: { id: number } | null;
  device: { id: number } | null;
  remote_address?: { address: string } | null;
  custom_fields: Record<string, unknown>;
}

/** Which session of a machine: that of a name, or with a neighbor's address (canonical). */
export type PeeringChoice = { name: string } | { neighbor: string };

/** What is known of a record that a change may touch. */
export interface FoundPeering {
  id: number;
  status: string;
  /** Of the change that made it. */
  changeId?: string;
  /** It says how to speak: the roles configure it. */
  configures: boolean;
}

/** Writes BGP sessions into NetBox, each write read back. */
export class PeeringRecords {
  readonly #client: NetboxClient;

  static create(netbox: NetboxConfig): PeeringRecords {
    const { url, timeoutMs, writeToken } = netbox;
    return new PeeringRecords(
      NetboxClient.create({ url, timeoutMs, token: writeToken }),
    );
  }

  private constructor(client: NetboxClient) {
    this.#client = client;
  }

  /**
   * Whether NetBox can hold what is to be recorded.
   *
   * @throws InputError saying what has to be set up there, NetboxError
   */
  async check(signal: AbortSignal): Promise<void> {
    const fields = await this.#client.list<{
      name: string;
      type: { value: string };
      object_types: string[];
    }>('extras/custom-fields/', {}, signal);
    for (const [name, type, ...objects] of [
      [CHANGE_FIELD, 'text', SESSION_TYPE, ADDRESS_TYPE],
      [PEERING_FIELD, 'json', SESSION_TYPE],
    ]) {
      const field = fields.find(one => one.name === name);
      const missing = objects.filter(one => !field?.object_types.includes(one));
      if (field?.type.value !== type || missing.length > 0) {
        throw new InputError(
          `NetBox needs a custom field ${name} of type ${type} for ${objects.join(
            ' and ',
          )}: ORION keeps there what it configures`,
        );
      }
    }
  }

  /**
   * The record of that session: rather one that says how to speak than one that
   * only documents. @throws ConflictError where there are several.
   */
  async find(
    machine: string,
    choice: PeeringChoice,
    signal: AbortSignal,
  ): Promise<FoundPeering | undefined> {
    const all = await this.#all(machine, choice, signal);
    const speaking = all.filter(({ configures }) => configures);
    const found = speaking.length > 0 ? speaking : all;
    if (found.length > 1) {
      throw new ConflictError(
        `NetBox has ${found.length} BGP sessions ${
          'name' in choice ? choice.name : `with ${choice.neighbor}`
        } of ${machine}.`,
      );
    }
    return found[0];
  }

  /**
   * Records a session as planned; the same for the same change.
   *
   * @throws ConflictError for a name somebody else's record has, InputError for
   * a machine or an AS that NetBox does not know.
   */
  async plan(record: PeeringRecord, signal: AbortSignal): Promise<number> {
    const { changeId, machine, name } = record;
    const { id } = await reach(
      {
        what: `BGP session ${name}`,
        look: async () => {
          const found = await this.#all(machine, { name }, signal);
          const other = found.find(one => one.changeId !== changeId);
          if (other) {
            throw new ConflictError(
              `NetBox has a BGP session ${name} of ${machine} already, made by ${
                other.changeId ? `change ${other.changeId}` : 'somebody else'
              }.`,
            );
          }
          return found[0];
        },
        write: async () =>
          this.#client.post(SESSIONS, await this.#body(record, signal), signal),
      },
      signal,
    );
    return id;
  }

  /** @throws ConflictError when the record is gone or another change's. */
  async activate(
    { id, changeId }: Pick<PeeringKey, 'changeId'> & { id: number },
    signal: AbortSignal,
  ): Promise<void> {
    await reach(
      {
        what: `BGP session ${id} as active`,
        look: async () => {
          const found = await this.#own(id, changeId, signal);
          if (!found) {
            throw new ConflictError(
              `NetBox's BGP session ${id} is gone: somebody deleted it.`,
            );
          }
          return found.status === 'active' ? found : undefined;
        },
        write: () =>
          this.#client.patch(
            `${SESSIONS}${id}/`,
            { status: 'active', changelog_message: messageOf(changeId) },
            signal,
          ),
      },
      signal,
    );
    for (const address of await this.#made(changeId, signal)) {
      await this.#client.patch(
        `${ADDRESSES}${address.id}/`,
        { status: 'active', changelog_message: messageOf(changeId) },
        signal,
      );
    }
  }

  /** Deletes what a change recorded and nothing became of; gone is fine. */
  async release(
    { name, changeId }: PeeringKey,
    signal: AbortSignal,
  ): Promise<void> {
    // By the mark alone: the machine may be gone, or have another name by now.
    for (const found of (await this.#named(name, signal)).map(toFound)) {
      if (found.changeId === changeId) {
        await this.remove(found.id, changeId, signal);
      }
    }
    for (const address of await this.#made(changeId, signal)) {
      await this.#client
        .delete(
          `${ADDRESSES}${address.id}/`,
          { changelog_message: messageOf(changeId) },
          signal,
        )
        .catch(error => {
          // Another record has it by now, and NetBox keeps it.
          if (!NetboxError.hasStatus(error, 409)) {
            throw error;
          }
        });
    }
  }

  /** Deletes one record; gone is fine. */
  async remove(
    id: number,
    changeId: string,
    signal: AbortSignal,
  ): Promise<void> {
    await reach(
      {
        what: `the deletion of BGP session ${id}`,
        look: async () =>
          (await this.#row(id, signal)) === undefined ? true : undefined,
        write: () =>
          this.#client.delete(
            `${SESSIONS}${id}/`,
            { changelog_message: messageOf(changeId) },
            signal,
          ),
      },
      signal,
    );
  }

  async #body(record: PeeringRecord, signal: AbortSignal) {
    const { changeId, machine, name } = record;
    const [place, localAs, remoteAs] = await Promise.all([
      this.#machine(machine, signal),
      this.#asn(record.localAs, signal),
      this.#asn(record.remoteAs, signal),
    ]);
    return {
      ...place,
      name,
      description: record.description,
      status: 'planned',
      local_as: localAs,
      remote_as: remoteAs,
      local_address: await this.#address(record.local, record, signal),
      remote_address: await this.#address(record.remote, record, signal),
      custom_fields: {
        [CHANGE_FIELD]: changeId,
        [PEERING_FIELD]: record.options,
      },
    };
  }

  /** Addresses that this change recorded: those with its mark, whatever they are called. */
  async #made(changeId: string, signal: AbortSignal): Promise<AddressRow[]> {
    const found = await untilAnswered(
      () =>
        this.#client.list<AddressRow>(
          ADDRESSES,
          { [`cf_${CHANGE_FIELD}`]: changeId },
          signal,
        ),
      signal,
    );
    // A NetBox that does not know the field ignores the filter.
    return found.filter(one => one.custom_fields?.[CHANGE_FIELD] === changeId);
  }

  async #all(
    machine: string,
    choice: PeeringChoice,
    signal: AbortSignal,
  ): Promise<FoundPeering[]> {
    const place = await this.#machine(machine, signal);
    const rows =
      'name' in choice
        ? await this.#named(choice.name, signal)
        : await this.#with(choice.neighbor, signal);
    return rows
      .filter(
        ({ virtualmachine, device }) =>
          (place.virtualmachine ?? null) === (virtualmachine?.id ?? null) &&
          (place.device ?? null) === (device?.id ?? null),
      )
      .map(toFound);
  }

  async #named(name: string, signal: AbortSignal): Promise<Row[]> {
    const rows = await untilAnswered(
      () => this.#client.list<Row>(SESSIONS, { name }, signal),
      signal,
    );
    return rows.filter(row => row.name === name);
  }

  /** All are asked for: how the plugin filters by address differs by its version. */
  async #with(neighbor: string, signal: AbortSignal): Promise<Row[]> {
    const rows = await untilAnswered(
      () => this.#client.list<Row>(SESSIONS, {}, signal),
      signal,
    );
    return rows.filter(
      ({ remote_address: remote }) =>
        canonicalAddress(remote?.address.split('/')[0] ?? '') === neighbor,
    );
  }

  async #own(
    id: number,
    changeId: string,
    signal: AbortSignal,
  ): Promise<FoundPeering | undefined> {
    const row = await this.#row(id, signal);
    const found = row && toFound(row);
    if (found && found.changeId !== changeId) {
      throw new ConflictError(
        `NetBox's BGP session ${id} belongs to ${
          found.changeId ? `change ${found.changeId}` : 'somebody else'
        } by now.`,
      );
    }
    return found;
  }

  async #row(id: number, signal: AbortSignal): Promise<Row | undefined> {
    const [row] = await this.#client.list<Row>(SESSIONS, { id }, signal);
    return row?.id === id ? row : undefined;
  }

  /** Names are unique within a cluster or a site only: two of one name are refused. */
  async #machine(
    name: string,
    signal: AbortSignal,
  ): Promise<{ virtualmachine?: number; device?: number }> {
    const found: { virtualmachine?: number; device?: number }[] = [];
    for (const [path, column] of [
      ['virtualization/virtual-machines/', 'virtualmachine'],
      ['dcim/devices/', 'device'],
    ]) {
      const rows = await this.#client
        .list<{ id: number; name: string }>(path, { name }, signal)
        .catch(error => {
          // Who may not see devices has a router that is a virtual machine.
          if (
            column === 'device' &&
            (NetboxError.hasStatus(error, 404) ||
              NetboxError.hasStatus(error, 403))
          ) {
            return [];
          }
          throw error;
        });
      found.push(
        ...rows
          .filter(row => row.name === name)
          .map(({ id }) => ({ [column]: id })),
      );
    }
    if (found.length !== 1) {
      throw new InputError(
        found.length === 0
          ? `input.router: NetBox has no virtual machine or device ${name}`
          : `input.router: NetBox has ${found.length} virtual machines and devices ${name}: which of them is the router is not known`,
      );
    }
    return found[0];
  }

  async #asn(asn: number, signal: AbortSignal): Promise<number> {
    const rows = await this.#client.list<{ id: number; asn: number }>(
      'ipam/asns/',
      { asn },
      signal,
    );
    const found = rows.find(row => row.asn === asn);
    if (!found) {
      throw new InputError(
        `input.asn: NetBox does not know AS${asn}; record it under IPAM > ASNs first`,
      );
    }
    return found.id;
  }

  /**
   * The address in the global table, recorded there where NetBox does not have it
   * yet. The same address within a VRF is another one.
   */
  async #address(
    address: string,
    { changeId, name }: PeeringRecord,
    signal: AbortSignal,
  ): Promise<number> {
    const bits = address.includes(':') ? 128 : 32;
    const find = async () => {
      const rows = await this.#client.list<AddressRow>(
        ADDRESSES,
        { address },
        signal,
      );
      const found = rows.filter(
        row => row.address.split('/')[0] === address && !row.vrf,
      );
      if (found.length > 1) {
        throw new ConflictError(
          `NetBox has ${address} ${found.length} times in its global table: which of them the session has is not known.`,
        );
      }
      return found[0]?.id;
    };
    return reach(
      {
        what: `address ${address}`,
        look: find,
        write: () =>
          this.#client.post(
            ADDRESSES,
            {
              address: `${address}/${bits}`,
              // Nobody has approved it yet.
              status: 'reserved',
              description: `BGP session ${name}`,
              custom_fields: { [CHANGE_FIELD]: changeId },
            },
            signal,
          ),
      },
      signal,
    );
  }
}

function toFound({ id, status, custom_fields }: Row): FoundPeering {
  const changeId = custom_fields[CHANGE_FIELD];
  return {
    id,
    status: status.value,
    configures: Boolean(custom_fields[PEERING_FIELD]),
    ...(typeof changeId === 'string' && changeId && { changeId }),
  };
}

function messageOf(changeId: string): string {
  return `ORION change ${changeId}`;
}
