import { LoggerService } from '@backstage/backend-plugin-api';
import { SourceAnswer } from '@orion/backstage-plugin-orion-node';
import { machineIdOf } from '../clients/machineIdOf';
import { PveClient } from '../clients/PveClient';
import { ClusterConfig } from '../config';
import { GuestIdentity, InventoryStore } from '../database/InventoryStore';
import { ClusterSnapshot, PveClusterStatus, toSnapshot } from './toSnapshot';

const BRIDGES_MAX_AGE_MS = 10 * 60_000;
/** A guest made anew on a used VMID within one look shows by then at the latest. */
const MACHINE_ID_MAX_AGE_MS = 10 * 60_000;
const MACHINE_IDS_PER_LOOK = 20;
/** A large cluster's bridges come in over several looks. */
const BRIDGES_PER_LOOK = 20;

/** Reads one cluster with its read token. */
export class ClusterSource {
  readonly #cluster: ClusterConfig;
  readonly #inventory: InventoryStore;
  readonly #logger: LoggerService;

  constructor(deps: {
    cluster: ClusterConfig;
    inventory: InventoryStore;
    logger: LoggerService;
  }) {
    this.#cluster = deps.cluster;
    this.#inventory = deps.inventory;
    this.#logger = deps.logger;
  }

  /** Throws what becomes the source's error text. */
  async poll(signal: AbortSignal): Promise<SourceAnswer> {
    // One client per look: it ends with the signal, and a look every ten seconds
    // can afford its handshake. A missing CA file is an error of the source.
    const client = new PveClient(
      this.#cluster,
      this.#cluster.readToken,
      signal,
    );
    try {
      return await this.#read(client, signal);
    } finally {
      await client.close();
    }
  }

  async #read(client: PveClient, signal: AbortSignal): Promise<SourceAnswer> {
    const { id } = this.#cluster;
    const [resources, status, guestsBefore] = await Promise.all([
      client.listResources(),
      client.listClusterStatus(),
      this.#inventory.countGuests(id),
    ]);
    const snapshot = toSnapshot(
      id,
      resources,
      status as PveClusterStatus[],
      guestsBefore,
    );
    await this.#addBridges(client, snapshot);
    await this.#addMachineIds(client, snapshot);
    signal.throwIfAborted();
    return {
      complete: snapshot.complete,
      problem: snapshot.problem,
      write: trx => this.#inventory.write(trx, id, snapshot),
    };
  }

  /**
   * Who a guest with an owner is: the inventory does not tell, and its VMID may
   * have been used anew. Asked when the guest is new or looks like another one, and
   * now and then.
   */
  async #addMachineIds(
    client: PveClient,
    snapshot: ClusterSnapshot,
  ): Promise<void> {
    const { id } = this.#cluster;
    const identities = await this.#inventory.listIdentities(
      id,
      MACHINE_ID_MAX_AGE_MS,
    );
    const listed = new Map(snapshot.guests.map(guest => [guest.vmid, guest]));
    const due = identities
      .flatMap(identity => {
        const guest = listed.get(identity.vmid);
        return guest ? [{ guest, urgency: urgencyOf(identity, guest) }] : [];
      })
      .filter(({ urgency }) => urgency > 0)
      .sort((a, b) => b.urgency - a.urgency)
      .slice(0, MACHINE_IDS_PER_LOOK);
    await Promise.all(
      due.map(async ({ guest }) => {
        try {
          const config =
            guest.type === 'qemu'
              ? await client.findGuestConfig(String(guest.node), guest.vmid)
              : { smbios1: '' };
          if (config) {
            snapshot.machineIds.set(guest.vmid, machineIdOf(config) ?? '');
          }
        } catch (error) {
          // Without an answer it stays what it was, and the next look asks again.
          this.#logger.debug(`No identity of ${id}/${guest.vmid}: ${error}`);
        }
      }),
    );
  }

  async #addBridges(
    client: PveClient,
    snapshot: ClusterSnapshot,
  ): Promise<void> {
    const { id } = this.#cluster;
    const fresh = await this.#inventory.listBridgesFresh(
      id,
      BRIDGES_MAX_AGE_MS,
    );
    const due = snapshot.nodes
      .filter(node => node.online && !fresh.has(node.name))
      .slice(0, BRIDGES_PER_LOOK);
    await Promise.all(
      due.map(async ({ name }) => {
        try {
          const interfaces = await client.listBridges(name);
          const bridges = interfaces.filter(({ type }) =>
            /bridge$/i.test(type),
          );
          snapshot.bridges.set(name, bridges.map(({ iface }) => iface).sort());
        } catch (error) {
          // The next look asks again; the guests are what matters here.
          this.#logger.debug(`No bridges of ${id}/${name}: ${error}`);
        }
      }),
    );
  }
}

/** 0: known well enough. Who was never asked comes before who is asked again. */
function urgencyOf(
  identity: GuestIdentity,
  guest: ClusterSnapshot['guests'][number],
): number {
  if (identity.machineId === null || mayBeAnother(identity, guest)) {
    return 2;
  }
  return identity.fresh ? 0 : 1;
}

/**
 * True when something differs that does not differ while one guest simply runs:
 * another guest on the same VMID within one look shows by it, and so does a
 * restart, which costs one question.
 */
function mayBeAnother(
  before: GuestIdentity,
  now: ClusterSnapshot['guests'][number],
): boolean {
  return (
    now.known &&
    (now.name !== before.name ||
      now.status !== before.status ||
      now.memory_bytes !== toNumber(before.memory) ||
      now.disk_bytes !== toNumber(before.disk) ||
      Number(now.uptime_seconds ?? 0) < Number(before.uptime ?? 0))
  );
}

function toNumber(text: string | null): number | null {
  return text === null ? null : Number(text);
}
