import assert from 'node:assert/strict';
import { Story } from '../../checks/stories';
import { Browser } from '../Browser';
import { House } from '../House';

/** The same as people see it, in the system's Chromium. */
export function browserStories(house: House, browser: Browser): Story[] {
  return [
    {
      name: 'browser: sign in, reload, still signed in',
      async run() {
        const page = await browser.signIn('operator');
        await browser.picture(page, 'home');
        await page.reload();
        await page
          .getByRole('link', { name: 'Changes', exact: true })
          .first()
          .waitFor();
        assert.equal(
          await page.getByRole('button', { name: /sign in with/i }).count(),
          0,
        );
        await page.context().close();
      },
    },
    {
      name: 'browser: the requester sees why not, the approver decides, the guest comes',
      async run() {
        const id = await house.submit(house.order());
        const session = await house.as('operator');
        const { plan } = await session.waitFor(id, ['awaiting-approval']);
        const digest = plan!.digest.slice(0, 8);
        const operator = await browser.signIn('operator');
        await browser.open(operator, `/changes/${id}`);
        const off = operator.getByRole('button', {
          name: `Approve plan ${digest}`,
        });
        await off.waitFor();
        assert.ok(await off.isDisabled(), 'the requester cannot approve');
        await operator
          .getByText(/somebody else decides/)
          .first()
          .waitFor();
        const approver = await browser.signIn('approver');
        await browser.open(approver, `/changes/${id}`);
        await browser.picture(approver, 'change');
        await approver
          .getByRole('button', { name: `Approve plan ${digest}` })
          .click();
        await approver
          .getByText('Succeeded', { exact: true })
          .first()
          .waitFor({ timeout: 90_000 });
        await browser.picture(approver, 'change-succeeded');
        const done = await session.change(id);
        assert.equal(done.approval?.by, 'user:default/approver');
        await operator
          .getByText('Succeeded', { exact: true })
          .first()
          .waitFor();
        await operator.context().close();
        await approver.context().close();
      },
    },
  ];
}
