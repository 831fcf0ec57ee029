import assert from 'node:assert/strict';
import { Story } from '../../checks/stories';
import { House } from '../House';

/** Many at once: all end, and no VMID, address or name is given twice. */
export function manyAtOnce(house: House): Story[] {
  return [
    {
      name: 'twenty orders at once get twenty VMIDs and addresses, or a reason',
      async run() {
        const admin = await house.as('admin');
        const orders = Array.from({ length: 20 }, () =>
          house.order({ owner: 'group:default/team-platform' }),
        );
        const answers = await Promise.all(
          orders.map((input, n) =>
            admin.call<{ id: number; error?: { message: string } }>(
              'orion-changes/changes',
              {
                body: {
                  kind: 'virtual-machine.create',
                  input,
                  idempotencyKey: `e2e-many-${Date.now()}-${n}`,
                },
              },
            ),
          ),
        );
        const ids = answers
          .filter(({ status }) => status === 201)
          .map(({ body }) => body.id);
        assert.ok(
          ids.length >= 18,
          JSON.stringify(answers.map(({ status }) => status)),
        );
        const planned = await Promise.all(
          ids.map(id =>
            admin.waitFor(id, ['awaiting-approval', 'denied'], 180_000),
          ),
        );
        const waiting = planned.filter(
          ({ state }) => state === 'awaiting-approval',
        );
        assert.equal(
          waiting.length,
          10,
          'the quota of 20 cores takes ten small machines',
        );
        const refs = waiting.map(({ target }) => target.ref);
        assert.equal(new Set(refs).size, refs.length);
        const addresses = (
          await Promise.all(
            waiting.map(({ id }) => house.netbox.addressesOf(id)),
          )
        ).flat();
        assert.equal(addresses.length, waiting.length);
        assert.equal(
          new Set(addresses.map(({ address }) => address)).size,
          addresses.length,
        );
        for (const { id } of waiting) {
          await admin.call(`orion-changes/changes/${id}/cancel`, { body: {} });
        }
        await house.until('all cleaned up', async () => {
          const rows = await house.query<{ n: string }>(
            "SELECT count(*) AS n FROM changes WHERE cleanup = 'pending'",
          );
          return Number(rows[0].n) === 0;
        });
      },
    },
  ];
}
