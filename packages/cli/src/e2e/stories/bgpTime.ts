import assert from 'node:assert/strict';
import { Locator } from 'playwright-core';
import { Story } from '../../checks/stories';
import { HE_ON_GW2, prefixPath } from '../bgpPages';
import { Browser } from '../Browser';
import { House } from '../House';

const OWN = '2001:db8:394a::/48';
/** Of ours, and announced by the transit. */
const PART = '2001:db8:394a:dead::/64';
const SHUTDOWN = 'Received: Administrative shutdown';

interface Series {
  family: string;
  counter: string;
  times: number[];
  values: (number | null)[];
}

interface Trend {
  router: string;
  session: string;
  values: (number | null)[];
}

interface Past {
  items: { id: string; observedAt: string; flap: boolean; to: string }[];
}

interface RouteHistory {
  items: { prefix: string; event: string; router: string; to?: string }[];
}

/** What was: pages that draw or list the past, held against what the portal kept of it. */
export function bgpTime(house: House, browser: Browser): Story[] {
  const read = async <T>(path: string): Promise<T> => {
    const viewer = await house.as('viewer');
    return (await viewer.call<T>(`orion-bgp/${path}`)).body;
  };
  const seriesOf = async (path: string) =>
    (await read<{ series: Series[] }>(path)).series;
  const hasSampleAfter = (series: Series[], seconds: number) =>
    series.length > 0 &&
    series.every(({ times }) => (times.at(-1) ?? 0) > seconds);

  return [
    {
      name: 'browser: the history of a session has when it was left, with what and why, and so have its counters over time',
      async run() {
        const session = 'routers/gw1/sessions/he_v6';
        const before = await read<Past>(`${session}/transitions`);
        await house.routers.sessionDown('he_v6', SHUTDOWN);
        const untilNewest = (to: RegExp) =>
          house.until(`${to} is kept`, async () => {
            const [newest] = (await read<Past>(`${session}/transitions`)).items;
            return newest.id !== before.items[0].id && to.test(newest.to);
          });
        await untilNewest(/^(?!established)/);
        await house.routers.sessionUp('he_v6');
        await untilNewest(/^established/);
        const { items } = await read<Past>(`${session}/transitions`);
        const left = items.find(({ flap }) => flap)!;

        const page = await browser.signIn('viewer');
        await browser.open(page, '/bgp/sessions/gw1/he_v6');
        const history = page.getByRole('region', { name: 'History' });
        const { flaps } = await read<{ flaps: { lastWeek: number } }>(session);
        await history
          .getByText(new RegExp(`^${flaps.lastWeek} flaps? in 7 days, last `))
          .waitFor();
        await history
          .getByRole('img', { name: /established [\d.]+ ?% of the watched/ })
          .waitFor();
        const event = history.getByRole('listitem').filter({
          has: page.locator(`time[datetime="${left.observedAt}"]`),
        });
        await event.getByText('Left Established', { exact: true }).waitFor();
        await event.getByText(`Error: ${SHUTDOWN}`).waitFor();
        await event.getByText(/^[\d,]+ v6 routes lost$/).waitFor();
        await seeNewestLast(history, items[0].observedAt);

        // What was marked lies between two samples, and one is kept every minute.
        const leftAt = Date.parse(left.observedAt) / 1000;
        let series: Series[] = [];
        await house.until('counters are kept after it', async () => {
          series = await seriesOf(`${session}/counters?hours=24`);
          return hasSampleAfter(series, leftAt);
        });
        await page.reload();
        const counters = page.getByRole('region', { name: 'Routes over time' });
        const received = series.find(({ counter }) => counter === 'received')!;
        await seeChart(counters, /^received, v6: between /i, received);
        const marks = counters.getByRole('list', { name: 'Marked moments' });
        await marks
          .getByText(/^Left Established, /)
          .last()
          .waitFor();
        await counters.scrollIntoViewIfNeeded();
        await browser.picture(page, 'bgp-session-over-time');
        await seeTable(counters, series);
        await page.context().close();
      },
    },
    {
      name: 'browser: the size of each table over time is drawn as it was kept, and told as numbers; sessions have theirs in a line',
      async run() {
        const page = await browser.signIn('viewer');
        for (const router of ['gw1', 'gw2']) {
          let series: Series[] = [];
          await house.until(`sizes of ${router} are kept`, async () => {
            const all = await seriesOf(`routers/${router}/growth?hours=24`);
            series = all.filter(({ counter }) => counter === 'paths');
            return hasSampleAfter(series, 0);
          });
          await browser.open(page, '/bgp/sessions');
          const growth = page.getByRole('region', {
            name: 'Table size over time',
          });
          await growth
            .getByRole('group', { name: 'Router' })
            .getByRole('button', { name: router, exact: true })
            .click();
          for (const one of series) {
            const family = one.family === 'ipv6-unicast' ? 'v6' : 'v4';
            await seeChart(growth, new RegExp(`^Paths, ${family}: `), one);
          }
          await growth.scrollIntoViewIfNeeded();
          await browser.picture(page, `bgp-growth-${router}`);
          await seeTable(growth, series);
        }
        // Two samples of one session, two minutes apart.
        await house.until(
          'there is a line of he_v6',
          async () => {
            const { items } = await read<{ items: Trend[] }>('trends');
            const values = items.find(isHe)?.values ?? [];
            return values.filter(value => value !== null).length > 1;
          },
          300_000,
        );
        await browser.open(page, '/bgp/sessions');
        await page
          .getByRole('row')
          .filter({ hasText: 'AS6939 he_v6' })
          .getByRole('img', { name: /^Routes over .*: from [\d,]+ to [\d,]+$/ })
          .waitFor();
        await browser.picture(page, 'bgp-sparklines');
        await page.context().close();
      },
    },
    {
      name: 'browser: a part of what is ours comes and goes from somebody else, and the page of the prefix keeps both',
      async run() {
        const history = () =>
          read<RouteHistory>(
            `prefix-history?prefix=${encodeURIComponent(OWN)}`,
          );
        const untilNewest = (event: string) =>
          house.until(`${PART} ${event}`, async () => {
            const { items } = await history();
            const ofPart = items.filter(({ prefix }) => prefix === PART);
            return ofPart[0]?.event === event;
          });
        await house.routers.announce(HE_ON_GW2, [PART]);
        await untilNewest('appeared');
        await house.routers.withdraw(HE_ON_GW2, [PART]);
        await untilNewest('gone');

        const page = await browser.signIn('viewer');
        await browser.open(page, prefixPath(OWN));
        const panel = page.getByRole('region', { name: 'What happened to it' });
        await panel.getByText(/^Watched since /).waitFor();
        const entries = panel.getByRole('listitem');
        const inside = `${PART}, a part of it: `;
        await entries
          .filter({ hasText: `${inside}Seen on gw2, from AS6939` })
          .last()
          .waitFor();
        const gone = entries.filter({ hasText: `${inside}Gone from gw2` });
        await gone.last().waitFor();
        const { items } = await history();
        assert.equal(await entries.count(), items.length);
        await panel.scrollIntoViewIfNeeded();
        await browser.picture(page, 'bgp-prefix-history');
        await page.context().close();
      },
    },
  ];
}

function isHe({ router, session }: Trend): boolean {
  return router === 'gw1' && session === 'he_v6';
}

/** A timeline reads downwards. */
async function seeNewestLast(panel: Locator, observedAt: string) {
  const last = panel.getByRole('listitem').last();
  const at = await last.locator('time').first().getAttribute('datetime');
  assert.equal(at, observedAt);
}

/** There is a picture, and its sentence has the range and the end of what was kept. */
async function seeChart(
  panel: Locator,
  name: RegExp,
  { values }: Series,
): Promise<void> {
  const chart = panel.getByRole('img', { name });
  await chart.waitFor();
  await chart.locator('canvas').waitFor();
  const known = values.filter((value): value is number => value !== null);
  const label = (await chart.getAttribute('aria-label'))!;
  const [, min, max] = /between ([\d,]+) and ([\d,]+) /.exec(label) ?? [];
  assert.ok(min && max, label);
  // A sample may have come since it was asked for.
  const toNumber = (text: string) => Number(text.replaceAll(',', ''));
  assert.ok(toNumber(min) <= Math.min(...known), `${label}: ${known}`);
  assert.ok(toNumber(max) >= Math.max(...known), `${label}: ${known}`);
}

/** The same as numbers: a column for each line of a chart, a row for each moment. */
async function seeTable(panel: Locator, series: Series[]): Promise<void> {
  await panel.getByRole('button', { name: 'Show as table' }).click();
  const table = panel.getByRole('table');
  await table.waitFor();
  const rows = await table.getByRole('row').count();
  const times = new Set(series.flatMap(one => one.times));
  assert.ok(rows - 1 >= Math.min(times.size, 200), `${rows} rows`);
  const columns = await table.getByRole('columnheader').count();
  assert.equal(columns - 1, series.length);
  await panel.getByRole('button', { name: 'Show as chart' }).click();
  await panel.getByRole('img').first().waitFor();
}
