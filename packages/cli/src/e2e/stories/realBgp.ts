import assert from 'node:assert/strict';
import { Story } from '../../checks/stories';
import { Browser } from '../Browser';
import { gatesHold, readMigration, unrehearsed } from '../gatesHold';
import { House } from '../House';
import { realMigration } from './realMigration';
import { realPages } from './realPages';
import { realPeerings } from './realPeerings';

interface Session {
  router: string;
  name: string;
  state: string;
  adminState: string;
  gone: boolean;
  intent?: { finding: string };
}

/** What GoBGP calls its session with the transit for IPv4. */
const TRANSIT_V4 = '127.0.0.14';

/** The portal on BIRD and GoBGP as they are, with a BIRD as their transit. */
export function realBgp(house: House, browser?: Browser): Story[] {
  const read = async <T>(path: string) => {
    const viewer = await house.as('viewer');
    return (await viewer.call<T>(`orion-bgp/${path}`)).body;
  };
  const session = (router: string, name: string) =>
    read<Session>(`routers/${router}/sessions/${encodeURIComponent(name)}`);

  return [
    {
      name: 'real bgp: six sessions of BIRD and GoBGP are up, with their routes',
      async run() {
        await house.until('all sessions are up', async () => {
          const { items } = await read<{ items: Session[] }>('sessions');
          // Those of the simulators are gone, and were up until then.
          const up = items.filter(
            ({ gone, state }) => state === 'established' && !gone,
          );
          return up.length === 6;
        });
        await house.until('both tables have the routes', async () => {
          const { total } = await read<{ total: number }>('routes?q=AS6939');
          return total > 4_000;
        });
      },
    },
    {
      name: 'real bgp: both daemons have the same routes, and every gate passes but those that want a trial',
      async run() {
        // Nobody exceeded a limit, nor is this machine's own kernel written;
        // stories before may have rehearsed.
        const kernel = house.network.machine
          ? []
          : ['kernel-equal', 'restart-survived'];
        await gatesHold(house, [
          'limits-exceeded',
          ...kernel,
          ...(await unrehearsed(house)),
        ]);
        const migration = await readMigration(house);
        for (const { scope, from, same, to } of migration.comparisons) {
          assert.deepEqual([scope, from, to], [scope, same, same]);
        }
      },
    },
    {
      name: 'real bgp: a session of each daemon is disabled and enabled by changes',
      async run() {
        for (const [router, name] of [
          ['gw1', 'he_v4'],
          ['gw2', TRANSIT_V4],
        ]) {
          const target = { router, session: name, reason: 'orion e2e: optics' };
          // Neither takes routes from the other.
          const accepting = { ...target, name, acceptIsolation: true };
          await house.carryOut('bgp-peer.disable', accepting);
          await house.until('the portal shows it disabled', async () => {
            const { adminState } = await session(router, name);
            return adminState === 'down';
          });
          await house.carryOut('bgp-peer.enable', target);
          await house.until('the portal shows it established', async () => {
            const { state } = await session(router, name);
            return state === 'established';
          });
        }
      },
    },
    ...realPeerings(house),
    ...realMigration(house),
    ...(browser
      ? [...realPages(house, browser), ...inBrowser(house, browser)]
      : []),
  ];
}

function inBrowser(house: House, browser: Browser): Story[] {
  return [
    {
      name: 'browser: sessions, routes and migration of the real daemons',
      async run() {
        const page = await browser.signIn('viewer');
        await browser.open(page, '/bgp');
        await page.getByText('he_v6').first().waitFor();
        await browser.picture(page, 'real-bgp');
        await browser.open(page, '/bgp/routes?q=filtered%3Atrue');
        await page.getByText('RPKI invalid').first().waitFor();
        await browser.open(page, '/bgp/migration');
        await page
          .getByText(
            house.network.machine
              ? /17 of 17 gates passed/
              : /Neither router writes/,
          )
          .first()
          .waitFor();
        await browser.picture(page, 'real-bgp-migration');
      },
    },
  ];
}
