import { PveClient, PveGuestConfig } from '../../clients/PveClient';

/** What is really there under a VMID. */
export interface GuestSight {
  exists: boolean;
  node?: string;
  config?: PveGuestConfig;
  status?: string;
  /** A lock or a running task: wait, touch nothing. */
  busy?: string;
  /** Some node did not answer, so "not there" proves nothing. */
  incomplete?: string;
  /** The nodes that were asked, when the guest is on none. */
  asked?: string[];
}

/**
 * Looks a guest up on every node, by configuration and not by the inventory,
 * which lags by 10 seconds and hides what a token may not see.
 */
export async function lookAtGuest(
  pve: PveClient,
  vmid: number,
  expectedNode: string,
): Promise<GuestSight> {
  const resources = await pve.listResources();
  const nodes = resources.filter(resource => resource.type === 'node');
  const offline = nodes.find(node => node.status !== 'online');
  const listed = resources.find(resource => resource.vmid === vmid)?.node;
  const candidates = new Set([
    expectedNode,
    ...(listed ? [listed] : []),
    ...nodes.filter(node => node.status === 'online').map(node => node.node!),
  ]);
  for (const node of candidates) {
    const config = await pve.findGuestConfig(node, vmid);
    if (config) {
      const { status, lock } = await pve.getGuestStatus(node, vmid);
      const tasks = await pve.listActiveTasks(node, vmid);
      const busy =
        lock || config.lock
          ? `guest ${vmid} is locked (${lock ?? config.lock})`
          : tasks[0] && `task ${tasks[0].upid} runs`;
      return { exists: true, node, config, status, busy };
    }
  }
  for (const node of candidates) {
    const tasks = await pve.listActiveTasks(node, vmid);
    if (tasks[0]) {
      return { exists: false, busy: `task ${tasks[0].upid} runs` };
    }
  }
  return {
    exists: false,
    asked: [...candidates],
    incomplete: offline && `node ${offline.node} does not answer`,
  };
}
