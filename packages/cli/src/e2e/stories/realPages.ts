import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findDaemon, RealNetwork } from '@orion/lab';
import { Page } from 'playwright-core';
import { Story } from '../../checks/stories';
import { Browser } from '../Browser';
import { prefixPath, readFunnel } from '../bgpPages';
import { House } from '../House';

/** How GoBGP calls its session with the transit for IPv6. */
const TRANSIT_V6 = '127.0.0.16';

/** The pages beside what `birdc` and `gobgp` print of the same daemons. */
export function realPages(house: House, browser: Browser): Story[] {
  /** Counters move while the daemons speak: until both say the same. */
  const untilSame = async <T>(
    what: string,
    page: () => Promise<T>,
    tool: () => Promise<T>,
  ) => {
    let seen: [T, T] | undefined;
    await house
      .until(what, async () => {
        seen = [await page(), await tool()];
        return JSON.stringify(seen[0]) === JSON.stringify(seen[1]);
      })
      .catch(error => {
        throw new Error(`${error.message}: ${JSON.stringify(seen)}`);
      });
  };

  return [
    {
      name: 'real bgp: browser: overview, sessions, a search and a prefix say what birdc and gobgp print',
      async run() {
        const { gw1, gw2 } = house.network;
        const page = await browser.signIn('viewer');
        await browser.open(page, '/bgp');
        await page.getByText(/(\d+) of \1 sessions established\./).waitFor();
        await page.getByText('AS6939 he_v6').first().waitFor();
        await page.getByText(TRANSIT_V6).first().waitFor();

        await browser.open(page, '/bgp/sessions/gw1/he_v6');
        await page.getByText(/^Established: AS6939 on gw1\./).waitFor();
        await untilSame(
          'the funnel of he_v6 is as birdc has it',
          () => readFunnel(page, 'v6'),
          async () => funnelOfBird(await gw1.ask('show protocols all he_v6')),
        );
        const { received } = await readFunnel(page, 'v6');
        assert.ok(Number(received) > 1_000, received);
        await browser.picture(page, 'real-bgp-session');

        await browser.open(page, `/bgp/sessions/gw2/${TRANSIT_V6}`);
        await page.getByText(/^Established: AS6939 on gw2\./).waitFor();
        await untilSame(
          'the funnel of GoBGP begins as gobgp has it',
          async () => {
            const funnel = await readFunnel(page, 'v6');
            return { accepted: funnel.accepted, received: funnel.received };
          },
          async () => ({
            accepted: acceptedOfGobgp(gw2),
            received: receivedOfGobgp(gw2),
          }),
        );

        const { origin, prefix } = knownRoute(
          await gw1.ask('show route protocol he_v6'),
        );
        await browser.open(page, '/bgp/routes');
        const box = page.getByRole('combobox').or(page.getByRole('textbox'));
        await box.first().fill(prefix);
        await box.first().press('Enter');
        await seeRoutes(page, prefix);
        await browser.picture(page, 'real-bgp-search');
        await browser.open(page, prefixPath(prefix));
        const paths = await countPaths(gw1, prefix);
        await page
          .getByText(
            new RegExp(
              `^${prefix}: \\d+ paths? on 2 routers, from AS${origin}\\.`,
            ),
          )
          .waitFor();
        const own = page.getByRole('grid', { name: 'routes' });
        assert.equal(
          await own.getByRole('row').filter({ hasText: 'gw1' }).count(),
          paths,
        );
        await browser.picture(page, 'real-bgp-prefix');
        await page.context().close();
      },
    },
  ];
}

/** `Routes: 1490 imported, 10 filtered, 3 exported, 1490 preferred`, as the page has it. */
function funnelOfBird(text: string): Record<string, string> {
  const [, imported, filtered, exported, preferred] =
    /Routes:\s+(\d+) imported, (\d+) filtered, (\d+) exported, (\d+) preferred/.exec(
      text,
    ) ?? [];
  return {
    received: String(Number(imported) + Number(filtered)),
    filtered,
    accepted: imported,
    best: preferred,
    exported,
  };
}

/** `127.0.0.16 6939 00:01:02 Establ | 1500 1490`; the last one counts what its policy refused too. */
function receivedOfGobgp(gw2: RealNetwork['gw2']) {
  const text = askGobgp(gw2, 'neighbor');
  const line = text.split('\n').find(one => one.startsWith(`${TRANSIT_V6} `));
  const [, received] = /\|\s*(\d+)\s+\d+/.exec(line ?? '') ?? [];
  return received;
}

/** What its policy refused never gets into the table it chooses from. */
function acceptedOfGobgp(gw2: RealNetwork['gw2']) {
  const table: { [prefix: string]: { 'peer-address'?: string }[] } = JSON.parse(
    askGobgp(gw2, 'global', 'rib', '-a', 'ipv6', '-j'),
  );
  const paths = Object.values(table).flat();
  const its = paths.filter(path => path['peer-address'] === TRANSIT_V6);
  return String(its.length);
}

function askGobgp({ api, target }: RealNetwork['gw2'], ...command: string[]) {
  const folder = dirname(findDaemon(`gobgpd${api}`)!);
  const cli = ['gobgp', `gobgp${api}`]
    .map(name => join(folder, name))
    .find(file => existsSync(file))!;
  return execFileSync(cli, ['--target', target, ...command], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
}

/** The first that BIRD prints as best, with whose it is; not the default route. */
function knownRoute(text: string): { prefix: string; origin: string } {
  const [, prefix, origin] =
    /([0-9a-f]+:[0-9a-f:]+\/\d+)\s.*\[he_v6.*\* .*\[AS(\d+)/.exec(text) ?? [];
  assert.ok(prefix && origin, text.slice(0, 500));
  return { prefix, origin };
}

/** Of one prefix, the refused ones too. */
async function countPaths(
  gw1: RealNetwork['gw1'],
  prefix: string,
): Promise<number> {
  const lines = [
    await gw1.ask(`show route ${prefix}`),
    await gw1.ask(`show route filtered ${prefix}`),
  ].join('\n');
  return [...lines.matchAll(/\[[\w.]+ \d{4}-/g)].length;
}

async function seeRoutes(page: Page, prefix: string): Promise<void> {
  const grid = page.getByRole('grid', { name: 'routes' });
  for (const router of ['gw1', 'gw2']) {
    const row = grid
      .getByRole('row')
      .filter({ hasText: prefix })
      .filter({ hasText: router });
    await row.first().waitFor();
  }
}
