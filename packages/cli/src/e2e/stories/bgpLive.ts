import assert from 'node:assert/strict';
import { Story } from '../../checks/stories';
import { Browser } from '../Browser';
import { HE_ON_GW2, readFunnel } from '../bgpPages';
import { House } from '../House';
import { LabRouter } from '../LabRouters';
import {
  noteSignals,
  proveEventsInTime,
  TimedSession,
} from '../proveEventsInTime';

/** Until a router counts as silent, and until it is asked again after that. */
const SILENCE_MS = 90_000;
const OWN = '2001:db8:3949::/48';

const TIMED: TimedSession[] = [
  {
    router: 'gw1',
    daemon: 'BIRD',
    session: 'he_v6',
    name: 'AS6939 he_v6',
  },
  {
    router: 'gw2',
    daemon: 'GoBGP',
    session: HE_ON_GW2,
    name: `AS6939 ${HE_ON_GW2}`,
  },
];

/** What is seen in a browser while it happens. */
export function bgpLive(house: House, browser: Browser): Story[] {
  return [
    {
      name: 'browser: a session that goes down is seen as it happens, and its routes are a click away',
      async run() {
        const page = await browser.signIn('viewer');
        const signals = noteSignals(page);
        await browser.open(page, '/bgp');
        await page.getByText(/6 of 6 sessions established\./).waitFor();
        // The socket of signals stands a moment after the page.
        await page.waitForTimeout(2_000);
        for (const timed of TIMED) {
          await proveEventsInTime(house, browser, page, timed, signals);
        }
        await page.getByRole('link', { name: 'AS6939 he_v6' }).first().click();
        await page.getByText(/Established: AS6939 on gw1\./).waitFor();
        const reasons = page.getByRole('list', { name: 'Refused, by reason' });
        await reasons.getByRole('link').first().waitFor();
        await browser.picture(page, 'bgp-session');
        await page.getByRole('link', { name: 'Filtered', exact: true }).click();
        await page
          .getByText(/^Learned over he_v6, refused by the import policy: /)
          .waitFor();
        await page.getByRole('grid', { name: 'routes' }).waitFor();
        await browser.picture(page, 'bgp-routes');
        await page.context().close();
      },
    },
    {
      name: 'browser: the socket of a router vanishes: the pages say since when and why, keep what they had, and recover by themselves',
      run: () =>
        loseRouter(house, browser, {
          ...{ router: 'gw1', session: 'he_v6', title: 'gw1 (VM 200)' },
          fault: 'refuse',
          name: 'AS6939 he_v6',
        }),
    },
    {
      name: 'browser: a router ends its answers half way through a line: the pages do the same, and count nothing of them',
      run: () =>
        loseRouter(house, browser, {
          ...{ router: 'gw1', session: 'he_v6', title: 'gw1 (VM 200)' },
          fault: 'halfLine',
          name: 'AS6939 he_v6',
        }),
    },
    {
      name: 'browser: a router answers with 300 MB where a list was asked for: the pages do the same, and nobody waits for all of it',
      run: () =>
        loseRouter(house, browser, {
          ...{ router: 'gw1', session: 'he_v6', title: 'gw1 (VM 200)' },
          fault: 'hugeAnswer',
          options: { command: 'show protocols all', bytes: 300 * 1024 ** 2 },
          name: 'AS6939 he_v6',
        }),
    },
    {
      name: 'browser: the clock of a router is set, and another one starts anew: no session is called new that is not, and what is lost is read again by itself',
      run: () => shakeRouters(house, browser),
    },
    {
      name: 'browser: a GoBGP stops answering, though its port is open: the pages do the same, and show what was counted before, with its time',
      run: () =>
        loseRouter(house, browser, {
          ...{ router: 'gw2', session: HE_ON_GW2, fault: 'hang' },
          stopsTable: true,
          title: 'gw2, GoBGP beside it',
          name: `AS6939 ${HE_ON_GW2}`,
        }),
    },
    {
      name: 'browser: a GoBGP cuts its answers off half way: the pages do the same, and count nothing of them',
      run: () =>
        loseRouter(house, browser, {
          ...{ router: 'gw2', session: HE_ON_GW2, fault: 'halfAnswer' },
          stopsTable: true,
          title: 'gw2, GoBGP beside it',
          name: `AS6939 ${HE_ON_GW2}`,
        }),
    },
    {
      name: 'browser: a GoBGP answers with 300 MB where its peers were asked for: the pages do the same, and nobody waits for all of it',
      run: () =>
        loseRouter(house, browser, {
          ...{ router: 'gw2', session: HE_ON_GW2, fault: 'hugeAnswer' },
          options: { method: 'ListPeer', bytes: 300 * 1024 ** 2 },
          title: 'gw2, GoBGP beside it',
          name: `AS6939 ${HE_ON_GW2}`,
        }),
    },
  ];
}

/** What goes with a router that is lost. */
interface LostRouter {
  router: LabRouter;
  /** Its title, as pages name it. */
  title: string;
  /** One of its sessions, and the link to it on the overview. */
  session: string;
  name: string;
  /** Of the way it is read. */
  fault: string;
  options?: object;
  /** Its table is no longer followed either, by which ORION counts. */
  stopsTable?: boolean;
}

/** Loses a router and finds it again, with pages open that nobody reloads. */
async function loseRouter(
  house: House,
  browser: Browser,
  {
    router,
    title,
    session,
    name,
    fault,
    options,
    stopsTable = false,
  }: LostRouter,
): Promise<void> {
  const encoded = encodeURIComponent(session);
  const up = new RegExp(`^Established: AS6939 on ${router}\\.`);
  const page = await browser.signIn('viewer');
  page.setDefaultTimeout(SILENCE_MS);
  await browser.open(page, `/bgp/sessions/${router}/${encoded}`);
  await page.getByText(up).waitFor();
  let funnel: Record<string, string> = {};
  await house.until('every step is counted', async () => {
    funnel = await readFunnel(page, 'v6');
    return Object.values(funnel).every(count => /^\d+$/.test(count));
  });
  assert.ok(Number(funnel.received) > 100, funnel.received);
  await house.routers.setFault(fault, options, router);
  await page.getByText(/^Last known: Established: AS6939/).waitFor();
  await page
    .getByText(/^silent since \d/)
    .first()
    .waitFor();
  const viewer = await house.as('viewer');
  // As the router's driver put it, and not in words of the page; who hangs has ten
  // seconds before that is an error.
  let why = '';
  await house.until('the reason', async () => {
    const { body } = await viewer.call<{ freshness: { error?: string } }>(
      `orion-bgp/routers/${router}/sessions/${encoded}`,
    );
    why = body.freshness.error ?? '';
    return why !== '';
  });
  await page.getByText(why).first().waitFor();
  // What ORION counts in its copy of a table is of before, when nobody tells it of changes.
  const counted = /^Counted when .* was last up to date, .+/;
  if (stopsTable) {
    await page.getByText(counted).first().waitFor();
  }
  for (const [step, count] of Object.entries(await readFunnel(page, 'v6'))) {
    const told = !stopsTable || step === 'received';
    assert.equal(count, told ? funnel[step] : `was ${funnel[step]}`, step);
  }
  await browser.picture(page, `bgp-vanished-session-${router}`);

  const overview = await page.context().newPage();
  overview.setDefaultTimeout(SILENCE_MS);
  await browser.open(overview, '/bgp');
  await overview
    .getByText(
      new RegExp(
        `sessions were established on ${router}.*, which is silent\\.`,
      ),
    )
    .waitFor();
  await overview
    .getByText(`${title} is silent since `, { exact: false })
    .first()
    .waitFor();
  await overview.getByText(why).first().waitFor();
  await overview.getByText(name).first().waitFor();
  if (stopsTable) {
    await overview
      .getByText(/^gw2 does not count .* was last up to date, .+/)
      .waitFor();
  }
  await browser.picture(overview, `bgp-vanished-${router}`);
  const routes = await page.context().newPage();
  await browser.open(routes, `/bgp/routes?q=${encodeURIComponent(OWN)}`);
  const grid = routes.getByRole('grid', { name: 'routes' });
  await grid.getByText(router).first().waitFor();
  await routes.close();

  await house.routers.clearFaults();
  // Nobody reloads them.
  await page.getByText(up).waitFor();
  await page.getByText(counted).first().waitFor({ state: 'detached' });
  await page.getByText(why).first().waitFor({ state: 'detached' });
  await overview.getByText(/6 of 6 sessions established\./).waitFor();
  await overview
    .getByText(/is silent since/)
    .first()
    .waitFor({ state: 'detached' });
  await browser.picture(overview, `bgp-vanished-back-${router}`);
  await page.context().close();
}

/** Sets the clock of one router and starts the other one anew, with a page open. */
async function shakeRouters(house: House, browser: Browser): Promise<void> {
  const viewer = await house.as('viewer');
  const read = async () => {
    const { body } = await viewer.call<{ since: string }>(
      'orion-bgp/routers/gw1/sessions/he_v6',
    );
    const { body: past } = await viewer.call<{ items: { id: string }[] }>(
      'orion-bgp/routers/gw1/sessions/he_v6/transitions?limit=200',
    );
    return { since: Date.parse(body.since), transitions: past.items.length };
  };
  const before = await read();
  const page = await browser.signIn('viewer');
  await browser.open(page, '/bgp/sessions/gw1/he_v6');
  const up = page.getByText(/^Established: AS6939 on gw1\./);
  await up.waitFor();
  await house.routers.setFault('clockStep', { seconds: 900 });
  await page.waitForTimeout(8_000);
  const after = await read();
  assert.equal(after.transitions, before.transitions);
  assert.ok(Math.abs(after.since - before.since) <= 5_000);
  await up.waitFor();
  await house.routers.clearFaults();

  await browser.open(page, '/bgp');
  const all = page.getByText(/6 of 6 sessions established\./);
  await all.waitFor();
  const dumped = async () => {
    const { body } = await viewer.call<{
      items: { router: string; dumpedAt?: string }[];
    }>('orion-bgp/tables');
    return body.items.find(({ router }) => router === 'gw2')?.dumpedAt;
  };
  const dumpedBefore = await dumped();
  assert.ok(dumpedBefore);
  await house.routers.restartGobgp();
  // Nobody resumes what a daemon forgot: its table is read anew.
  await house.until('the table of gw2 is read anew', async () => {
    const at = await dumped();
    return at !== undefined && at > dumpedBefore;
  });
  await all.waitFor();
  await browser.open(page, `/bgp/routes?q=${encodeURIComponent(OWN)}`);
  const grid = page.getByRole('grid', { name: 'routes' });
  await grid.getByText('gw2').first().waitFor();
  await browser.picture(page, 'bgp-started-anew');
  await page.context().close();
}
