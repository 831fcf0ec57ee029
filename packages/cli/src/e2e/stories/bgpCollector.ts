import assert from 'node:assert/strict';
import { Page } from 'playwright-core';
import { Story } from '../../checks/stories';
import { Portal } from '../../stack/portal';
import { Browser } from '../Browser';
import { House } from '../House';

/** A page that asks a collector that is gone. */
const SECONDS_MS = 10_000;
/** A killed collector's seat runs out before the next one has it. */
const TAKES_OVER_MS = 60_000;
const SHADOW = {
  router: 'gw1',
  session: 'shadow',
  reason: 'orion e2e: the collector elsewhere',
};

interface Answer<T> {
  status: number;
  body: T & { error?: { message: string } };
  tookMs: number;
}

interface Dated {
  freshness?: { stale: boolean; fetchedAt?: string; error?: string };
}

/**
 * The route index in a process of its own, beside a portal that has none. Leaves
 * it so: the last stories of a house.
 */
export function bgpCollector(house: House, browser?: Browser): Story[] {
  let collector: Portal | undefined;
  const ask = async <T = object>(path: string): Promise<Answer<T>> => {
    const viewer = await house.as('viewer');
    const began = performance.now();
    const answer = await viewer.call<T & { error?: { message: string } }>(
      `orion-bgp/${path}`,
    );
    return { ...answer, tookMs: performance.now() - began };
  };
  const search = (q: string) =>
    ask<{ total: number; items: { prefix: string }[] }>(
      `routes?q=${encodeURIComponent(q)}`,
    );
  const session = () =>
    ask<{ state: string; adminState: string }>('routers/gw1/sessions/shadow');
  const tablesAreRead = () =>
    house.until(
      'the tables are read',
      async () => {
        const { status, body } = await ask<
          { items: { state: string }[] } & Dated
        >('tables');
        return (
          status === 200 &&
          body.freshness?.error === undefined &&
          body.items.every(({ state }) => ['live', 'polled'].includes(state))
        );
      },
      TAKES_OVER_MS,
    );
  const split = async () => {
    if (collector) {
      return;
    }
    await house.restartPortal(
      {},
      {
        orion: { bgp: { collector: { enabled: false } } },
        discovery: {
          endpoints: [
            {
              target: `${house.collectorUrl}/api/{{pluginId}}`,
              plugins: ['orion-bgp-collector'],
            },
          ],
        },
      },
    );
    collector = await house.startCollector();
    await tablesAreRead();
  };
  const disable = () =>
    house.submit({ ...SHADOW, name: SHADOW.session }, 'bgp-peer.disable');

  return [
    {
      name: 'collector elsewhere: routes, prefixes, events and a disable work from a portal without one',
      async run() {
        await split();
        const operator = await house.as('operator');
        assert.ok((await search('^6939 .* $')).body.total > 100);
        const own = await ask<{ items: { announced: object[] }[] }>(
          'own-prefixes',
        );
        assert.ok(own.body.items.some(({ announced }) => announced.length > 0));

        const down = await disable();
        await house.approve(down);
        await operator.waitFor(down, ['succeeded'], 90_000);
        await house.until(
          'the portal shows it disabled',
          async () => (await session()).body.adminState === 'down',
        );
        const up = await house.submit(SHADOW, 'bgp-peer.enable');
        await house.approve(up);
        await operator.waitFor(up, ['succeeded'], 90_000);
        if (browser) {
          await seeEvent(house, browser);
        }
      },
    },
    {
      name: 'collector elsewhere: nobody but the two plugins asks it',
      async run() {
        await split();
        const calls = `${house.collectorUrl}/api/orion-bgp-collector/calls`;
        const { token } = await house.as('admin');
        const post = (body: string, authorization?: string) =>
          fetch(`${calls}/tables`, {
            method: 'POST',
            headers: {
              'content-type': 'application/json',
              ...(authorization && { authorization }),
            },
            body,
          }).then(({ status }) => status);
        assert.equal(await post('{}'), 401);
        assert.equal(await post('{}', `Bearer ${token}`), 403);
        assert.equal(await post('{}', `Bearer ${house.verifyToken}`), 403);
        assert.equal(await post('{}', 'Bearer nonsense'), 401);
        assert.equal(await post('x'.repeat(1_000_000)), 401);
      },
    },
    {
      name: 'collector elsewhere: killed, the pages say how old they are, and recover without a restart of the portal',
      async run() {
        await split();
        const page = browser && (await browser.signIn('viewer'));
        process.kill(collector!.pid, 'SIGKILL');
        await collector!.stop();
        const { body: tables, ...answer } = await ask<
          { items: object[] } & Dated
        >('tables');
        assert.equal(answer.status, 200);
        assert.ok(answer.tookMs < SECONDS_MS, String(answer.tookMs));
        assert.equal(tables.items.length, 2);
        assert.match(tables.freshness!.error!, /collector of routes/);
        assert.ok(tables.freshness!.fetchedAt);
        const own = await ask<{ items: object[] } & Dated>('own-prefixes');
        assert.equal(own.status, 200);
        assert.ok(own.body.items.length > 0);
        assert.match(own.body.freshness!.error!, /collector of routes/);
        const refused = await search('2001:db8:3949::/48');
        assert.equal(refused.status, 503);
        assert.match(refused.body.error!.message, /collector of routes/);
        assert.ok(refused.tookMs < SECONDS_MS, String(refused.tookMs));
        assert.equal((await ask('sessions')).status, 200);
        assert.equal((await ask('trends')).status, 200);
        if (page) {
          await seeOutage(browser!, page);
        }

        const operator = await house.as('operator');
        const ordered = await operator.call<{ error: { message: string } }>(
          'orion-changes/changes',
          {
            body: {
              kind: 'bgp-peer.disable',
              input: { ...SHADOW, name: SHADOW.session },
              idempotencyKey: `e2e-no-collector-${Date.now()}`,
            },
          },
        );
        assert.equal(ordered.status, 503);
        assert.match(ordered.body.error.message, /collector of routes/);
        assert.equal((await session()).body.adminState, 'up');

        collector = await house.startCollector();
        await tablesAreRead();
        assert.ok((await search('^6939 .* $')).body.total > 100);
        await page?.context().close();
      },
    },
  ];
}

/** Events come from the rows of sessions: the browser hears them as ever. */
async function seeEvent(house: House, browser: Browser): Promise<void> {
  const page = await browser.signIn('viewer');
  await browser.open(page, '/bgp');
  await page.getByText(/6 of 6 sessions established\./).waitFor();
  // The socket of signals stands a moment after the page.
  await page.waitForTimeout(2_000);
  await house.routers.sessionDown('he_v6', 'Received: Cease');
  await page.getByText(/AS6939 he_v6 is down/).waitFor();
  await house.routers.sessionUp('he_v6');
  await page.getByText(/6 of 6 sessions established\./).waitFor();
  await page.context().close();
}

async function seeOutage(browser: Browser, page: Page): Promise<void> {
  await browser.open(page, '/bgp/routes');
  await page.getByText(/collector of routes does not answer/).waitFor();
  await browser.picture(page, 'bgp-no-collector');
  await browser.open(page, '/bgp');
  await page.getByText(/collector of routes does not answer/).waitFor();
  await browser.picture(page, 'bgp-no-collector-overview');
}
