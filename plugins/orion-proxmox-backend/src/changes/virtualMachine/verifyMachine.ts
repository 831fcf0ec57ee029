import {
  ChangeContext,
  ProbeResult,
} from '@orion/backstage-plugin-orion-changes-node';
import { PveClient, PveGuestConfig } from '../../clients/PveClient';
import { machineFacts, MachineFacts, markOf } from './facts';
import { CreateInput } from './input';
import { MachineDeps, readClient, resolveOrder } from './MachineTools';

/**
 * Reads the result back with the read token: the guest is the one that was
 * ordered, it runs, and its agent reports the reserved address.
 */
export async function verifyMachine(
  deps: MachineDeps,
  ctx: ChangeContext<CreateInput>,
): Promise<ProbeResult[]> {
  const facts = machineFacts(ctx as never);
  const { cluster, size } = resolveOrder(deps, ctx.change.input);
  const pve = readClient(cluster, ctx.signal);
  try {
    const config = await pve.findGuestConfig(facts.node, facts.vmid);
    if (!config) {
      return [
        probe('guest', 'fail', `Guest ${facts.vmid} is not on ${facts.node}.`),
      ];
    }
    return [
      configProbe(config, ctx, size),
      await runningProbe(pve, facts),
      await addressProbe(pve, facts),
    ];
  } finally {
    await pve.close();
  }
}

function configProbe(
  config: PveGuestConfig,
  ctx: ChangeContext<CreateInput>,
  size: { cores: number; memoryMib: number },
): ProbeResult {
  const differs = [
    config.name !== ctx.change.input.name && `name is ${config.name}`,
    Number(config.cores) !== size.cores && `cores are ${config.cores}`,
    Number(config.memory) !== size.memoryMib &&
      `memory is ${config.memory} MiB`,
    !config.description?.includes(markOf(ctx.change)) && 'the mark is missing',
  ].filter(Boolean);
  return differs.length === 0
    ? probe(
        'configuration',
        'pass',
        `${size.cores} cores and ${size.memoryMib} MiB, as ordered.`,
      )
    : probe('configuration', 'fail', `Not as ordered: ${differs.join(', ')}.`);
}

async function runningProbe(
  pve: PveClient,
  facts: MachineFacts,
): Promise<ProbeResult> {
  const { status } = await pve.getGuestStatus(facts.node, facts.vmid);
  return status === 'running'
    ? probe('running', 'pass', `Guest ${facts.vmid} runs on ${facts.node}.`)
    : probe('running', 'unknown', `Guest ${facts.vmid} is ${status}.`);
}

async function addressProbe(
  pve: PveClient,
  facts: MachineFacts,
): Promise<ProbeResult> {
  const wanted = facts.address.split('/')[0];
  try {
    const seen = await pve.readAgentAddresses(facts.node, facts.vmid);
    return seen.includes(wanted)
      ? probe('answers', 'pass', `Its agent reports ${wanted}.`)
      : probe(
          'answers',
          'unknown',
          `Its agent reports ${
            seen.join(', ') || 'no address'
          }, not ${wanted} yet.`,
        );
  } catch (error) {
    return probe(
      'answers',
      'unknown',
      `Its agent does not answer: ${(error as Error).message}`,
    );
  }
}

function probe(
  name: string,
  verdict: ProbeResult['verdict'],
  message: string,
): ProbeResult {
  return { probe: name, verdict, message };
}
