import { Page } from 'playwright-core';

/** GoBGP's sessions go by the address of the neighbor: the transit of gw2. */
export const HE_ON_GW2 = '2001:db8:100::1';

/** A page about BGP, and what stands on it once it is there. */
export interface BgpPage {
  path: string;
  ready: string | RegExp;
}

const form = (template: string, ready: string): BgpPage => ({
  path: `/create/templates/default/${template}`,
  ready,
});

/** Every page about BGP of the lab; a change of it stands under `changeId`. */
export function bgpPages(changeId: number): BgpPage[] {
  return [
    { path: '/bgp/sessions', ready: 'Our prefixes' },
    { path: '/bgp/sessions/gw1/he_v6', ready: 'Capabilities' },
    {
      path: `/bgp/sessions/gw2/${encodeURIComponent(HE_ON_GW2)}`,
      ready: /on gw2\./,
    },
    { path: '/bgp/routes', ready: 'Search the tables of every router' },
    { path: '/bgp/routes?q=filtered:yes', ready: /^Refused by the import/ },
    {
      path: prefixPath('2001:db8:3949::/48'),
      ready: 'ROAs that cover it',
    },
    { path: '/bgp/migration', ready: 'The way back is rehearsed' },
    { path: '/bgp/routes/nowhere', ready: 'There is no such page.' },
    { path: '/catalog/default/resource/bgp-gw1', ready: 'BGP sessions' },
    {
      path: '/catalog/default/resource/bgp-gw1-he_v6',
      ready: 'AS6939 he_v6 on gw1',
    },
    { path: '/catalog/default/resource/as6939', ready: 'autonomous-system' },
    form('bgp-peer-disable', 'Disable a BGP session'),
    form('bgp-peer-enable', 'Enable a BGP session'),
    form('bgp-peer-soft-reset', 'Reset the routes of a BGP session'),
    form('bgp-peering', 'New BGP peering'),
    form('bgp-peering-remove', 'Remove a BGP peering'),
    form('bgp-router-configure', 'Configure a router'),
    form('prefix-announce', 'Announce a prefix'),
    form('prefix-withdraw', 'Withdraw a prefix'),
    form('bgp-migration-rehearse', 'Rehearse a BGP cut-over'),
    form('bgp-migration-cut-over', 'Cut BGP sessions over'),
    form('bgp-migration-roll-back', 'Roll BGP sessions back'),
    { path: `/changes/${changeId}`, ready: /^Policy/ },
  ];
}

/** Goes there as a link of the portal does, and waits until all of it was loaded. */
export async function visit(page: Page, { path, ready }: BgpPage) {
  await page.evaluate(to => {
    window.history.pushState({}, '', to);
    window.dispatchEvent(new PopStateEvent('popstate', { state: {} }));
  }, path);
  await page.getByText(ready).first().waitFor();
  await page.waitForFunction(
    () =>
      document.querySelector('[aria-busy="true"], [role="progressbar"]') ===
      null,
  );
}

/** Numbers of a session's funnel as its page has them, by step; `–` where nobody counts. */
export async function readFunnel(
  page: Page,
  family: 'v4' | 'v6',
): Promise<Record<string, string>> {
  const list = page.getByRole('list', {
    name: new RegExp(`^${family}: received`),
  });
  await list.waitFor();
  const steps = await list.getByRole('listitem').allInnerTexts();
  return Object.fromEntries(
    steps.map(text => {
      const [step, value] = text.split('\n').filter(Boolean);
      return [step.toLowerCase(), value.replaceAll(',', '')];
    }),
  );
}

/** Of the page of a prefix. */
export function prefixPath(prefix: string): string {
  const [address, length] = prefix.split('/');
  return `/bgp/routes/prefix/${encodeURIComponent(address)}/${length}`;
}
