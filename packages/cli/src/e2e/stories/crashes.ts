import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Story } from '../../checks/stories';
import { House } from '../House';

/** Milliseconds into an apply of about five seconds at which everything is killed. */
const POINTS = [50, 300, 1_000, 2_000, 3_000, 4_300, 5_200];

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
  const inState = (id: number, state: string, timeoutMs: number) =>
    house.until(
      `#${id} ${state}`,
      async () => {
        const [row] = await house.query<{ state: string }>(
          'SELECT state FROM changes WHERE id = $1',
          [id],
        );
        return row.state === state;
      },
      timeoutMs,
    );
  /** Crashed in mid-apply, and a guest of somebody else took the VMID meanwhile. */
  const stuckBehindStranger = async () => {
    await house.proxmox.fault('cloneFails');
    const id = await startApply();
    const operator = await house.as('operator');
    const { target, input } = await operator.change(id);
    const vmid = Number(target.ref!.split('/')[1]);
    await house.until(
      'the clone asked for',
      async () => (await house.proxmox.clones(vmid)) > 0,
    );
    (await house.engineProcesses(id)).forEach(pid =>
      process.kill(pid, 'SIGKILL'),
    );
    await house.killPortal();
    await house.until(
      'the failed clone undone',
      async () => (await house.proxmox.config(vmid)) === undefined,
    );
    await house.proxmox.clearFaults();
    await house.proxmox.action('createGuest', { vmid, name: 'outsider' });
    await house.restartPortal();
    await operator.refresh();
    await inState(id, 'needs-attention', 90_000);
    return { id, vmid, name: (input as { name: string }).name };
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
      name: 'the portal killed in requested: it is planned by the next one',
      async run() {
        // Two plans at once per owner: with NetBox away a third change stays requested.
        await house.netbox.fault('down');
        const ids: number[] = [];
        for (let n = 0; n < 3; n++) {
          ids.push(await house.submit(house.order()));
        }
        const requested = async () => {
          const rows = await house.query<{ id: string; state: string }>(
            'SELECT id, state FROM changes WHERE id = ANY($1) ORDER BY state',
            [ids],
          );
          const planning = rows.filter(({ state }) => state === 'planning');
          return planning.length === 2 && rows[2].state === 'requested'
            ? Number(rows[2].id)
            : undefined;
        };
        await house.until(
          'one requested beside two in planning',
          async () => (await requested()) !== undefined,
        );
        const id = (await requested())!;
        await house.killPortal();
        await house.netbox.clearFaults();
        await house.restartPortal();
        const operator = await house.as('operator');
        for (const other of ids.filter(one => one !== id)) {
          await operator.waitFor(other, ['awaiting-approval']);
          assert.equal((await house.netbox.addressesOf(other)).length, 1);
          await operator.call(`orion-changes/changes/${other}/cancel`, {
            body: {},
          });
        }
        await house.approve(id);
        await settle(id);
        await assertOne(id);
      },
    },
    {
      name: 'the portal killed in approved: the approval holds, and it starts once',
      async run() {
        const operator = await house.as('operator');
        const id = await house.submit(house.order());
        await operator.waitFor(id, ['awaiting-approval']);
        const free = await house.holdMaintenance();
        try {
          await house.approve(id);
          await house.until('it waits', async () =>
            /Waiting for maintenance/.test(
              (await operator.change(id)).reason ?? '',
            ),
          );
          await house.killPortal();
          await house.restartPortal();
          await operator.refresh();
          assert.equal((await operator.change(id)).state, 'approved');
        } finally {
          await free();
        }
        const done = await settle(id);
        assert.equal(
          done.runs.filter(({ phase }) => phase === 'apply').length,
          1,
        );
        await assertOne(id);
      },
    },
    {
      name: 'the portal killed in recovering: recovery begins again and ends',
      async run() {
        await house.proxmox.fault('cloneFails', { times: 1 });
        const id = await startApply();
        await inState(id, 'recovering', 60_000);
        await house.killPortal();
        await house.restartPortal();
        await settle(id);
        await assertOne(id);
      },
    },
    {
      name: 'the portal killed in needs-attention: the evidence stays, the foreign guest too',
      async run() {
        const { id, vmid, name } = await stuckBehindStranger();
        const operator = await house.as('operator');
        await house.killPortal();
        await house.restartPortal();
        await operator.refresh();
        const stuck = await operator.change(id);
        assert.equal(stuck.state, 'needs-attention');
        assert.match(stuck.reason!, /this change did not make it/);
        assert.match(JSON.stringify(stuck.evidence), /"name":"outsider"/);
        const locks = await house.query<{ key: string }>(
          'SELECT key FROM change_locks WHERE change_id = $1',
          [id],
        );
        assert.ok(locks.some(({ key }) => key === `guest:r730/${vmid}`));
        assert.equal((await house.proxmox.config(vmid))?.name, 'outsider');
        await house.proxmox.action('removeGuest', { vmid });
        const { status } = await operator.call(
          `orion-changes/changes/${id}/recover`,
          { body: { comment: 'It is gone.' } },
        );
        assert.equal(status, 202);
        await inState(id, 'succeeded', 120_000);
        assert.equal((await house.proxmox.config(vmid))?.name, name);
        await assertOne(id);
      },
    },
    {
      name: 'ended by hand as failed: only without the guest, and only by two people',
      async run() {
        const { id, vmid } = await stuckBehindStranger();
        const [approver, admin] = [
          await house.as('approver'),
          await house.as('admin'),
        ];
        const word = (person: typeof admin) =>
          person.call<{ error: { message: string } }>(
            `orion-changes/changes/${id}/settle`,
            {
              body: {
                outcome: 'failed',
                comment: 'somebody took the VMID',
                idToken: person.idToken,
              },
            },
          );
        assert.equal((await word(approver)).status, 202);
        await house.until('the refusal', async () => {
          const change = await approver.change(id);
          return (
            change.settlement === undefined &&
            /Guest \d+ exists/.test(change.reason ?? '')
          );
        });
        await house.proxmox.action('removeGuest', { vmid });
        assert.equal((await word(approver)).status, 202);
        await house.until(
          'the proof',
          async () => Boolean((await approver.change(id)).settlement?.provenAt),
          120_000,
        );
        const twice = await word(approver);
        assert.equal(twice.status, 403);
        assert.match(twice.body.error.message, /somebody else confirms/);
        assert.equal((await word(admin)).status, 202);
        await house.until('the end', async () => {
          const change = await approver.change(id);
          return change.state === 'failed' && change.cleanup === 'done';
        });
        assert.deepEqual(await house.netbox.addressesOf(id), []);
        assert.equal(await house.proxmox.config(vmid), undefined);
      },
    },
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
