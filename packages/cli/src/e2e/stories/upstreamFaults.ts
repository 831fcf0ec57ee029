import assert from 'node:assert/strict';
import { ChangeDetail } from '@orion/backstage-plugin-orion-changes-common';
import { Story } from '../../checks/stories';
import { House, MadeGuest } from '../House';

/** The systems below misbehave; the change waits, heals, or ends without a trace. */
export function upstreamFaults(house: House): Story[] {
  const vmidOf = async (id: number) => {
    const { target } = await (await house.as('operator')).change(id);
    return Number(target.ref!.split('/')[1]);
  };
  const assertOne = async (change: ChangeDetail): Promise<MadeGuest> => {
    const { name } = change.input as { name: string };
    assert.equal((await house.proxmox.guestsNamed(name)).length, 1);
    const addresses = await house.netbox.addressesOf(change.id);
    assert.deepEqual(
      addresses.map(({ status }) => status.value),
      ['active'],
    );
    return { id: change.id, name, vmid: await vmidOf(change.id) };
  };
  /** Locks Terraform holds on its states. */
  const stateLocks = () =>
    house.query(
      `SELECT l.pid FROM pg_locks l JOIN pg_database d ON d.oid = l.database
       WHERE l.locktype = 'advisory' AND d.datname = 'orion_tfstate'`,
    );
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
        await operator.waitForCleanup(id);
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
        await operator.waitForCleanup(id);
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
        await operator.waitForCleanup(id);
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
        await operator.waitForCleanup(id);
      },
    },
    {
      name: 'a storage lock that times out in the clone is tried again, once',
      async run() {
        await house.proxmox.fault('storageLockTimeout', {
          storage: 'local-lvm',
          times: 1,
        });
        const operator = await house.as('operator');
        const id = await house.submit(house.order());
        await house.approve(id);
        const done = await operator.waitFor(id, ['succeeded'], 90_000);
        assert.ok(done.timeline.some(({ state }) => state === 'recovering'));
        const applies = done.runs.filter(({ phase }) => phase === 'apply');
        assert.equal(applies.length, 2);
        const logs = await Promise.all(
          applies.map(({ id: run }) =>
            operator.call<{ text: string }>(
              `orion-changes/changes/${id}/log?run=${run}`,
            ),
          ),
        );
        assert.match(
          logs.map(({ body }) => body.text).join(),
          /got lock request timeout/,
        );
        const guest = await assertOne(done);
        await house.destroyGuest(guest);
      },
    },
    {
      name: 'the connection that locks the state is lost in mid-apply: one guest all the same',
      async run() {
        const operator = await house.as('operator');
        const id = await house.submit(house.order());
        await house.approve(id);
        await house.until(
          'an engine that holds the state and clones',
          async () =>
            (await house.engineProcesses(id)).length > 0 &&
            (await stateLocks()).length > 0 &&
            (await house.proxmox.clones(await vmidOf(id))) > 0,
        );
        const killed = await house.query<{ ended: boolean }>(
          `SELECT pg_terminate_backend(pid) AS ended FROM pg_stat_activity
           WHERE datname = 'orion_tfstate' AND pid <> pg_backend_pid()`,
        );
        assert.ok(killed.length > 0 && killed.every(({ ended }) => ended));
        const done = await operator.waitFor(id, ['succeeded'], 120_000);
        const guest = await assertOne(done);
        assert.equal(await house.proxmox.clones(guest.vmid), 1);
        assert.deepEqual(await stateLocks(), []);
        await house.destroyGuest(guest);
      },
    },
    {
      name: 'an agent that never answers: no second guest, a person is asked, and it heals',
      async run() {
        await house.proxmox.fault('agentNeverReady');
        const operator = await house.as('operator');
        const id = await house.submit(house.order());
        await house.approve(id);
        const waiting = await operator.waitFor(id, ['verifying'], 150_000);
        await house.until('the reason', async () =>
          /agent does not answer/.test(
            (await operator.change(id)).reason ?? '',
          ),
        );
        assert.equal(
          waiting.runs.filter(({ phase }) => phase === 'apply').length,
          1,
        );
        // Five minutes are over at once: nobody's patience is tested here.
        await house.query(
          "UPDATE changes SET deadline_at = clock_timestamp() WHERE id = $1 AND state = 'verifying'",
          [id],
        );
        await house.until(
          'a person is asked',
          async () => (await operator.change(id)).state === 'needs-attention',
        );
        const stuck = await operator.change(id);
        assert.match(JSON.stringify(stuck.evidence), /agent does not answer/);
        const [address] = await house.netbox.addressesOf(id);
        assert.equal(address.status.value, 'reserved', 'kept for the guest');
        await house.proxmox.clearFaults();
        const { status } = await operator.call(
          `orion-changes/changes/${id}/recover`,
          { body: { comment: 'The agent is installed now.' } },
        );
        assert.equal(status, 202);
        await house.until(
          'success',
          async () => (await operator.change(id)).state === 'succeeded',
          90_000,
        );
        const guest = await assertOne(await operator.change(id));
        assert.equal(await house.proxmox.clones(guest.vmid), 1);
        await house.destroyGuest(guest);
      },
    },
  ];
}
