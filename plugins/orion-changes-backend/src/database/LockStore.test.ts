import { LockRequest } from '@orion/backstage-plugin-orion-changes-node';
import { inState } from '../tests/rows';
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
      free ? undefined : { key, heldBy: [a] },
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
