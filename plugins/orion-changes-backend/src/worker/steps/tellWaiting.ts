import { JsonObject } from '@backstage/types';
import { StepDeps, StepInput } from './types';

/** A router or a server that starts anew is back by then. */
const LONG_MS = 15 * 60_000;

/**
 * Tells people once of a recovery that has waited for long: it goes on looking, but what
 * it waits for may need them, and it keeps its locks meanwhile.
 *
 * @param message - why it waits, a whole sentence
 */
export async function tellWaiting(
  { onWaiting }: Pick<StepDeps, 'onWaiting'>,
  { row, ctx }: Pick<StepInput, 'row' | 'ctx'>,
  message: string,
): Promise<void> {
  const { version } = row;
  const known = ctx.facts.recoveryWaits as JsonObject | undefined;
  if (known?.version !== version) {
    const since = new Date().toISOString();
    await ctx.saveFacts({ recoveryWaits: { version, since } });
    return;
  }
  const { since, told } = known;
  if (!told && Date.now() - Date.parse(String(since)) > LONG_MS) {
    // Once, also where whoever tells is killed in between.
    await ctx.saveFacts({ recoveryWaits: { ...known, told: true } });
    onWaiting({ ...row, reason: message }, String(since));
  }
}
