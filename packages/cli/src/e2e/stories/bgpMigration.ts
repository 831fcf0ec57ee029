import assert from 'node:assert/strict';
import { Story } from '../../checks/stories';
import { Browser } from '../Browser';
import { gatesHold, readMigration } from '../gatesHold';
import { House } from '../House';

const WAY = { from: 'gw1', to: 'gw2' };
const REASON = 'orion e2e: to GoBGP';

/** GoBGP calls a session by the neighbor; more than its limit in the lab. */
const BEYOND = [
  {
    name: 'he_v4',
    session: '198.51.100.1',
    prefixes: Array.from(
      { length: 800 },
      (_, index) => `100.${64 + Math.floor(index / 256)}.${index % 256}.0/24`,
    ),
  },
  {
    name: 'he_v6',
    session: '2001:db8:100::1',
    prefixes: Array.from(
      { length: 2_000 },
      (_, index) => `2001:db8:${(0x4000 + index).toString(16)}::/48`,
    ),
  },
];

/** gw2, a GoBGP, takes the place of gw1, a BIRD, and gives it back. */
export function bgpMigration(house: House, browser?: Browser): Story[] {
  const typed = { ...WAY, name: 'gw2', sessions: ['he_v4'], reason: REASON };

  const stories: Story[] = [
    {
      name: 'bgp: while the gateway takes nothing of the new router, a gate says so',
      async run() {
        const inside = async () => {
          const { gates } = await readMigration(house);
          return gates.find(({ id }) => id === 'inside-imports')!;
        };
        // A house that stood before may have it open.
        await house.routers.takeInside(false);
        await house.until('the gate sees that nothing comes in', async () =>
          /"import none"/.test((await inside()).reason),
        );
        await house.routers.takeInside(true);
        await house.until('the gate sees the routes', async () =>
          /takes what gw2 chooses/.test((await inside()).reason),
        );
      },
    },
    {
      name: 'bgp: a limit is exceeded on the new router, its session ends and is enabled again, and the gate knows',
      async run() {
        for (const { name, session, prefixes } of BEYOND) {
          await house.routers.announce(name, prefixes);
          await house.until('the session is ended', async () => {
            const viewer = await house.as('viewer');
            const { body } = await viewer.call<{ adminState: string }>(
              `orion-bgp/routers/gw2/sessions/${encodeURIComponent(session)}`,
            );
            return body.adminState === 'prefix-limit';
          });
          await house.routers.withdraw(name, prefixes);
          const target = { router: 'gw2', session, reason: REASON };
          await house.carryOut('bgp-peer.enable', target);
        }
        const { gates } = await readMigration(house);
        const gate = gates.find(({ id }) => id === 'limits-exceeded')!;
        assert.equal(gate.state, 'passed', gate.reason);
        assert.match(gate.reason, /beyond 800 routes .* beyond 2000 routes/);
      },
    },
    {
      name: 'bgp: nobody cuts over before the way back was rehearsed',
      async run() {
        await gatesHold(house, ['rollback-rehearsed']);
        const operator = await house.as('operator');
        const id = await house.submit(typed, 'bgp-migration.cut-over');
        await operator.waitFor(id, ['denied'], 60_000);
        const { reason } = await operator.change(id);
        assert.match(reason!, /Gate rollback-rehearsed does not pass/);
      },
    },
    {
      name: 'bgp: a migration is rehearsed, cut over and rolled back, each step proven',
      async run() {
        // A table that is read again just now would deny it.
        await gatesHold(house, ['rollback-rehearsed']);
        await house.carryOut('bgp-migration.rehearse', typed);
        await gatesHold(house);
        const { gates, ready } = await readMigration(house);
        assert.equal(ready, true);
        const kernel = gates.find(({ id }) => id === 'kernel-equal')!;
        assert.match(kernel.reason, /^The kernel of gw1 has every best route/);
        await house.carryOut('bgp-migration.cut-over', typed);
        await house.until('the portal shows who speaks', async () => {
          const { moved } = await readMigration(house);
          return moved.map(({ from }) => from).join() === 'he_v4';
        });
        const { wayBack } = await readMigration(house);
        // Both spoke before: as the page fills in the form.
        assert.deepEqual(wayBack, [
          { session: 'he_v4', keepNew: true, byChange: true },
        ]);
        const { name, ...back } = typed;
        await house.carryOut('bgp-migration.roll-back', {
          ...back,
          keepNew: true,
        });
        await house.until('both speak again', async () => {
          const { neighbors } = await readMigration(house);
          return neighbors.some(({ from }) => from === 'he_v4');
        });
      },
    },
  ];
  if (browser) {
    stories.push({
      name: 'browser: the migration page shows every gate, and leads into the cut-over',
      async run() {
        await gatesHold(house);
        const page = await browser.signIn('operator');
        await browser.open(page, '/bgp/migration');
        await page
          .getByText(/gw2 may take the place of gw1: 17 of 17 gates passed/)
          .waitFor();
        await page.getByRole('button', { name: 'Actions' }).click();
        await page.getByRole('menuitem', { name: /^Cut over/ }).click();
        await page.getByLabel(/Router that takes over, typed/).waitFor();
      },
    });
  }
  return stories;
}
