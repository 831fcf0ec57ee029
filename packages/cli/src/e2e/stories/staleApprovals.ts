import assert from 'node:assert/strict';
import { Story } from '../../checks/stories';
import { House } from '../House';
import { rereadPerson } from '../rereadPerson';

const CREATE = 'virtual-machine.create';

/** What was allowed at the approval and no longer is at the claim for the apply. */
export function staleApprovals(house: House): Story[] {
  /** An approved change that waits for the cluster's maintenance to end. */
  const approvedAndWaiting = async () => {
    const operator = await house.as('operator');
    const id = await house.submit(house.order());
    await operator.waitFor(id, ['awaiting-approval']);
    const free = await house.holdMaintenance();
    await house.approve(id);
    await house.until('it waits', async () =>
      /Waiting for maintenance:r730/.test(
        (await operator.change(id)).reason ?? '',
      ),
    );
    return { id, free };
  };
  const assertNothingDone = async (id: number) => {
    const operator = await house.as('operator');
    const { runs, input } = await operator.change(id);
    assert.deepEqual(
      runs.filter(({ phase }) => phase === 'apply'),
      [],
    );
    const { name } = input as { name: string };
    assert.deepEqual(await house.proxmox.guestsNamed(name), []);
    await operator.waitForCleanup(id);
    assert.deepEqual(await house.netbox.addressesOf(id), []);
  };
  const reread = (group: string, isMember: boolean) =>
    rereadPerson(house, 'approver', group, isMember);
  return [
    {
      name: 'an approver who lost the role before the start: the approval is void',
      async run() {
        const { id, free } = await approvedAndWaiting();
        house.people.remove('approver', 'approvers');
        try {
          await reread('approvers', false);
          await free();
          const operator = await house.as('operator');
          const denied = await operator.waitFor(id, ['denied'], 30_000);
          assert.match(
            denied.reason!,
            /user:default\/approver no longer belongs to group:default\/approvers/,
          );
          await assertNothingDone(id);
        } finally {
          await free();
          house.people.restore();
          await reread('approvers', true);
        }
      },
    },
    {
      name: 'a freeze that began between approval and start: denied with its reason',
      async run() {
        // Late enough for a restart and an approval on a machine as slow as this one.
        const begins = Date.now() + 1.5 * house.portalStartMs + 25_000;
        await house.restartPortal({
          policy: {
            freezes: [
              {
                from: new Date(begins).toISOString(),
                to: new Date(begins + 3_600_000).toISOString(),
                reason: 'The disks are being moved.',
                kinds: [CREATE],
              },
            ],
          },
        });
        const { id, free } = await approvedAndWaiting();
        try {
          assert.ok(Date.now() < begins, 'approved before the freeze');
          await house.until(
            'the freeze',
            async () => Date.now() > begins,
            120_000,
          );
          await free();
          const operator = await house.as('operator');
          const denied = await operator.waitFor(id, ['denied'], 30_000);
          assert.match(denied.reason!, /The disks are being moved/);
          await assertNothingDone(id);
        } finally {
          await free();
          await house.restartPortal();
        }
      },
    },
  ];
}
