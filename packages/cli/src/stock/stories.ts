import assert from 'node:assert/strict';
import { Story } from '../checks/stories';
import { Browser } from '../e2e/Browser';
import { StockApp } from './StockApp';

/** What others get who take BGP alone. */
export function stockStories(app: StockApp, browser: Browser): Story[] {
  return [
    {
      name: 'a stock app: the tarballs of the BGP domain start, and tell the sessions of two routers',
      async run() {
        const token = await guestToken(app.baseUrl);
        const end = Date.now() + 60_000;
        for (;;) {
          const answer = await fetch(`${app.baseUrl}/api/orion-bgp/sessions`, {
            headers: { authorization: `Bearer ${token}` },
          });
          const { items = [] } = await answer.json();
          const up = items.filter(
            ({ state }: { state: string }) => state === 'established',
          );
          if (up.length === 6) {
            return;
          }
          assert.ok(Date.now() < end, `${answer.status}, ${up.length} of 6 up`);
        }
      },
    },
    {
      name: 'a stock app: the BGP page opens with sessions, and its routes are searched',
      async run() {
        const page = await browser.newPage();
        const visit = async (path: string, shown: string) => {
          await page.goto(`${app.baseUrl}${path}`);
          // Guests are nobody again after a page is loaded.
          const enter = page.getByRole('button', { name: 'Enter' });
          const text = page.getByText(shown).first();
          await enter.or(text).first().waitFor();
          if (await enter.isVisible()) {
            await enter.click();
          }
          await text.waitFor();
        };
        await visit('/bgp/routes?q=AS6939', 'Path contains AS6939');
        await visit('/bgp/migration', 'Both tables are whole');
        await visit('/bgp', '6 of 6 sessions established.');
        await page.getByText('2001:db8:3949::/48').first().waitFor();
        await browser.picture(page, 'stock-bgp');
      },
    },
  ];
}

async function guestToken(baseUrl: string): Promise<string> {
  const answer = await fetch(`${baseUrl}/api/auth/guest/refresh`, {
    headers: { 'x-requested-with': 'XMLHttpRequest' },
  });
  const { backstageIdentity } = await answer.json();
  return backstageIdentity.token;
}
