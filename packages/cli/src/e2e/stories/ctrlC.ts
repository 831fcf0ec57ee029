import assert from 'node:assert/strict';
import { Story } from '../../checks/stories';
import { House } from '../House';
import { Installation } from '../Installation';

/** Clear of the house's own ports, 0 to 17 behind its portal's, and of its replica's. */
const PORT_OFFSET = 20;

/** Ctrl-C on `./orion up` while Terraform clones, and another `up` after it. */
export function ctrlC(house: House): Story[] {
  return [
    {
      name: 'Ctrl-C on up in mid-apply stops everything; the next up ends with one guest',
      async run() {
        const own = new Installation(house.ports.portal + PORT_OFFSET);
        try {
          await own.up();
          const operator = await own.signIn('operator');
          const order = house.order();
          const { status, body } = await operator.call<{ id: number }>(
            'orion-changes/changes',
            {
              body: {
                kind: 'virtual-machine.create',
                input: order,
                idempotencyKey: `e2e-ctrl-c-${Date.now()}`,
              },
            },
          );
          assert.equal(status, 201, JSON.stringify(body));
          const { id } = body;
          const { target } = await operator.waitFor(id, ['awaiting-approval']);
          const vmid = Number(target.ref!.split('/')[1]);
          const approver = await own.signIn('approver');
          assert.equal((await approver.approve(id)).status, 204);
          await house.until(
            'a clone that runs',
            async () => (await own.proxmox.clones(vmid)) === 1,
          );

          assert.equal(await own.interrupt(), 0, own.output);
          assert.match(
            own.output,
            new RegExp(`change #${id} is being applied: it ends first`),
          );
          assert.match(own.output, /stopped +nothing runs any more/);
          await assert.rejects(
            fetch(operator.base, { signal: AbortSignal.timeout(5_000) }),
          );

          await own.up();
          const again = await own.signIn('operator');
          const done = await again.waitFor(id, ['succeeded'], 180_000);
          // PostgreSQL and the lab outlived the engine, so nothing had to be recovered.
          assert.equal(
            done.runs.filter(({ phase }) => phase === 'apply').length,
            1,
          );
          assert.equal(
            (await own.proxmox.guestsNamed(order.name)).length,
            1,
            'one guest',
          );
          assert.equal((await own.proxmox.config(vmid))?.name, order.name);
          const addresses = await own.netbox.addressesOf(id);
          assert.deepEqual(
            addresses.map(({ status: { value } }) => value),
            ['active'],
          );
          assert.equal(await own.interrupt(), 0, own.output);
        } finally {
          await own.stop();
        }
      },
    },
  ];
}
