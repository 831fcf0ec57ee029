import {
  ChangeContext,
  ProbeResult,
} from '@orion/backstage-plugin-orion-changes-node';
import { PveClient } from '../../clients/PveClient';
import { DestroyInput } from './input';
import { listDisks } from './listDisks';
import { lookAtGuest } from './lookAtGuest';
import { findCluster, MachineDeps, readClient } from './MachineTools';

/** Reads back, with the read token, that guest and disks are gone. */
export async function verifyDestroy(
  deps: MachineDeps,
  ctx: ChangeContext<DestroyInput>,
  node: string,
): Promise<ProbeResult[]> {
  const { cluster, vmid } = ctx.change.input;
  const pve = readClient(findCluster(deps, cluster), ctx.signal);
  try {
    const guest = await guestProbe(pve, vmid, node);
    return guest.verdict === 'pass'
      ? [guest, await disksProbe(pve, vmid, node)]
      : [guest];
  } finally {
    await pve.close();
  }
}

async function guestProbe(
  pve: PveClient,
  vmid: number,
  node: string,
): Promise<ProbeResult> {
  const { exists, busy, incomplete } = await lookAtGuest(pve, vmid, node);
  if (exists) {
    return probe('gone', 'fail', `Guest ${vmid} is still there.`);
  }
  return incomplete || busy
    ? probe('gone', 'unknown', `${incomplete ?? busy}`)
    : probe('gone', 'pass', `Guest ${vmid} is gone from every node.`);
}

async function disksProbe(
  pve: PveClient,
  vmid: number,
  node: string,
): Promise<ProbeResult> {
  const { volumes, incomplete } = await listDisks(pve, vmid, [node]);
  if (volumes.length > 0) {
    const left = volumes.map(({ volid }) => volid).join(', ');
    return probe('disks', 'unknown', `Still there: ${left}.`);
  }
  return incomplete
    ? probe('disks', 'unknown', `${incomplete}.`)
    : probe('disks', 'pass', `No storage holds a disk of VMID ${vmid}.`);
}

function probe(
  name: string,
  verdict: ProbeResult['verdict'],
  message: string,
): ProbeResult {
  return { probe: name, verdict, message };
}
