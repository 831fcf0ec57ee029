import { setTimeout as sleep } from 'node:timers/promises';
import {
  ChangeContext,
  ProbeResult,
} from '@orion/backstage-plugin-orion-changes-node';
import { ActionFolders, AttemptStanding } from './ActionFolders';

/** Two reads that agree must lie this far apart. */
const SETTLE_MS = 2_000;

/** How a target is read and judged. */
export interface Verification<T> {
  /** With the reading credential. */
  look(): Promise<T>;
  judge(sight: T): ProbeResult[];
  /** The same for two sights that show the same. */
  digest(sight: T): string;
}

/**
 * Reads a target twice. Passes only when both reads say the same and the action
 * holds; what is still on its way is unknown.
 */
export async function verifyTwice<T>(
  { workDir, signal }: Pick<ChangeContext<any>, 'workDir' | 'signal'>,
  { look, judge, digest }: Verification<T>,
): Promise<ProbeResult[]> {
  const attempts = await new ActionFolders(workDir).list();
  const late = attempts.find(({ verdict }) => verdict === 'reverting');
  if (late) {
    return [probe('confirmed', 'fail', revertText(late))];
  }
  const first = await look();
  const probes = judge(first);
  if (probes.some(({ verdict }) => verdict !== 'pass')) {
    return probes;
  }
  await sleep(SETTLE_MS, undefined, { signal });
  const second = await look();
  return digest(first) === digest(second)
    ? judge(second)
    : [probe('settled', 'unknown', 'The router is still moving.')];
}

/** What the revert did, or is about to. */
export function revertText({ reverted }: AttemptStanding): string {
  return (
    reverted?.message ??
    'It was not confirmed in time, or a step failed: it is being undone.'
  );
}

/** What the revert did, where nobody is about to undo it any more. */
export function undoneText({ reverted }: AttemptStanding): string {
  return reverted?.message ?? 'It was to be undone, and nobody did so in time.';
}

export function probe(
  name: string,
  verdict: ProbeResult['verdict'],
  message: string,
): ProbeResult {
  return { probe: name, verdict, message };
}
