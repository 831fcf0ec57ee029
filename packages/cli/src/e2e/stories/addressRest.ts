import assert from 'node:assert/strict';
import { Story } from '../../checks/stories';
import { House } from '../House';

interface RestingAddress {
  address: string;
  status: { value: string };
  assigned_object: object | null;
  custom_fields: { orion_change_id: string | null };
}

/** An address that was in use goes to nobody for a while, and then to anybody. */
export function addressRest(house: House): Story[] {
  let address = '';
  const find = async () => {
    const [found] = await house.netbox.list<RestingAddress>(
      `ipam/ip-addresses/?address=${encodeURIComponent(address)}`,
    );
    return found;
  };
  return [
    {
      name: "a freed address rests: it is nobody's, and the next order gets another",
      async run() {
        const operator = await house.as('operator');
        const guest = await house.makeGuest();
        address = (await house.netbox.addressesOf(guest.id))[0].address;
        await house.destroyGuest(guest);
        const next = await house.submit(house.order());
        await operator.waitFor(next, ['awaiting-approval']);
        const [given] = await house.netbox.addressesOf(next);
        const resting = await find();
        assert.equal(resting?.status.value, 'deprecated');
        assert.equal(resting.assigned_object, null);
        assert.match(
          resting.custom_fields.orion_change_id!,
          new RegExp(`^rest:${guest.id}:`),
        );
        assert.notEqual(given.address, address);
        await operator.call(`orion-changes/changes/${next}/cancel`, {
          body: {},
        });
        await house.until(
          'the reservation given back at once',
          async () => (await house.netbox.addressesOf(next)).length === 0,
        );
      },
    },
    {
      name: 'a freed address is free when its rest is over',
      async run() {
        assert.notEqual(address, '', 'the story before made one rest');
        await house.until(
          `${address} free again`,
          async () => (await find()) === undefined,
          120_000,
        );
      },
    },
  ];
}
