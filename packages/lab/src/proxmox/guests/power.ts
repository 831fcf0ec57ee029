import { PveError } from '../http/PveError';
import type { ProxmoxWorld } from '../ProxmoxWorld';
import { GuestState } from '../types';
import {
  applyPending,
  checkUnlocked,
  isTemplate,
  regenerateCloudinit,
} from './guestConfig';
import { isNetKey, parseNet } from './nets';

export type PowerAction =
  | 'start'
  | 'stop'
  | 'shutdown'
  | 'reboot'
  | 'reset'
  | 'suspend'
  | 'resume';

/** Starts the task of a power action. Throws when PVE would refuse it at once. */
export function startPower(
  world: ProxmoxWorld,
  guest: GuestState,
  action: PowerAction,
  user: string,
): string {
  const { vmid, node } = guest;
  checkUnlocked(guest);
  if (isTemplate(guest)) {
    throw PveError.domain(`you can't start a vm if it's a template`);
  }
  const running = guest.status === 'running';
  if (action === 'start' && running) {
    throw PveError.domain(`VM ${vmid} already running`);
  }
  if (['reboot', 'reset', 'suspend', 'resume'].includes(action) && !running) {
    throw PveError.domain(`VM ${vmid} not running`);
  }
  const { startMs, stopMs, shutdownMs } = world.timings;
  const about = { node, type: `qm${action}`, id: vmid, user };
  return world.tasks.start(about, async ({ sleep }) => {
    switch (action) {
      case 'start':
        await sleep(startMs);
        boot(world, guest);
        break;
      case 'stop':
        await sleep(running ? stopMs : 0);
        powerOff(guest);
        break;
      case 'shutdown':
        await sleep(running ? shutdownMs : 0);
        powerOff(guest);
        break;
      case 'reboot':
        await sleep(shutdownMs);
        powerOff(guest);
        await sleep(startMs);
        boot(world, guest);
        break;
      case 'reset':
        await sleep(stopMs);
        boot(world, guest, { samePid: true });
        break;
      default:
        await sleep(100);
        guest.paused = action === 'suspend';
    }
    world.changed();
  });
}

/** Makes the guest run: pending changes apply and cloud-init is read. */
export function boot(
  world: ProxmoxWorld,
  guest: GuestState,
  options: { samePid?: boolean } = {},
): void {
  if (!options.samePid) {
    applyPending(guest);
    checkBridges(world, guest);
    guest.pid = world.nextPid();
  }
  regenerateCloudinit(guest);
  guest.status = 'running';
  guest.paused = false;
  guest.startedAt = Date.now();
  guest.booted = Object.fromEntries(
    Object.entries(guest.cloudinit).filter(([key]) =>
      key.startsWith('ipconfig'),
    ),
  );
}

export function powerOff(guest: GuestState): void {
  guest.status = 'stopped';
  guest.paused = false;
  guest.startedAt = undefined;
  guest.pid = undefined;
  applyPending(guest);
}

function checkBridges(world: ProxmoxWorld, guest: GuestState) {
  const node = world.node(guest.node);
  for (const key of Object.keys(guest.config).filter(isNetKey)) {
    const bridge = parseNet(guest.config[key])?.options.bridge;
    if (bridge && !node.bridges.some(({ iface }) => iface === bridge)) {
      throw new Error(`bridge '${bridge}' does not exist`);
    }
  }
}
