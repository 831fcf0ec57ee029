import { setTimeout as sleep } from 'node:timers/promises';
import { TableState } from '@orion/backstage-plugin-orion-bgp-common';
import { SessionDeps } from '../SessionTools';

/** While the others are read, the first one may grow too old again. */
const ASK_AGAIN_MS = 10_000;
const LOOK_MS = 500;

/** How long, and what was done for it already. */
export interface Patience {
  /** In milliseconds as `Date.now()` counts them. */
  until: number;
  /** When each router's table was last asked for; kept from one wait to the next. */
  asked: Map<string, number>;
  /** Rests as long as what is done in between takes, in milliseconds. */
  tookMs: number;
}

/**
 * Has tables read again, and waits until each of them was, or does not become another
 * one by waiting. Asks for tables alone meanwhile: what goes out is long, and a
 * daemon that makes such a list answers nobody else.
 *
 * @throws ServiceUnavailableError when the collector does not answer.
 */
export async function untilRead(
  { collector }: Pick<SessionDeps, 'collector'>,
  behind: TableState[],
  { asked, tookMs, until }: Patience,
  signal: AbortSignal,
): Promise<void> {
  let left = behind;
  let restMs = Math.max(LOOK_MS, tookMs);
  while (left.length > 0 && Date.now() <= until) {
    for (const { router } of left) {
      if (Date.now() - (asked.get(router) ?? 0) > ASK_AGAIN_MS) {
        asked.set(router, Date.now());
        await collector.ask('refresh', { router });
      }
    }
    await sleep(restMs, undefined, { signal });
    restMs = LOOK_MS;
    const { tables } = await collector.ask('tables', {});
    left = left.filter(old =>
      tables.some(now => now.router === old.router && isSame(old, now)),
    );
  }
}

/** The one that was too old, which a dump may yet replace. */
function isSame(old: TableState, now: TableState): boolean {
  // Events bring a live one up to date, and nothing is read for it.
  return (
    (now.state === 'polled' ||
      now.state === 'resyncing' ||
      now.state === 'loading') &&
    now.dumpedAt === old.dumpedAt
  );
}
