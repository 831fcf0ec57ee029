import assert from 'node:assert/strict';
import { Page } from 'playwright-core';
import { Story } from '../../checks/stories';
import { HE_ON_GW2, prefixPath, readFunnel } from '../bgpPages';
import { Browser } from '../Browser';
import { House } from '../House';

const STEPS = ['Received', 'Filtered', 'Accepted', 'Best', 'Exported'];

interface RoutePage {
  total: number;
  items: { prefix: string; router: string; asPath: string }[];
}

/** From page to page, as somebody does who looks for where a route went. */
export function bgpBrowse(house: House, browser: Browser): Story[] {
  /** What the portal's own interface finds; pages are held against it. */
  const search = async (query: Record<string, string>) => {
    const viewer = await house.as('viewer');
    const { body } = await viewer.call<RoutePage>(
      `orion-bgp/routes?${new URLSearchParams(query)}`,
    );
    return body;
  };
  /** One route of the transit that both routers have, a /48 inside something shorter. */
  const someRoute = async () => {
    const { items } = await search({
      q: 'session:he_v6 best:yes family:ipv6',
      router: 'gw1',
    });
    const route = items.find(({ prefix }) => prefix.endsWith('/48'));
    assert.ok(route, JSON.stringify(items.slice(0, 3)));
    return route;
  };

  return [
    {
      name: 'browser: each step of a funnel leads to the routes it counts, as many as it counts',
      async run() {
        const page = await browser.signIn('viewer');
        for (const [router, session] of [
          ['gw1', 'he_v6'],
          ['gw2', HE_ON_GW2],
        ]) {
          const path = `/bgp/sessions/${router}/${encodeURIComponent(session)}`;
          for (const step of STEPS) {
            await browser.open(page, path);
            let count = '';
            await house.until(`${step} is counted`, async () => {
              count = (await readFunnel(page, 'v6'))[step.toLowerCase()];
              return /^\d+$/.test(count);
            });
            assert.notEqual(count, '0', `${step} of ${session}`);
            await page.getByRole('link', { name: step, exact: true }).click();
            const found = await readTotal(page, sentenceOf(step, session));
            assert.equal(found, Number(count), step);
          }
        }
        await page.context().close();
      },
    },
    {
      name: 'browser: a prefix is searched exactly, with what covers it, and with what lies inside it',
      async run() {
        const { prefix } = await someRoute();
        const page = await browser.signIn('viewer');
        await browser.open(page, `/bgp/routes?q=${encodeURIComponent(prefix)}`);
        const modes = page.getByRole('group', {
          name: 'How a prefix is compared',
        });
        for (const [label, match, sentence] of [
          ['Exact', 'exact', `Prefix ${prefix}`],
          ['Covering', 'covering', `Prefixes that contain ${prefix}`],
          ['More specific', 'more-specific', `Prefixes inside ${prefix}`],
        ]) {
          await modes.getByRole('button', { name: label, exact: true }).click();
          const found = await readTotal(page, `${sentence}:`);
          const { items, total } = await search({ q: prefix, match });
          assert.ok(total > 0, label);
          assert.equal(found, total, label);
          await seePrefixes(page, [...new Set(items.map(one => one.prefix))]);
        }
        await browser.picture(page, 'bgp-more-specific');
        await page.context().close();
      },
    },
    {
      name: 'browser: the page of a prefix draws every way to it, from the routers to the origin',
      async run() {
        const { prefix } = await someRoute();
        const { items, total } = await search({ q: prefix, match: 'exact' });
        const origin = items[0].asPath.split(' ').at(-1)!;
        const page = await browser.signIn('viewer');
        await browser.open(page, prefixPath(prefix));
        const graph = page.getByRole('img', { name: /paths to / });
        await graph.waitFor();
        assert.match(
          (await graph.getAttribute('aria-label'))!,
          new RegExp(`^${total} paths to .*AS${origin}`),
        );
        const nodes = await graph.locator('g > title').allTextContents();
        for (const { asPath, router } of items) {
          for (const label of [
            router,
            ...asPath.split(' ').map(asn => `AS${asn}`),
          ]) {
            assert.ok(
              nodes.some(node => node.split(', ')[0].startsWith(label)),
              `${label} in ${nodes.join('; ')}`,
            );
          }
        }
        assert.ok((await graph.locator('path').count()) >= 2);
        await browser.picture(page, 'bgp-path-graph');
        await page.context().close();
      },
    },
    {
      name: 'browser: router, session and autonomous system have a card in the catalog, which leads to their pages',
      async run() {
        const page = await browser.signIn('viewer');
        const card = page.getByRole('region', { name: 'BGP sessions' });
        await browser.open(page, '/catalog/default/resource/bgp-gw1');
        await card.getByText(/BIRD \d/).waitFor();
        await card.getByRole('link', { name: 'AS394955 v6 shadow' }).waitFor();
        await browser.picture(page, 'bgp-card-router');
        await card.getByRole('link', { name: /he_v6/ }).click();
        await page.getByText(/^Established: AS6939 on gw1\./).waitFor();

        await browser.open(page, '/catalog/default/resource/bgp-gw1-he_v6');
        await card.getByRole('link', { name: /he_v6/ }).waitFor();
        await card.getByText('Established').first().waitFor();

        await browser.open(page, '/catalog/default/resource/as6939');
        await card.getByRole('link', { name: /he_v6/ }).first().waitFor();
        await card.getByRole('link', { name: HE_ON_GW2 }).first().waitFor();
        await browser.picture(page, 'bgp-card-as');
        await card
          .getByRole('link', { name: 'Routes by way of AS6939' })
          .click();
        assert.ok((await readTotal(page, /AS6939[^:]*:/)) > 1_000);
        await page.context().close();
      },
    },
  ];
}

/** What a step's search is understood as. */
function sentenceOf(step: string, session: string): RegExp {
  const over = step === 'Exported' ? 'Exported to' : 'Learned over';
  return new RegExp(`^${over} ${session}[^:]*(: |, )`);
}

/** How many paths a search of the page found, once it is answered. */
async function readTotal(
  page: Page,
  sentence: string | RegExp,
): Promise<number> {
  const status = page.getByRole('status').filter({ hasText: sentence });
  await status.waitFor();
  const text = await status.innerText();
  const [, total] = /: ([\d,]+) paths?\b/.exec(text) ?? [];
  assert.ok(total, text);
  return Number(total.replaceAll(',', ''));
}

/** Rows stand for what was found, from the first on; the rest comes as it is scrolled to. */
async function seePrefixes(page: Page, prefixes: string[]): Promise<void> {
  const grid = page.getByRole('grid', { name: 'routes' });
  for (const prefix of prefixes.slice(0, 5)) {
    await grid.getByRole('row').filter({ hasText: prefix }).first().waitFor();
  }
}
