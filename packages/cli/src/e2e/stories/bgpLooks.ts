import assert from 'node:assert/strict';
import { Story } from '../../checks/stories';
import { findViolations } from '../axe';
import { bgpPages, visit } from '../bgpPages';
import { Browser } from '../Browser';
import { findOverflow } from '../findOverflow';
import { House } from '../House';

interface Looks {
  colorScheme: 'light' | 'dark';
  viewport: { width: number; height: number };
}

/** As wide as a desktop's window at 400 % is, where nothing may get lost (WCAG 1.4.10). */
const narrow = { width: 320, height: 640 };
const wide = { width: 1366, height: 768 };

/** What has to be so on every page about BGP, whoever looks at it, and with what. */
export function bgpLooks(house: House, browser: Browser): Story[] {
  /** A change of a session that waits for its approval while `work` looks at it. */
  const withChange = async (work: (id: number) => Promise<void>) => {
    const operator = await house.as('operator');
    const id = await house.submit(
      {
        router: 'gw1',
        session: 'shadow',
        direction: 'in',
        reason: 'orion e2e: looks',
      },
      'bgp-peer.soft-reset',
    );
    await operator.waitFor(id, ['awaiting-approval']);
    await work(id);
    await operator.call(`orion-changes/changes/${id}/cancel`, { body: {} });
  };
  /** Faults of every page, each with the page's path. */
  const look = async ({ colorScheme, viewport }: Looks, changeId: number) => {
    const page = await browser.signIn('operator', { colorScheme });
    await page.setViewportSize(viewport);
    const faults: string[] = [];
    for (const one of bgpPages(changeId)) {
      await visit(page, one);
      const found = [
        ...(await findViolations(page)),
        ...(await findOverflow(page)),
      ];
      faults.push(
        ...found.map(
          fault => `${colorScheme} ${viewport.width} ${one.path}: ${fault}`,
        ),
      );
    }
    await page.context().close();
    return faults;
  };

  return [
    {
      name: 'browser: axe finds nothing on any page about BGP, in light and in dark, on 320 pixels and on 1366',
      async run() {
        await withChange(async id => {
          const faults: string[] = [];
          for (const colorScheme of ['light', 'dark'] as const) {
            const found = await Promise.all(
              [narrow, wide].map(viewport =>
                look({ colorScheme, viewport }, id),
              ),
            );
            faults.push(...found.flat());
          }
          assert.deepEqual(faults, []);
        });
      },
    },
  ];
}
