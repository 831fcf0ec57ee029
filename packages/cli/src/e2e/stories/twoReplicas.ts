import assert from 'node:assert/strict';
import { ChangeState } from '@orion/backstage-plugin-orion-changes-common';
import { Portal } from '../../stack/portal';
import { Story } from '../../checks/stories';
import { House } from '../House';

/** Two portals on one database: whoever is asked, every change has one outcome. */
export function twoReplicas(house: House): Story[] {
  let replica: Portal | undefined;
  const plan = async () => {
    const id = await house.submit(house.order());
    const operator = await house.as('operator');
    const { plan: shown } = await operator.waitFor(id, ['awaiting-approval']);
    return { id, digest: shown!.digest };
  };
  const post = async (
    base: string,
    account: 'operator' | 'approver' | 'admin',
    path: string,
    body: object,
  ) => {
    const { token } = await house.as(account);
    const answer = await fetch(`${base}/api/orion-changes/changes/${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
    return { status: answer.status, text: await answer.text() };
  };
  const approve = async (
    base: string,
    account: 'approver' | 'admin',
    { id, digest }: { id: number; digest: string },
  ) => {
    const { idToken } = await house.as(account);
    return post(base, account, `${id}/approve`, { digest, idToken });
  };
  /** How often the record says that a change went somewhere. */
  const recorded = async (id: number) => {
    const rows = await house.query<{ event: string; times: number }>(
      `SELECT event, count(*)::int AS times FROM record
       WHERE change_id = $1 GROUP BY event`,
      [id],
    );
    return (event: string) => rows.find(row => row.event === event)?.times ?? 0;
  };
  const endOf = async (
    id: number,
    ends: ChangeState[] = ['succeeded', 'cancelled', 'expired'],
  ): Promise<ChangeState> => {
    const operator = await house.as('operator');
    return (await operator.waitFor(id, ends)).state;
  };
  /** A cancel that met a guest already begun asks a person, who has it made. */
  const goOn = async (id: number) => {
    const operator = await house.as('operator');
    const { reason, input } = await operator.change(id);
    assert.match(reason!, /^Cancelled half way/);
    const { name } = input as { name: string };
    assert.equal((await house.proxmox.guestsNamed(name)).length, 1);
    await operator.call(`orion-changes/changes/${id}/recover`, { body: {} });
    return endOf(id);
  };
  /** The guest a change left, destroyed again; none is fine when it did not succeed. */
  const assertOutcome = async (
    id: number,
    state: ChangeState,
    attempts = 1,
  ) => {
    const operator = await house.as('operator');
    const { input, target, runs } = await operator.change(id);
    const { name } = input as { name: string };
    const guests = await house.proxmox.guestsNamed(name);
    const applies = runs.filter(({ phase }) => phase === 'apply').length;
    if (state !== 'succeeded') {
      assert.equal(guests.length, 0, `#${id} is ${state}`);
      return;
    }
    assert.equal(guests.length, 1);
    assert.equal((await house.netbox.addressesOf(id)).length, 1);
    assert.equal(applies, attempts);
    const vmid = Number(target.ref!.split('/')[1]);
    await house.destroyGuest({ id, name, vmid });
  };
  /** One portal again, and that one alive: a database with two cannot be restored. */
  const leave = async (killed: number) => {
    await replica?.stop();
    replica = undefined;
    if (killed === house.portalPid) {
      await house.restartPortal();
    }
  };
  const story = (name: string, run: () => Promise<void>): Story => ({
    name,
    async run() {
      replica ??= await house.startReplica();
      await run();
    },
  });
  return [
    story('two portals, two approvals at once: one counts', async () => {
      const change = await plan();
      const [first, second] = await Promise.all([
        approve(house.baseUrl, 'approver', change),
        approve(house.replicaUrl, 'admin', change),
      ]);
      assert.deepEqual(
        [first.status, second.status].sort(),
        [204, 409],
        `${first.text} ${second.text}`,
      );
      const state = await endOf(change.id);
      const times = await recorded(change.id);
      assert.equal(times('approved'), 1);
      assert.equal(times('applying'), 1);
      assert.equal(state, 'succeeded');
      await assertOutcome(change.id, state);
    }),
    story('two portals, approve against cancel: one end', async () => {
      const change = await plan();
      const [approved, cancelled] = await Promise.all([
        approve(house.replicaUrl, 'approver', change),
        post(house.baseUrl, 'operator', `${change.id}/cancel`, {}),
      ]);
      assert.ok([204, 409].includes(approved.status), approved.text);
      assert.ok([202, 409].includes(cancelled.status), cancelled.text);
      const state = await endOf(change.id, [
        'succeeded',
        'cancelled',
        'needs-attention',
      ]);
      const times = await recorded(change.id);
      assert.equal(times('approved'), approved.status === 204 ? 1 : 0);
      assert.ok(times('applying') <= 1);
      const ends = ['cancelled', 'succeeded', 'needs-attention'];
      assert.equal(
        ends.map(times).reduce((sum, n) => sum + n),
        1,
      );
      if (approved.status === 409) {
        assert.equal(state, 'cancelled');
      }
      if (state === 'needs-attention') {
        assert.equal(cancelled.status, 202);
        await assertOutcome(change.id, await goOn(change.id), 2);
        return;
      }
      await assertOutcome(change.id, state);
    }),
    story(
      'two portals, approve at the very end of its time: one end',
      async () => {
        const changes = [await plan(), await plan()];
        const [{ at }] = await house.query<{ at: Date }>(
          `UPDATE changes SET deadline_at = clock_timestamp() + interval '1 second',
                            wake_at = clock_timestamp() + interval '1 second'
         WHERE id = ANY($1) RETURNING deadline_at AS at`,
          [changes.map(({ id }) => id)],
        );
        const last = new Date(at).getTime();
        await house.until(
          'the last moment',
          async () => Date.now() >= last - 150,
        );
        const answers = await Promise.all([
          approve(house.baseUrl, 'approver', changes[0]),
          approve(house.replicaUrl, 'admin', changes[1]),
        ]);
        for (const [n, { id }] of changes.entries()) {
          const { status, text } = answers[n];
          assert.ok([204, 409].includes(status), text);
          const state = await endOf(id);
          const times = await recorded(id);
          assert.equal(state, status === 204 ? 'succeeded' : 'expired');
          assert.equal(times('approved') + times('expired'), 1);
          assert.equal(times('applying'), status === 204 ? 1 : 0);
          await assertOutcome(id, state);
        }
      },
    ),
    story(
      'one of two portals killed in mid-apply: the other brings it to its end',
      async () => {
        const change = await plan();
        const approved = await approve(house.baseUrl, 'approver', change);
        assert.equal(approved.status, 204, approved.text);
        await house.until(
          'an engine',
          async () => (await house.engineProcesses(change.id)).length > 0,
        );
        const row = async () => {
          const [found] = await house.query<{
            state: ChangeState;
            owner: string | null;
          }>('SELECT state, lease_owner AS owner FROM changes WHERE id = $1', [
            change.id,
          ]);
          return found;
        };
        await house.until(
          'somebody who works on it',
          async () => (await row()).owner !== null,
        );
        // The owner of a lease names its process.
        const owner = (await row()).owner!.split('|');
        const pid = [house.portalPid, replica!.pid].find(one =>
          owner.includes(String(one)),
        );
        assert.ok(pid, owner.join());
        process.kill(pid, 'SIGKILL');
        try {
          await house.until(
            'success through the other one',
            async () => (await row()).state === 'succeeded',
            150_000,
          );
        } finally {
          await leave(pid);
        }
        const times = await recorded(change.id);
        assert.equal(times('applying'), 1, 'taken up, not started again');
        await assertOutcome(change.id, 'succeeded');
      },
    ),
  ];
}
