import assert from 'node:assert/strict';
import { Story } from '../../checks/stories';
import { House, MadeGuest } from '../House';

/** A guest that somebody deleted in Proxmox is given back through ORION all the same. */
export function removedOutside(house: House): Story[] {
  const act = (name: string, { vmid }: MadeGuest, input: object = {}) =>
    house.proxmox.action(name, { vmid, ...input });
  const refusal = async ({ vmid, name }: MadeGuest) => {
    const operator = await house.as('operator');
    const { status, body } = await operator.call<{
      error: { message: string };
    }>('orion-changes/changes', {
      body: {
        kind: 'virtual-machine.destroy',
        input: { cluster: 'r730', vmid, name },
        idempotencyKey: `e2e-gone-${Date.now()}-${Math.random()}`,
      },
    });
    assert.equal(status, 400, JSON.stringify(body));
    return body.error.message;
  };
  const stateSchemas = async ({ vmid }: MadeGuest) =>
    house.query<{ nspname: string }>(
      'SELECT nspname FROM pg_namespace WHERE nspname = $1',
      [`vm_r730_${vmid}`],
      'orion_tfstate',
    );
  return [
    {
      name: 'a guest deleted in Proxmox is given back: address, quota, state, entity',
      async run() {
        const operator = await house.as('operator');
        const guest = await house.makeGuest();
        const [{ address }] = await house.netbox.addressesOf(guest.id);
        const entity = async () =>
          (
            await operator.call(
              `catalog/entities/by-name/resource/default/r730-${guest.vmid}`,
            )
          ).status;
        await house.until('its entity', async () => (await entity()) === 200);
        assert.equal((await stateSchemas(guest)).length, 1);
        await act('removeGuest', guest);
        await act('createVolume', guest, { storage: 'tank' });
        const left = `tank:vm-${guest.vmid}-disk-0`;
        assert.match(
          await refusal(guest),
          new RegExp(`is gone, but not all of it: The disk ${left}`),
        );
        await act('removeVolume', guest, { volid: left });
        assert.match(
          await refusal({ ...guest, name: 'another' }),
          new RegExp(`was called ${guest.name}, not another`),
        );
        const id = await house.submitDestroy(guest);
        const planned = await operator.waitFor(id, ['awaiting-approval']);
        assert.deepEqual(
          planned.plan!.lines.map(({ title }) => title),
          [
            `VM ${guest.name} is already gone`,
            `address ${address.split('/')[0]} given back`,
            `state entry of ${guest.name} removed`,
          ],
        );
        assert.equal(planned.plan!.counts.destroy, 0);
        await house.approve(id);
        await operator.waitFor(id, ['succeeded'], 90_000);
        assert.deepEqual(await house.netbox.addressesOf(guest.id), []);
        assert.deepEqual(await house.netbox.machinesNamed(guest.name), []);
        assert.deepEqual(await stateSchemas(guest), []);
        assert.deepEqual(
          await house.query(
            'SELECT state FROM quota_holds WHERE change_id = $1',
            [guest.id],
          ),
          [{ state: 'released' }],
        );
        assert.deepEqual(
          await house.query(
            'SELECT key FROM claims WHERE change_id = $1 AND released_at IS NULL',
            [guest.id],
          ),
          [],
        );
        assert.deepEqual(
          await house.query(
            'SELECT owner FROM guest_ownership WHERE vmid = $1',
            [guest.vmid],
            'backstage_plugin_orion-proxmox',
          ),
          [],
        );
        await house.until(
          'no entity of it',
          async () => (await entity()) === 404,
        );
        await house.until(
          `${address} free again`,
          async () =>
            (
              await house.netbox.list(
                `ipam/ip-addresses/?address=${encodeURIComponent(address)}`,
              )
            ).length === 0,
          120_000,
        );
      },
    },
    {
      name: 'a guest deleted after the approval is planned again, and a stranger on its VMID stops it',
      async run() {
        const operator = await house.as('operator');
        const guest = await house.makeGuest();
        const id = await house.submitDestroy(guest);
        await operator.waitFor(id, ['awaiting-approval']);
        await act('removeGuest', guest);
        await house.approve(id);
        await house.until('a plan without loss', async () => {
          const { state, plan } = await operator.change(id);
          return (
            state === 'awaiting-approval' &&
            plan!.lines[0].title === `VM ${guest.name} is already gone`
          );
        });
        await act('createGuest', guest, { name: guest.name });
        await house.approve(id);
        const denied = await operator.waitFor(id, ['denied']);
        assert.match(
          denied.reason!,
          /another one than ORION made.*Move it to another VMID/,
        );
        assert.equal(
          (await house.proxmox.config(guest.vmid))?.name,
          guest.name,
        );
        assert.equal((await house.netbox.addressesOf(guest.id)).length, 1);
        assert.equal((await stateSchemas(guest)).length, 1);
        await act('removeGuest', guest);
        await house.destroyGuest(guest);
        assert.deepEqual(await stateSchemas(guest), []);
      },
    },
  ];
}
