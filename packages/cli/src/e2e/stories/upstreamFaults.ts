import assert from 'node:assert/strict';
import { Story } from '../../checks/stories';
import { House } from '../House';

/** The systems below misbehave; the change waits, heals, or ends without a trace. */
export function upstreamFaults(house: House): Story[] {
  const destroyed: number[] = [];
  return [
    {
      name: 'NetBox down while reserving: the plan waits and then comes',
      async run() {
        await house.netbox.fault('down');
        const operator = await house.as('operator');
        const id = await house.submit(house.order());
        await house.until('the reason', async () =>
          /NetBox/i.test((await operator.change(id)).reason ?? ''),
        );
        assert.equal((await operator.change(id)).state, 'planning');
        await house.netbox.clearFaults();
        await operator.waitFor(id, ['awaiting-approval'], 30_000);
        assert.equal((await house.netbox.addressesOf(id)).length, 1);
        await operator.call(`orion-changes/changes/${id}/cancel`, { body: {} });
        await house.until(
          'cleanup',
          async () => (await operator.change(id)).cleanup === 'done',
        );
        assert.deepEqual(await house.netbox.addressesOf(id), []);
      },
    },
    {
      name: 'a lost answer of NetBox never takes a second address',
      async run() {
        await house.netbox.fault('lostAnswer', {
          method: 'POST',
          path: 'available-ips',
          times: 1,
        });
        const operator = await house.as('operator');
        const id = await house.submit(house.order());
        await operator.waitFor(id, ['awaiting-approval'], 60_000);
        assert.equal((await house.netbox.addressesOf(id)).length, 1);
        await operator.call(`orion-changes/changes/${id}/cancel`, { body: {} });
        await house.until(
          'cleanup',
          async () => (await operator.change(id)).cleanup === 'done',
        );
      },
    },
    {
      name: 'NetBox down at the write-back: the guest stays, the record follows',
      async run() {
        const operator = await house.as('operator');
        const id = await house.submit(house.order());
        await operator.waitFor(id, ['awaiting-approval']);
        await house.approve(id);
        await operator.waitFor(id, ['applying', 'verifying', 'finishing']);
        await house.netbox.fault('down');
        await house.until('the reason', async () => {
          const change = await operator.change(id);
          return (
            change.state === 'finishing' && /NetBox/.test(change.reason ?? '')
          );
        });
        const vmid = Number(
          (await operator.change(id)).target.ref!.split('/')[1],
        );
        assert.ok(await house.proxmox.config(vmid), 'the guest is not undone');
        await house.netbox.clearFaults();
        await operator.waitFor(id, ['succeeded'], 60_000);
        assert.equal(
          (await house.netbox.addressesOf(id))[0].status.value,
          'active',
        );
        destroyed.push(id);
      },
    },
    {
      name: 'a clone that fails once is tried again within the approved plan',
      async run() {
        await house.proxmox.fault('cloneFails', {
          exitstatus: 'clone failed: storage is busy',
          times: 1,
        });
        const operator = await house.as('operator');
        const id = await house.submit(house.order());
        await house.approve(id);
        const done = await operator.waitFor(id, ['succeeded'], 90_000);
        assert.ok(done.timeline.some(({ state }) => state === 'recovering'));
        const { name } = done.input as { name: string };
        assert.equal((await house.proxmox.guestsNamed(name)).length, 1);
        assert.equal((await house.netbox.addressesOf(id)).length, 1);
      },
    },
    {
      name: 'a clone that always fails ends failed, with everything released on proof of absence',
      async run() {
        await house.proxmox.fault('cloneFails', {
          exitstatus: 'clone failed: no space left',
        });
        const operator = await house.as('operator');
        const id = await house.submit(house.order());
        await house.approve(id);
        const failed = await operator.waitFor(id, ['failed'], 150_000);
        await house.proxmox.clearFaults();
        assert.ok(
          failed.runs.filter(({ phase }) => phase === 'apply').length <= 3,
        );
        await house.until(
          'cleanup',
          async () => (await operator.change(id)).cleanup === 'done',
          60_000,
        );
        assert.deepEqual(await house.netbox.addressesOf(id), []);
        const { name } = failed.input as { name: string };
        assert.deepEqual(await house.proxmox.guestsNamed(name), []);
      },
    },
    {
      name: 'a VMID taken from outside after the plan: new VMID, new plan, new approval',
      async run() {
        const operator = await house.as('operator');
        const id = await house.submit(house.order());
        const planned = await operator.waitFor(id, ['awaiting-approval']);
        const vmid = Number(planned.target.ref!.split('/')[1]);
        await house.proxmox.action('createGuest', {
          vmid,
          name: `outsider-${vmid}`,
        });
        await house.approve(id);
        await house.until('a new plan', async () => {
          const change = await operator.change(id);
          return (
            change.state === 'awaiting-approval' &&
            change.plan!.digest !== planned.plan!.digest
          );
        });
        const again = await operator.change(id);
        assert.notEqual(again.target.ref, planned.target.ref);
        assert.equal(again.approval, undefined);
        assert.equal(
          (await house.proxmox.config(vmid))?.name,
          `outsider-${vmid}`,
        );
        await house.approve(id);
        await operator.waitFor(id, ['succeeded']);
        assert.equal(
          (await house.proxmox.config(vmid))?.name,
          `outsider-${vmid}`,
          'nobody touched it',
        );
      },
    },
    {
      name: 'Proxmox out of reach while planning is said in words and heals',
      async run() {
        await house.proxmox.fault('refuseConnections');
        const operator = await house.as('operator');
        const id = await house.submit(house.order());
        await house.until('the reason', async () =>
          /Proxmox r730/.test((await operator.change(id)).reason ?? ''),
        );
        await house.proxmox.clearFaults();
        await operator.waitFor(id, ['awaiting-approval'], 60_000);
        await operator.call(`orion-changes/changes/${id}/cancel`, { body: {} });
        await house.until(
          'cleanup',
          async () => (await operator.change(id)).cleanup === 'done',
        );
      },
    },
  ];
}
