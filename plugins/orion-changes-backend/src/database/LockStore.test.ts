import { LockRequest } from '@orion/backstage-plugin-orion-changes-node';
import { inState, insertChange } from '../tests/rows';
import { usePipeline } from '../tests/usePipeline';
import { freeLocks, takeLocks } from './LockStore';

const stage = usePipeline();
const change = async () => (await inState(stage.knex, 'approved')).id;
const take = (id: string, requests: LockRequest[]) =>
  stage.knex.transaction(tx => takeLocks(tx, id, '1', requests));
const lock = (
  key: string,
  mode: LockRequest['mode'] = 'exclusive',
  slots?: number,
) => ({ key, mode, slots });

describe('locks', () => {
  it.each<[LockRequest['mode'], LockRequest['mode'], boolean]>([
    ['exclusive', 'exclusive', false],
    ['exclusive', 'shared', false],
    ['shared', 'exclusive', false],
    ['shared', 'shared', true],
  ])('%s, then %s: %s', async (first, second, free) => {
    const [a, b] = [await change(), await change()];
    const key = `${first}-${second}`;
    expect(await take(a, [lock(key, first)])).toBeUndefined();
    expect(await take(b, [lock(key, second)])).toEqual(
      free ? undefined : { key, heldBy: [a], ahead: 0 },
    );
    await freeLocks(stage.knex, a);
    expect(await take(b, [lock(key, second)])).toBeUndefined();
  });

  it('are taken all or none', async () => {
    const [a, b] = [await change(), await change()];
    await take(a, [lock('m')]);
    expect(await take(b, [lock('z'), lock('m'), lock('a')])).toEqual({
      key: 'm',
      heldBy: [a],
      ahead: 0,
    });
    expect(await stage.knex('change_locks').where({ change_id: b })).toEqual(
      [],
    );
  });

  it('may be taken again by their holder', async () => {
    const id = await change();
    await take(id, [lock('own'), lock('own', 'shared')]);
    expect(await take(id, [lock('own')])).toBeUndefined();
    expect(
      await stage.knex('change_locks').where({ change_id: id }),
    ).toMatchObject([{ key: 'own', mode: 'exclusive' }]);
  });

  it('of a semaphore go to as many as it has slots, however many race', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, change));
    const answers = await Promise.all(
      ids.map(id => take(id, [lock('sem', 'semaphore', 3)])),
    );
    expect(answers.filter(answer => answer === undefined)).toHaveLength(3);
    expect(await stage.knex('change_locks').where({ key: 'sem' })).toHaveLength(
      3,
    );
  });

  it('of a semaphore leave the slot of one that waits for a person to others', async () => {
    const [waits, runs, next] = [
      await change(),
      await change(),
      await change(),
    ];
    const both = [lock('clone', 'semaphore', 2), lock('other')];
    expect(await take(waits, both)).toBeUndefined();
    expect(await take(runs, [both[0]])).toBeUndefined();
    expect(await take(next, [both[0]])).toEqual({
      key: 'clone',
      heldBy: expect.arrayContaining([waits, runs]),
      ahead: 0,
    });
    await stage
      .knex('changes')
      .where({ id: waits })
      .update({ state: 'needs-attention' });
    expect(await take(next, [both[0]])).toBeUndefined();
    const last = await change();
    expect(await take(last, [both[0]])).toMatchObject({
      heldBy: expect.arrayContaining([runs, next]),
    });
    // What it may have left half done stays its own.
    expect(await take(last, [both[1]])).toMatchObject({ heldBy: [waits] });
  });

  describe('that are free', () => {
    /** Approved so many seconds before the last one, and waiting since. */
    const waiter = (key: string, secondsBefore: number, set = {}) =>
      insertChange(stage.knex, {
        state: 'approved',
        waiting_for: key,
        wake_at: new Date(Date.now() + 60_000),
        deadline_at: new Date(Date.UTC(2100, 0, 1) - secondsBefore * 1_000),
        ...set,
      });

    it('go to whoever was approved first', async () => {
      const [last, first] = [await waiter('q', 0), await waiter('q', 10)];
      expect(await take(last.id, [lock('q')])).toEqual({
        key: 'q',
        heldBy: [],
        ahead: 1,
      });
      // Others who share, and other locks, are no matter of that queue.
      expect(await take(last.id, [lock('q', 'shared')])).toBeUndefined();
      await freeLocks(stage.knex, last.id);
      expect(await take(first.id, [lock('q')])).toBeUndefined();
    });

    it('are left to as many as there are slots', async () => {
      const [third, second] = [await waiter('s', 0), await waiter('s', 10)];
      await waiter('s', 20);
      const slots = (count: number) => [lock('s', 'semaphore', count)];
      expect(await take(third.id, slots(2))).toMatchObject({ ahead: 2 });
      expect(await take(third.id, slots(3))).toBeUndefined();
      expect(await take(second.id, slots(3))).toBeUndefined();
    });

    it('are not kept for one whom nobody drives any more', async () => {
      await waiter('d', 10, { wake_at: new Date(Date.now() - 60_000) });
      await waiter('d', 20, { state: 'cancelled' });
      const id = (await waiter('d', 0)).id;
      expect(await take(id, [lock('d')])).toBeUndefined();
    });

    it('wake the first who waits for them', async () => {
      const holder = await change();
      await take(holder, [lock('w'), lock('v')]);
      const rows = [
        await waiter('w', 0),
        await waiter('w', 10),
        await waiter('v', 5),
        await waiter('other', 20),
      ];
      await freeLocks(stage.knex, holder);
      const woken = await stage
        .knex('changes')
        .whereIn(
          'id',
          rows.map(({ id }) => id),
        )
        .whereRaw('wake_at <= clock_timestamp()')
        .orderBy('id')
        .pluck('id');
      expect(woken).toEqual([rows[1].id, rows[2].id]);
    });
  });

  it('in any order neither deadlock nor double', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, change));
    const keys = ['r1', 'r2', 'r3'];
    const answers = await Promise.all(
      ids.map((id, index) =>
        take(
          id,
          (index % 2 ? keys : [...keys].reverse()).map(key => lock(key)),
        ),
      ),
    );
    expect(answers.filter(answer => answer === undefined)).toHaveLength(1);
    const held = await stage.knex('change_locks').whereIn('key', keys);
    expect(new Set(held.map(row => row.change_id)).size).toBe(1);
  });
});
