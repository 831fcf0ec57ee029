import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Story } from '../../checks/stories';
import { House } from '../House';

/** Milliseconds into an apply of about five seconds at which everything is killed. */
const POINTS = [50, 300, 700, 1_200, 1_800, 2_400, 3_000, 3_600, 4_300, 5_200];

/** The portal and its engine die; afterwards there is one guest, or none and the reason. */
export function crashes(house: House): Story[] {
  const settle = async (id: number) => {
    const operator = await house.as('operator');
    return operator.waitFor(id, ['succeeded'], 180_000);
  };
  const assertOne = async (id: number) => {
    const operator = await house.as('operator');
    const change = await operator.change(id);
    const { name } = change.input as { name: string };
    assert.equal(
      (await house.proxmox.guestsNamed(name)).length,
      1,
      'one guest',
    );
    assert.equal((await house.netbox.addressesOf(id)).length, 1, 'one address');
    const vmid = Number(change.target.ref!.split('/')[1]);
    const destroy = await house.submit(
      { cluster: 'r730', vmid, name },
      'virtual-machine.destroy',
    );
    await house.approve(destroy);
    await operator.waitFor(destroy, ['succeeded'], 90_000);
  };
  const startApply = async () => {
    const id = await house.submit(house.order());
    await house.approve(id);
    const operator = await house.as('operator');
    await operator.waitFor(id, [
      'applying',
      'verifying',
      'finishing',
      'succeeded',
    ]);
    return id;
  };
  return [
    {
      name: 'the portal killed in mid-apply takes the running engine up again',
      async run() {
        const id = await startApply();
        await house.until(
          'an engine',
          async () => (await house.engineProcesses(id)).length > 0,
        );
        const [pid] = await house.engineProcesses(id);
        await house.killPortal();
        assert.doesNotThrow(() => process.kill(pid, 0), 'the engine lives on');
        await house.restartPortal();
        const done = await settle(id);
        assert.equal(
          done.runs.filter(({ phase }) => phase === 'apply').length,
          1,
          'never started twice',
        );
        await assertOne(id);
      },
    },
    ...['planning', 'awaiting-approval', 'verifying', 'finishing'].map(
      (state): Story => ({
        name: `the portal killed in ${state} goes on where it was`,
        async run() {
          const id = await house.submit(house.order());
          const operator = await house.as('operator');
          if (state === 'verifying' || state === 'finishing') {
            await house.approve(id);
          }
          await house.until(
            state,
            async () => {
              const [row] = await house.query<{ state: string }>(
                'SELECT state FROM changes WHERE id = $1',
                [id],
              );
              return (
                row.state === state ||
                (state !== 'planning' && row.state === 'succeeded')
              );
            },
            30_000,
          );
          await house.killPortal();
          await house.restartPortal();
          if (state === 'planning' || state === 'awaiting-approval') {
            await operator.refresh();
            await house.approve(id);
          }
          await settle(id);
          await assertOne(id);
        },
      }),
    ),
    ...POINTS.map(
      (delay): Story => ({
        name: `portal and engine killed ${delay} ms into the apply: one guest, one address`,
        async run() {
          const id = await startApply();
          await sleep(delay);
          const engines = await house.engineProcesses(id);
          engines.forEach(pid => process.kill(pid, 'SIGKILL'));
          await house.killPortal();
          await house.restartPortal();
          await settle(id);
          await assertOne(id);
        },
      }),
    ),
    {
      name: 'a cancel in mid-apply sends one signal and ends in a state that tells the truth',
      async run() {
        const operator = await house.as('operator');
        const id = await startApply();
        await operator.call(`orion-changes/changes/${id}/cancel`, { body: {} });
        await house.until(
          'an end',
          async () =>
            ['succeeded', 'cancelled', 'needs-attention'].includes(
              (
                await operator.change(id)
              ).state,
            ),
          120_000,
        );
        const change = await operator.change(id);
        const { name } = change.input as { name: string };
        const guests = await house.proxmox.guestsNamed(name);
        assert.equal(
          guests.length,
          change.state === 'cancelled' ? 0 : 1,
          change.state,
        );
      },
    },
  ];
}
