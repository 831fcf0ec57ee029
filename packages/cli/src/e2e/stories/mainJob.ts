import assert from 'node:assert/strict';
import { Story } from '../../checks/stories';
import { House } from '../House';

/** The reason ORION exists: order, approve, get it; and give it back without a trace. */
export function mainJob(house: House): Story[] {
  const made = { id: 0, vmid: 0, name: '', address: '' };
  return [
    {
      name: 'an order becomes a guest with the size and address that were approved',
      async run() {
        const input = house.order({ size: 'M' });
        made.name = input.name;
        made.id = await house.submit(input);
        const operator = await house.as('operator');
        const planned = await operator.waitFor(made.id, ['awaiting-approval']);
        assert.deepEqual(planned.plan?.counts, {
          add: 2,
          change: 0,
          replace: 0,
          destroy: 0,
          reboot: 0,
        });
        made.vmid = Number(planned.target.ref?.split('/')[1]);
        await house.approve(made.id);
        const done = await operator.waitFor(made.id, ['succeeded']);
        assert.equal(done.approval?.by, 'user:default/approver');
        const config = await house.proxmox.config(made.vmid);
        assert.equal(config?.name, made.name);
        assert.equal(Number(config?.cores), 4);
        assert.equal(Number(config?.memory), 8192);
        assert.match(String(config?.scsi0), /size=40G/);
        const [address, ...more] = await house.netbox.addressesOf(made.id);
        assert.equal(more.length, 0);
        assert.equal(address.status.value, 'active');
        made.address = address.address;
        assert.ok(String(config?.ipconfig0).includes(made.address));
        const [machine] = await house.netbox.machinesNamed(made.name);
        assert.equal(machine.primary_ip4?.address, made.address);
        assert.equal(await house.proxmox.clones(made.vmid), 1);
      },
    },
    {
      name: 'the guest is an entity of the catalog with its owner',
      async run() {
        const operator = await house.as('operator');
        const path = `catalog/entities/by-name/resource/default/r730-${made.vmid}`;
        const read = () =>
          operator.call<{
            metadata: { title?: string; annotations: Record<string, string> };
            spec: { type: string; owner: string };
          }>(path);
        await house.until(
          'the catalog entity with name and owner',
          async () => {
            const { status, body } = await read();
            return (
              status === 200 &&
              body.metadata.title === made.name &&
              body.metadata.annotations['orion.dev/change'] === String(made.id)
            );
          },
        );
        const { body } = await read();
        assert.equal(body.spec.type, 'proxmox-guest');
        assert.equal(body.spec.owner, 'group:default/team-net');
      },
    },
    {
      name: 'a destroy frees guest, disks, VMID, name and address',
      async run() {
        const operator = await house.as('operator');
        const { target, undo } = await operator.change(made.id);
        assert.equal(target.entityRef, `resource:default/r730-${made.vmid}`);
        const id = await house.submit(
          { ...undo!.values, name: made.name },
          undo!.kind,
        );
        const planned = await operator.waitFor(id, ['awaiting-approval']);
        assert.ok(
          planned.plan!.counts.destroy >= 3,
          'guest, disk and address are shown as losses',
        );
        await house.approve(id);
        const gone = await operator.waitFor(id, ['succeeded']);
        assert.equal(gone.target.entityRef, undefined, 'it has no page now');
        assert.equal(await house.proxmox.config(made.vmid), undefined);
        assert.deepEqual(await house.proxmox.volumes(made.vmid), []);
        assert.deepEqual(await house.netbox.addressesOf(made.id), []);
        assert.deepEqual(await house.netbox.machinesNamed(made.name), []);
        const held = await house.query(
          'SELECT scope, key FROM claims WHERE change_id = $1 AND released_at IS NULL',
          [made.id],
        );
        assert.deepEqual(held, []);
        const quota = await house.query<{ state: string }>(
          'SELECT state FROM quota_holds WHERE change_id = $1',
          [made.id],
        );
        assert.deepEqual(quota, [{ state: 'released' }]);
        const again = house.order({ name: made.name });
        const second = await house.submit(again);
        await operator.waitFor(second, ['awaiting-approval']);
        await operator.call(`orion-changes/changes/${second}/cancel`, {
          body: {},
        });
        await operator.waitFor(second, ['cancelled']);
      },
    },
    {
      name: 'the record of all this is whole',
      async run() {
        const admin = await house.as('admin');
        const { body } = await admin.call<{
          ok: boolean;
          entries: number;
          problems: string[];
        }>('orion-changes/record/verify');
        assert.deepEqual(body.problems, []);
        assert.ok(body.ok && body.entries > 15);
      },
    },
  ];
}
