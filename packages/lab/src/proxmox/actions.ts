import { ControlAction } from '../shared/control';
import { freshIdentity } from './guests/createGuest';
import { configKey } from './guests/configSchema';
import { newGuest } from './guests/guestConfig';
import { newMac } from './guests/nets';
import { boot, powerOff } from './guests/power';
import { dropGuest } from './guests/removeGuest';
import { addSnapshot } from './guests/snapshots';
import { storedValue } from './guests/updateConfig';
import { allocateVolume, freeVolume } from './guests/volumes';
import type { ProxmoxWorld } from './ProxmoxWorld';
import { GuestState } from './types';

/** What tests may do to the cluster behind the product's back. */
export function createActions(
  world: ProxmoxWorld,
): Record<string, ControlAction> {
  const guestOf = (input: Record<string, unknown>): GuestState => {
    const guest = world.state.guests[String(input.vmid)];
    if (!guest) {
      throw new Error(`there is no guest ${input.vmid}`);
    }
    return guest;
  };
  return {
    /** `{vmid, name?, node?, pool?, running?, storage?, diskGib?, addresses?, config?}` */
    createGuest: input => createGuest(world, input),
    /** `{vmid}` */
    removeGuest: input => {
      dropGuest(world, guestOf(input), { unreferenced: true });
    },
    /** `{vmid, set?: {key: value}, delete?: [key]}`; no lock, no pending part. */
    setConfig: input => {
      const guest = guestOf(input);
      setAll(world, guest, (input.set ?? {}) as Record<string, unknown>);
      ((input.delete ?? []) as string[]).forEach(key => {
        delete guest.config[key];
        delete guest.pending[key];
      });
      world.changed();
      return guest.config;
    },
    /** `{vmid, running}` */
    setPower: input => {
      const guest = guestOf(input);
      if (input.running) {
        boot(world, guest);
      } else {
        powerOff(guest);
      }
      world.changed();
    },
    /** `{vmid, state?}`; no state takes the guest out of HA. */
    setHa: input => {
      const { vmid } = guestOf(input);
      if (input.state) {
        world.state.ha[`vm:${vmid}`] = { state: String(input.state) };
      } else {
        delete world.state.ha[`vm:${vmid}`];
      }
      world.changed();
    },
    /** `{vmid, target?, schedule?}`; no target ends the guest's replication. */
    setReplication: input => {
      const { vmid } = guestOf(input);
      const others = (world.state.replication ?? []).filter(
        ({ guest }) => guest !== vmid,
      );
      const target = String(input.target ?? '');
      const schedule = String(input.schedule ?? '*/15');
      world.state.replication = target
        ? [...others, { id: `${vmid}-0`, guest: vmid, target, schedule }]
        : others;
      world.changed();
    },
    /** `{vmid, storage, node?, sizeGib?}`; a disk that no configuration names. */
    createVolume: input =>
      allocateVolume(world, {
        storage: String(input.storage),
        node: world.node(String(input.node ?? world.state.nodes[0].name)).name,
        vmid: Number(input.vmid),
        size: Number(input.sizeGib ?? 1) * 1024 ** 3,
      }),
    /** `{volid}` */
    removeVolume: input => {
      if (!world.state.volumes[String(input.volid)]) {
        throw new Error(`there is no volume ${input.volid}`);
      }
      freeVolume(world, String(input.volid));
    },
    /** `{vmid, name}`; at once and without a task. */
    takeSnapshot: input => {
      const guest = guestOf(input);
      addSnapshot(guest, { name: String(input.name), description: '' });
      world.changed();
    },
    /** Broadcasts the guests' status now instead of at the next tick. */
    tick: () => world.inventory.tick(),
  };
}

function createGuest(world: ProxmoxWorld, input: Record<string, unknown>) {
  const vmid = Number(input.vmid);
  if (!Number.isInteger(vmid) || vmid < 100 || world.state.guests[vmid]) {
    throw new Error(`no free VMID: ${input.vmid}`);
  }
  const node = world.node(String(input.node ?? world.state.nodes[0].name)).name;
  const guest = newGuest(vmid, node, freshIdentity());
  world.state.guests[vmid] = guest;
  const storage = String(input.storage ?? 'local-lvm');
  setAll(world, guest, {
    name: input.name ?? `guest-${vmid}`,
    agent: 'enabled=1',
    cores: 1,
    sockets: 1,
    memory: 1024,
    ostype: 'l26',
    scsihw: 'virtio-scsi-single',
    scsi0: `${storage}:${input.diskGib ?? 8}`,
    net0: `virtio=${newMac()},bridge=vmbr1`,
    ...(input.config as object | undefined),
  });
  if (input.pool) {
    guest.pool = String(input.pool);
  }
  guest.addresses = (input.addresses ?? {}) as Record<string, string[]>;
  if (input.running) {
    boot(world, guest);
  }
  world.changed();
  return { vmid, node, config: guest.config };
}

function setAll(
  world: ProxmoxWorld,
  guest: GuestState,
  values: Record<string, unknown>,
) {
  for (const [key, value] of Object.entries(values)) {
    guest.config[key] = configKey(key)
      ? storedValue(world, guest, key, String(value))
      : String(value);
  }
}
