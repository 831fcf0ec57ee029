import { GuestAgentAnswer } from '@orion/backstage-plugin-orion-proxmox-common';
import { PveClient } from '../clients/PveClient';
import { ClusterConfig } from '../config';

const KEPT_MS = 15_000;
const DEADLINE_MS = 3_000;
const MAX_KEPT = 1_000;

interface AskedGuest {
  node: string;
  vmid: number;
  type: string;
  status: string;
}

/** Asks guest agents for addresses; a guest without one must not hold up a page. */
export class AgentReader {
  readonly #answers = new Map<
    string,
    { until: number; answer: Promise<GuestAgentAnswer> }
  >();

  /** Never throws: a failure is part of the answer. */
  async read(
    cluster: ClusterConfig,
    guest: AskedGuest,
  ): Promise<GuestAgentAnswer> {
    const key = `${cluster.id}/${guest.vmid}`;
    const now = performance.now();
    const kept = this.#answers.get(key);
    if (kept && kept.until > now) {
      return kept.answer;
    }
    if (this.#answers.size >= MAX_KEPT) {
      this.#answers.clear();
    }
    const answer = ask(cluster, guest);
    this.#answers.set(key, { until: now + KEPT_MS, answer });
    return answer;
  }
}

async function ask(
  cluster: ClusterConfig,
  guest: AskedGuest,
): Promise<GuestAgentAnswer> {
  const askedAt = new Date().toISOString();
  if (guest.type !== 'qemu' || guest.status !== 'running') {
    return {
      addresses: [],
      askedAt,
      error: 'Only a running virtual machine has an agent.',
    };
  }
  const signal = AbortSignal.timeout(DEADLINE_MS);
  let client: PveClient | undefined;
  try {
    client = new PveClient(cluster, cluster.readToken, signal);
    return {
      addresses: await client.readAgentAddresses(guest.node, guest.vmid),
      askedAt,
    };
  } catch (error) {
    const message = signal.aborted
      ? `The agent of ${cluster.id}/${guest.vmid} was silent for ${
          DEADLINE_MS / 1000
        } s.`
      : (error as Error).message;
    return { addresses: [], askedAt, error: message };
  } finally {
    await client?.close();
  }
}
