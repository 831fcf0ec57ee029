import assert from 'node:assert/strict';
import { Story } from '../../checks/stories';
import { House, MadeGuest } from '../House';

/** What hangs on a guest stops its destruction, or is shown as lost with it. */
export function destroyGuards(house: House): Story[] {
  let guest: MadeGuest;
  const act = (name: string, input: object = {}) =>
    house.proxmox.action(name, { vmid: guest.vmid, ...input });
  const refusal = async () => {
    const operator = await house.as('operator');
    const { status, body } = await operator.call<{
      error: { message: string };
    }>('orion-changes/changes', {
      body: {
        kind: 'virtual-machine.destroy',
        input: { cluster: 'r730', vmid: guest.vmid, name: guest.name },
        idempotencyKey: `e2e-guard-${Date.now()}-${Math.random()}`,
      },
    });
    assert.equal(status, 400, JSON.stringify(body));
    return body.error.message;
  };
  return [
    {
      name: 'a destroy is refused while HA, replication or a foreign disk hangs on the guest',
      async run() {
        guest = await house.makeGuest();
        await act('setHa', { state: 'started' });
        assert.match(await refusal(), /is an HA resource .* Remove it/);
        await act('setHa');
        await act('setReplication', { target: 'pve2' });
        assert.match(await refusal(), /replication job \d+-0 copies/);
        await act('setReplication');
        await act('createVolume', { storage: 'tank' });
        const loose = `tank:vm-${guest.vmid}-disk-0`;
        assert.match(await refusal(), new RegExp(`${loose} carries this VMID`));
        await act('removeVolume', { volid: loose });
        assert.equal(
          (await house.proxmox.config(guest.vmid))?.name,
          guest.name,
          'nothing happened to it',
        );
      },
    },
    {
      name: 'HA that comes between plan and apply stops the approved destroy',
      async run() {
        const operator = await house.as('operator');
        const id = await house.submitDestroy(guest);
        await operator.waitFor(id, ['awaiting-approval']);
        await act('setHa', { state: 'started' });
        await house.approve(id);
        const denied = await operator.waitFor(id, ['denied']);
        assert.match(denied.reason!, /is an HA resource/);
        await act('setHa');
        assert.equal(
          (await house.proxmox.config(guest.vmid))?.name,
          guest.name,
        );
      },
    },
    {
      name: 'snapshots are shown as lost, and a new one asks for a new approval',
      async run() {
        const operator = await house.as('operator');
        await act('takeSnapshot', { name: 'before' });
        const id = await house.submitDestroy(guest);
        const first = await operator.waitFor(id, ['awaiting-approval']);
        const losses = first.plan!.lines.map(({ title }) => title);
        assert.ok(losses.includes('snapshot before'), losses.join());
        await act('takeSnapshot', { name: 'after' });
        await house.approve(id);
        await house.until('a new plan', async () => {
          const { state, plan } = await operator.change(id);
          return (
            state === 'awaiting-approval' &&
            plan!.lines.some(({ title }) => title === 'snapshot after')
          );
        });
        await house.approve(id);
        await operator.waitFor(id, ['succeeded'], 90_000);
        assert.equal(await house.proxmox.config(guest.vmid), undefined);
        for (const storage of ['local-lvm', 'tank']) {
          assert.deepEqual(
            await house.proxmox.volumes(guest.vmid, storage),
            [],
          );
        }
      },
    },
    {
      name: "a guest made outside on a used VMID is nobody's: no owner shown, no destroy",
      async run() {
        guest = await house.makeGuest();
        const admin = await house.as('admin');
        const shown = async () =>
          (
            await admin.call<{ owner?: string; changeId?: number }>(
              `orion-proxmox/guests/r730/${guest.vmid}`,
            )
          ).body;
        await house.until(
          'its owner',
          async () => (await shown()).owner === 'group:default/team-net',
        );
        await act('removeGuest');
        await act('createGuest', { name: guest.name });
        await act('tick');
        await admin.call('orion-proxmox/clusters/r730/refresh', { body: {} });
        await house.until(
          'the owner gone',
          async () => (await shown()).owner === undefined,
        );
        assert.equal((await shown()).changeId, undefined);
        assert.match(await refusal(), /another one than ORION made/);
        assert.equal(
          (await house.proxmox.config(guest.vmid))?.name,
          guest.name,
        );
        await act('removeGuest');
      },
    },
  ];
}
