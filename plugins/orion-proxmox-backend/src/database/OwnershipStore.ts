import { JsonObject } from '@backstage/types';
import { GuestOwnership } from '@orion/backstage-plugin-orion-proxmox-common';
import { Knex } from 'knex';
import { OwnershipRow } from './tables';

/** A guest by cluster and VMID. */
export interface GuestKey {
  cluster: string;
  vmid: number;
}

/** What changes wrote about guests. */
export interface OwnershipStore {
  find(guest: GuestKey): Promise<GuestOwnership | undefined>;
  /** Reports, in the same transaction, that people see something else. */
  put(
    guest: GuestKey,
    ownership: GuestOwnership,
    seen: OnWritten,
  ): Promise<void>;
  /** False when there was none. */
  remove(guest: GuestKey, seen: OnWritten): Promise<boolean>;
}

export type OnWritten = (trx: Knex.Transaction) => Promise<void>;

export class DatabaseOwnershipStore implements OwnershipStore {
  readonly #knex: Knex;

  static create(deps: { knex: Knex }): DatabaseOwnershipStore {
    return new DatabaseOwnershipStore(deps);
  }

  private constructor(deps: { knex: Knex }) {
    this.#knex = deps.knex;
  }

  async find({ cluster, vmid }: GuestKey): Promise<GuestOwnership | undefined> {
    const row = await this.#knex<OwnershipRow>('guest_ownership')
      .where({ cluster, vmid })
      .first();
    return row && toOwnership(row);
  }

  async put(
    { cluster, vmid }: GuestKey,
    ownership: GuestOwnership,
    seen: OnWritten,
  ): Promise<void> {
    const { owner, system, description, changeId, addresses } = ownership;
    const smbiosUuid = ownership.smbiosUuid?.toLowerCase();
    const values = {
      owner,
      name: ownership.name ?? null,
      system: system ?? null,
      description: description ?? null,
      change_id: changeId,
      addresses,
      smbios_uuid: smbiosUuid ?? null,
      mark: ownership.mark ?? null,
      stack: ownership.stack ? JSON.stringify(ownership.stack) : null,
      written_at: this.#knex.raw('clock_timestamp()'),
    };
    await this.#knex.transaction(async trx => {
      await trx('guest_ownership')
        .insert({ cluster, vmid, ...values })
        .onConflict(['cluster', 'vmid'])
        .merge(values);
      if (smbiosUuid) {
        // The change has just read it, so nobody has to wait for the next look.
        await trx('guests')
          .where({ cluster, vmid })
          .update({
            machine_id: smbiosUuid,
            machine_id_at: trx.raw('clock_timestamp()'),
          });
      }
      await seen(trx);
    });
  }

  async remove({ cluster, vmid }: GuestKey, seen: OnWritten): Promise<boolean> {
    return this.#knex.transaction(async trx => {
      const count = await trx('guest_ownership')
        .where({ cluster, vmid })
        .delete();
      if (count > 0) {
        await seen(trx);
      }
      return count > 0;
    });
  }
}

function toOwnership(row: OwnershipRow): GuestOwnership {
  return {
    owner: row.owner,
    name: row.name ?? undefined,
    system: row.system ?? undefined,
    description: row.description ?? undefined,
    changeId: Number(row.change_id),
    addresses: row.addresses,
    smbiosUuid: row.smbios_uuid ?? undefined,
    mark: row.mark ?? undefined,
    stack: (row.stack ?? undefined) as
      | (JsonObject & GuestOwnership['stack'])
      | undefined,
  };
}
