import assert from 'node:assert/strict';
import { Page } from 'playwright-core';
import { Browser } from './Browser';
import { House } from './House';
import { LabRouter } from './LabRouters';

/**
 * The bar of an event in the browser, of the middle of a series: told, as machines
 * are slow at times. What fails is one that came by the page's next look alone.
 */
const BAR_MS = 1_000;
const SEEN_MS = 3_000;
const EVENTS = 5;

/** A session that is taken down time and again, while the overview is open. */
export interface TimedSession {
  router: LabRouter;
  /** What runs on the router, for the line that is printed. */
  daemon: string;
  session: string;
  /** As the overview names it. */
  name: string;
}

/** When a page got signals of the BGP plugin, by its own clock. */
export type Signals = readonly number[];

/** Notes them from now on: for a page that is not open yet. */
export function noteSignals(page: Page): Signals {
  const signals: number[] = [];
  page.on('websocket', socket =>
    socket.on('framereceived', ({ payload }) => {
      if (String(payload).includes('"orion-bgp"')) {
        signals.push(performance.now());
      }
    }),
  );
  return signals;
}

/**
 * Times how long a page takes to say that a session went down, and prints it.
 * Throws when one came without a signal, by the page's next look alone, and when a
 * series took as long as that.
 */
export async function proveEventsInTime(
  house: House,
  browser: Browser,
  page: Page,
  timed: TimedSession,
  signals: Signals,
): Promise<void> {
  const { middle, told } = await measureEvents(
    house,
    browser,
    page,
    timed,
    signals,
  );
  process.stdout.write(
    `        events of ${
      timed.daemon
    } to browser: ${told}; the bar of ${BAR_MS} ms is ${
      middle < BAR_MS ? 'met' : 'missed'
    }\n`,
  );
  assert.ok(middle < SEEN_MS, told);
}

/** Milliseconds from a session going down to a page that says so, five times. */
async function measureEvents(
  house: House,
  browser: Browser,
  page: Page,
  { router, session, name }: TimedSession,
  signals: Signals,
): Promise<{ middle: number; told: string }> {
  const tookMs: number[] = [];
  while (tookMs.length < EVENTS) {
    const began = performance.now();
    await house.routers.sessionDown(session, 'Received: Cease', router);
    await page.getByText(`${name} is down`).waitFor();
    const seen = performance.now();
    tookMs.push(Math.round(seen - began));
    assert.ok(
      signals.some(at => at >= began && at <= seen),
      `${name} was seen down after ${tookMs.at(-1)} ms, without a signal`,
    );
    if (tookMs.length === 1) {
      await browser.picture(page, `bgp-down-${router}`);
    }
    await house.routers.sessionUp(session, router);
    await page.getByText(/6 of 6 sessions established\./).waitFor();
  }
  const sorted = [...tookMs].sort((a, b) => a - b);
  const middle = sorted[EVENTS >> 1];
  return {
    middle,
    told: `${tookMs.join(', ')} ms; median ${middle}, worst ${sorted.at(-1)}`,
  };
}
