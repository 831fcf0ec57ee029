import { PveError } from '../http/PveError';
import type { ProxmoxWorld } from '../ProxmoxWorld';
import { GuestState, SnapshotState } from '../types';
import { checkUnlocked, digestOf, isTemplate } from './guestConfig';
import { boot, powerOff } from './power';

/** What `GET snapshot` answers: the snapshots and the entry `current`. */
export function listSnapshots(guest: GuestState) {
  return [
    ...guest.snapshots.map(snapshot => ({
      name: snapshot.name,
      description: snapshot.description,
      snaptime: snapshot.snaptime,
      vmstate: snapshot.vmstate ? 1 : 0,
      ...(snapshot.parent ? { parent: snapshot.parent } : {}),
    })),
    {
      name: 'current',
      description: 'You are here!',
      digest: digestOf(guest),
      running: guest.status === 'running' ? 1 : 0,
      ...(guest.parent ? { parent: guest.parent } : {}),
    },
  ];
}

/** Throws PVE's text when the guest has no such snapshot. */
export function getSnapshot(guest: GuestState, name: string): SnapshotState {
  const snapshot = guest.snapshots.find(item => item.name === name);
  if (!snapshot) {
    throw PveError.domain(`snapshot '${name}' does not exist`);
  }
  return snapshot;
}

export function startSnapshot(
  world: ProxmoxWorld,
  guest: GuestState,
  wish: { name: string; description: string; vmstate: boolean; user: string },
): string {
  checkUnlocked(guest);
  if (isTemplate(guest)) {
    throw PveError.domain('unable to take snapshot of a template');
  }
  if (wish.name === 'current') {
    throw PveError.domain(
      `unable to use snapshot name 'current' (reserved name)`,
    );
  }
  if (guest.snapshots.some(({ name }) => name === wish.name)) {
    throw PveError.domain(`snapshot name '${wish.name}' already used`);
  }
  return locked(world, guest, 'snapshot', 'qmsnapshot', wish.user, () => {
    addSnapshot(guest, wish);
  });
}

/** Makes the guest's present configuration a snapshot. */
export function addSnapshot(
  guest: GuestState,
  wish: { name: string; description: string; vmstate?: boolean },
): void {
  const { lock, ...config } = guest.config;
  const running = guest.status === 'running';
  guest.snapshots.push({
    name: wish.name,
    snaptime: Math.floor(Date.now() / 1000),
    description: wish.description,
    vmstate: Boolean(wish.vmstate) && running,
    parent: guest.parent,
    config,
    running,
  });
  guest.parent = wish.name;
}

export function startRollback(
  world: ProxmoxWorld,
  guest: GuestState,
  name: string,
  options: { start: boolean; user: string },
): string {
  checkUnlocked(guest);
  const snapshot = getSnapshot(guest, name);
  return locked(world, guest, 'rollback', 'qmrollback', options.user, () => {
    powerOff(guest);
    guest.config = { ...snapshot.config };
    guest.pending = {};
    guest.parent = name;
    if (options.start || snapshot.vmstate) {
      boot(world, guest);
    }
  });
}

export function startDeleteSnapshot(
  world: ProxmoxWorld,
  guest: GuestState,
  name: string,
  user: string,
): string {
  checkUnlocked(guest);
  const snapshot = getSnapshot(guest, name);
  return locked(world, guest, 'snapshot-delete', 'qmdelsnapshot', user, () => {
    guest.snapshots = guest.snapshots.filter(item => item !== snapshot);
    for (const item of guest.snapshots) {
      if (item.parent === name) {
        item.parent = snapshot.parent;
      }
    }
    if (guest.parent === name) {
      guest.parent = snapshot.parent;
    }
  });
}

function locked(
  world: ProxmoxWorld,
  guest: GuestState,
  lock: string,
  type: string,
  user: string,
  work: () => void,
): string {
  const { node, vmid } = guest;
  guest.config.lock = lock;
  const unlock = () => {
    delete guest.config.lock;
    world.changed();
  };
  return world.tasks.start(
    { node, type, id: vmid, user },
    async ({ sleep }) => {
      try {
        await sleep(world.timings.snapshotMs);
        work();
      } finally {
        unlock();
      }
    },
    unlock,
  );
}
