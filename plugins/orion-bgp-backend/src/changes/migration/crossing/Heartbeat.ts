import { readWhole, writeWhole } from '../../actor/wholeFile';

const BEAT = 'beat.json';
const ACTED = 'acted.json';
const EVERY_MS = 1_000;

/** Says that the actor lives, until it is stopped. */
export function startHeartbeat(dir: string): { stop(): void } {
  let count = 0;
  const beat = () => {
    count += 1;
    // One that cannot be written is missed, which is what it is for.
    writeWhole(dir, BEAT, { count }).catch(() => {});
  };
  beat();
  const timer = setInterval(beat, EVERY_MS);
  return { stop: () => clearInterval(timer) };
}

/** A number that changes while the actor lives; 0 before the first beat. */
export async function readHeartbeat(dir: string): Promise<number> {
  const beat = await readWhole<{ count: number }>(dir, BEAT);
  return beat?.count ?? 0;
}

/** The last step is proven: from now on confirmation is awaited. */
export async function writeActed(dir: string): Promise<void> {
  await writeWhole(dir, ACTED, {});
}

export async function hasActed(dir: string): Promise<boolean> {
  return (await readWhole(dir, ACTED)) !== undefined;
}
