import {
  BackstageCredentials,
  BackstageServicePrincipal,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { SourceStore } from '@orion/backstage-plugin-orion-node';
import { GuestOwnership } from '@orion/backstage-plugin-orion-proxmox-common';
import { Knex } from 'knex';
import { GuestKey, OwnershipStore } from '../database/OwnershipStore';
import { sourceOf } from './ClusterWatch';

/** The only one who decides about ownership. */
const PIPELINE = 'plugin:orion-changes';

export interface OwnershipServiceDeps {
  ownership: OwnershipStore;
  sources: SourceStore;
  /** After the commit: people see something else, and the cluster has just changed. */
  onChanged(cluster: string): Promise<void>;
}

/** Who owns a guest. Every method throws NotAllowedError unless the change pipeline calls. */
export class OwnershipService {
  readonly #deps: OwnershipServiceDeps;

  static create(deps: OwnershipServiceDeps): OwnershipService {
    return new OwnershipService(deps);
  }

  private constructor(deps: OwnershipServiceDeps) {
    this.#deps = deps;
  }

  async get(
    guest: GuestKey,
    credentials: BackstageCredentials<BackstageServicePrincipal>,
  ): Promise<GuestOwnership> {
    assertPipeline(credentials);
    const found = await this.#deps.ownership.find(guest);
    if (!found) {
      throw new NotFoundError(
        `No change owns the guest ${guest.cluster}/${guest.vmid}`,
      );
    }
    return found;
  }

  async put(
    guest: GuestKey,
    ownership: GuestOwnership,
    credentials: BackstageCredentials<BackstageServicePrincipal>,
  ): Promise<void> {
    assertPipeline(credentials);
    await this.#deps.ownership.put(guest, ownership, this.#bump(guest));
    await this.#deps.onChanged(guest.cluster);
  }

  async remove(
    guest: GuestKey,
    credentials: BackstageCredentials<BackstageServicePrincipal>,
  ): Promise<void> {
    assertPipeline(credentials);
    if (await this.#deps.ownership.remove(guest, this.#bump(guest))) {
      await this.#deps.onChanged(guest.cluster);
    }
  }

  #bump({ cluster }: GuestKey) {
    return (trx: Knex.Transaction) =>
      this.#deps.sources.bumpRevision(trx, sourceOf({ id: cluster }));
  }
}

function assertPipeline({
  principal,
}: BackstageCredentials<BackstageServicePrincipal>): void {
  if (principal.subject !== PIPELINE) {
    throw new NotAllowedError(
      'Ownership is written and read by the change pipeline only',
    );
  }
}
