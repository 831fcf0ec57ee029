import assert from 'node:assert/strict';
import { Story } from '../../checks/stories';
import { Browser } from '../Browser';
import { House } from '../House';
import { PortalSession } from '../PortalSession';
import { bgpBrowse } from './bgpBrowse';
import { bgpLive } from './bgpLive';

interface Session {
  name: string;
  router: string;
  gone: boolean;
  state: string;
  freshness?: { stale: boolean; error?: string };
  flaps: { lastDay: number };
  intent?: { finding: string };
}

interface RoutePage {
  total: number;
  understood: string;
  items: { router: string; prefix: string; filterReason?: string }[];
}

/** Sessions and routes of the lab's two routers, through the whole portal. */
export function bgp(house: House, browser?: Browser): Story[] {
  const sessionOf = async (viewer: PortalSession, name = 'he_v6') =>
    (
      await viewer.call<Session>(
        `orion-bgp/routers/gw1/sessions/${encodeURIComponent(name)}`,
      )
    ).body;
  const search = async (viewer: PortalSession, q: string) =>
    (
      await viewer.call<RoutePage>(
        `orion-bgp/routes?q=${encodeURIComponent(q)}`,
      )
    ).body;

  return [
    {
      name: 'bgp: sessions of BIRD and of GoBGP, and routes of both tables',
      async run() {
        const viewer = await house.as('viewer');
        await house.until('both routers answer', async () => {
          const { body } = await viewer.call<{ items: Session[] }>(
            'orion-bgp/sessions',
          );
          // A house that had real daemons before remembers their sessions.
          const up = body.items.filter(
            ({ gone, state }) => state === 'established' && !gone,
          );
          return up.length === 6;
        });
        await house.until('both tables are read', async () => {
          const { body } = await viewer.call<{
            items: { state: string }[];
            rpki: { used: boolean }[];
          }>('orion-bgp/tables');
          return (
            body.items.every(({ state }) =>
              ['live', 'polled'].includes(state),
            ) && body.rpki[0].used
          );
        });
        const own = await search(viewer, '2001:db8:3949::/48');
        assert.deepEqual(
          [...new Set(own.items.map(({ router }) => router))].sort(),
          ['gw1', 'gw2'],
        );
        const refused = await search(viewer, 'filtered:yes rpki:invalid');
        assert.ok(refused.total > 20, String(refused.total));
        assert.ok(
          refused.items.some(
            ({ filterReason }) => filterReason === 'RPKI invalid',
          ),
        );
        const path = await search(viewer, '^6939 .* $');
        assert.ok(path.total > 100, path.understood);
        const { status } = await viewer.call(
          `orion-bgp/routes?q=${encodeURIComponent('^6939 (')}`,
        );
        assert.equal(status, 400);
      },
    },
    {
      name: 'bgp: routers, sessions and systems are in the catalog',
      async run() {
        const viewer = await house.as('viewer');
        const names = [
          'bgp-gw1',
          'bgp-gw2',
          'bgp-gw1-he_v6',
          'as6939',
          'as394955',
        ];
        for (const name of names) {
          await house.until(`${name} is in the catalog`, async () => {
            const { status } = await viewer.call(
              `catalog/entities/by-name/resource/default/${name}`,
            );
            return status === 200;
          });
        }
      },
    },
    {
      name: 'bgp: a session that goes down fails check 2, and counts as a flap',
      async run() {
        const viewer = await house.as('viewer');
        const before = await sessionOf(viewer);
        const check = async () => {
          const { body } = await viewer.call<{
            items: { id: string; state: string; summary: string }[];
          }>('orion/checks');
          return body.items.find(({ id }) => id === 'bgp-established')!;
        };
        await house.until(
          'check 2 is fine',
          async () => (await check()).state === 'ok',
        );
        await house.routers.sessionDown(
          'he_v6',
          'Received: Administrative shutdown',
        );
        await house.until('check 2 names it', async () => {
          const { state, summary } = await check();
          return state === 'failed' && summary.includes('AS6939 he_v6 on gw1');
        });
        await house.routers.sessionUp('he_v6');
        await house.until(
          'check 2 is fine again',
          async () => (await check()).state === 'ok',
        );
        const after = await sessionOf(viewer);
        assert.equal(after.flaps.lastDay, before.flaps.lastDay + 1);
      },
    },
    {
      name: 'bgp: a router that hangs is said to be silent, and comes back by itself',
      async run() {
        const viewer = await house.as('viewer');
        await house.routers.setFault('hang');
        await house.until('it is old, and says why', async () => {
          const { freshness, state } = await sessionOf(viewer);
          return (
            freshness!.stale &&
            freshness!.error !== undefined &&
            state === 'established'
          );
        });
        await house.routers.clearFaults();
        await house.until('it is fresh again', async () => {
          const { freshness } = await sessionOf(viewer);
          return !freshness!.stale && freshness!.error === undefined;
        });
      },
    },
    {
      name: 'bgp: a session that is up and planned, down and active, or unknown to NetBox is found, and so is who announces what is ours',
      async run() {
        const viewer = await house.as('viewer');
        const finding = async (name?: string) =>
          (await sessionOf(viewer, name)).intent?.finding;
        await house.until(
          'NetBox agrees',
          async () => (await finding()) === 'agrees',
        );
        assert.equal(await finding('shadow'), 'unknown-to-netbox');
        await house.netbox.setSession('he_v6', 'router', { status: 'planned' });
        await house.until(
          'it is found',
          async () => (await finding()) === 'planned-but-up',
        );
        if (browser) {
          await seeFindings(browser);
        }
        await house.netbox.setSession('he_v6', 'router', { status: 'active' });
        await house.until(
          'NetBox agrees again',
          async () => (await finding()) === 'agrees',
        );
        await house.routers.sessionDown('he_v6', 'Received: Cease');
        await house.until(
          'that it is down is found',
          async () => (await finding()) === 'active-but-down',
        );
        if (browser) {
          await seeDown(browser);
        }
        await house.routers.sessionUp('he_v6');
        await house.until(
          'NetBox agrees once more',
          async () => (await finding()) === 'agrees',
        );
        const { body } = await viewer.call<{
          aggregate?: { prefix: string };
          exact: { status: string }[];
        }>(
          `orion-bgp/prefix-records?prefix=${encodeURIComponent(
            '2001:db8:3949::/48',
          )}`,
        );
        assert.equal(body.aggregate?.prefix, '2001:db8:3949::/48');
        assert.equal(body.exact[0].status, 'container');
      },
    },
    ...(browser
      ? [...bgpBrowse(house, browser), ...bgpLive(house, browser)]
      : []),
  ];
}

/** he_v6 of gw1 is up and planned in NetBox, which does not know shadow: the pages say so. */
async function seeFindings(browser: Browser): Promise<void> {
  const page = await browser.signIn('viewer');
  await browser.open(page, '/bgp');
  await page.getByText(/are not as NetBox has them\./).waitFor();
  await page.getByText('only planned').first().waitFor();
  await page
    .getByRole('heading', { name: 'Sessions only NetBox has' })
    .waitFor();
  await browser.picture(page, 'bgp-intent');
  await browser.open(page, '/bgp/sessions/gw1/he_v6');
  await page.getByText(/It is up, and NetBox has it as planned\./).waitFor();
  await browser.picture(page, 'bgp-intent-session');
  await browser.open(page, '/bgp/sessions/gw1/shadow');
  await page.getByText(/^NetBox has no record of it\./).waitFor();
  await browser.picture(page, 'bgp-intent-unknown');
  await page.context().close();
}

/** he_v6 of gw1 is down and active in NetBox: its page says so, and the overview. */
async function seeDown(browser: Browser): Promise<void> {
  const page = await browser.signIn('viewer');
  await browser.open(page, '/bgp');
  await page.getByText('should be up').first().waitFor();
  await browser.open(page, '/bgp/sessions/gw1/he_v6');
  await page.getByText(/^NetBox has it as active, and it is down\./).waitFor();
  await browser.picture(page, 'bgp-intent-down');
  await page.context().close();
}
