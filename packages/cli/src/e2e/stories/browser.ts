import assert from 'node:assert/strict';
import { Story } from '../../checks/stories';
import { Browser } from '../Browser';
import { House } from '../House';

const KEY = `ssh-ed25519 ${'A'.repeat(68)} operator@laptop`;

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
        const approve = approver.getByRole('button', {
          name: `Approve plan ${digest}`,
        });
        await approve.waitFor();
        await browser.picture(approver, 'change');
        await approve.click();
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
    {
      name: 'browser: order through the template, decide, find the guest, destroy it from its page',
      async run() {
        const name = house.newName('form');
        const operator = await browser.signIn('operator');
        await browser.open(
          operator,
          '/create/templates/default/virtual-machine',
        );
        await operator.getByLabel(/^Name/).fill(name);
        await operator.getByRole('button', { name: 'Next' }).click();
        await operator
          .getByLabel(/Public key/)
          .first()
          .fill(KEY);
        await operator.getByRole('button', { name: 'Next' }).click();
        await operator.getByText('What you get').first().waitFor();
        await browser.picture(operator, 'form-machine');
        await operator.getByRole('button', { name: 'Review' }).click();
        await operator
          .getByRole('button', { name: 'Submit for approval' })
          .waitFor();
        await browser.picture(operator, 'form-review');
        await operator
          .getByRole('button', { name: 'Submit for approval' })
          .click();
        const ordered = await findChange(house, `Create ${name}`);
        await decide(house, browser, ordered, name);
        const session = await house.as('operator');
        const vmid = (await session.change(ordered)).target.ref!.split('/')[1];
        assert.equal((await house.proxmox.config(Number(vmid)))?.name, name);
        // Also the way there once nothing else names the guest any more.
        await browser.open(operator, `/changes/${ordered}`);
        const undo = operator.getByRole('link', { name: `Destroy ${name}` });
        const href = decodeURIComponent(
          (await undo.getAttribute('href')) ?? '',
        );
        assert.ok(href.includes(`"vmid":${vmid}`), href);
        await browser.open(operator, '/guests?q=managed:true');
        await operator.getByRole('link', { name }).click({ timeout: 60_000 });
        await operator
          .getByRole('button', { name: 'Actions', exact: true })
          .click();
        await browser.picture(operator, 'guest');
        await operator.getByRole('menuitem', { name: /Destroy/ }).click();
        await operator.getByLabel(/^Name/).fill(name);
        await operator.getByRole('button', { name: 'Review' }).click();
        await operator
          .getByRole('button', { name: 'Submit for approval' })
          .click();
        const destroyed = await findChange(house, `Destroy ${name}`);
        await decide(house, browser, destroyed, name);
        assert.equal(await house.proxmox.config(Number(vmid)), undefined);
        await operator.context().close();
      },
    },
  ];
}

/** The number of the change with this title, once it was submitted. */
async function findChange(house: House, title: string): Promise<number> {
  let id = 0;
  await house.until(title, async () => {
    const rows = await house.query<{ id: string }>(
      'SELECT id FROM changes WHERE title = $1',
      [title],
    );
    id = Number(rows[0]?.id ?? 0);
    return id > 0;
  });
  return id;
}

/** Approves in the browser as the approver; a destroy asks for the name. */
async function decide(
  house: House,
  browser: Browser,
  id: number,
  name: string,
): Promise<void> {
  const session = await house.as('operator');
  await session.waitFor(id, ['awaiting-approval']);
  const approver = await browser.signIn('approver');
  await browser.open(approver, `/changes/${id}`);
  await approver.getByRole('button', { name: /^Approve plan/ }).click();
  const dialog = approver.getByRole('dialog');
  if ((await session.change(id)).destructive) {
    await dialog.getByRole('textbox').fill(name);
    await browser.picture(approver, 'destroy-confirm');
    await dialog.getByRole('button', { name: /Approve|Destroy/ }).click();
  }
  await approver
    .getByText('Succeeded', { exact: true })
    .first()
    .waitFor({ timeout: 90_000 });
  await approver.context().close();
}
