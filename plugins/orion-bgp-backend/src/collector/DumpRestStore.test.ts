import { TestDatabase } from '@orion/backstage-plugin-orion-node/testing';
import { Knex } from 'knex';
import { startCollectorDatabase } from '../__testUtils__/startCollectorDatabase';
import { DatabaseDumpRestStore } from './DumpRestStore';

describe('DatabaseDumpRestStore', () => {
  let database: TestDatabase;
  let knex: Knex;
  const logger = { warn: jest.fn() };
  /** As a collector that starts does. */
  const start = async () => {
    const store = DatabaseDumpRestStore.create({ knex, logger });
    return { store, found: await store.read() };
  };
  const age = (seconds: number) =>
    knex('dump_rests').update({
      began_at: knex.raw(`began_at - ? * interval '1 second'`, [seconds]),
      ended_at: knex.raw(`ended_at - ? * interval '1 second'`, [seconds]),
    });
  const dump = async (
    { store }: { store: DatabaseDumpRestStore },
    costMs: number,
  ) => {
    await Promise.all([
      store.note({ router: 'gw1' }),
      store.note({ router: 'gw1', costMs }),
    ]);
  };

  beforeAll(async () => {
    ({ database, knex } = await startCollectorDatabase());
  });
  beforeEach(async () => {
    logger.warn.mockReset();
    await knex('dump_rests').delete();
  });
  afterAll(() => database?.stop());

  it('knows nothing of a daemon that nobody dumped', async () => {
    expect((await start()).found.size).toBe(0);
  });

  it('allows one dump soon after a start, and then only after a long rest', async () => {
    await dump(await start(), 12_000.4);
    await age(70);
    const upgraded = await start();
    const { agoMs, ...rest } = upgraded.found.get('gw1')!;
    expect(rest).toEqual({ costMs: 12_000, rest: 'short' });
    expect(agoMs).toBeGreaterThanOrEqual(70_000);
    expect(agoMs).toBeLessThan(100_000);

    await dump(upgraded, 12_000);
    await age(70);
    // Nothing was read, so nothing was used up.
    await start();
    const again = await start();
    expect(again.found.get('gw1')).toMatchObject({ rest: 'long' });
    await age(600);
    const rested = await start();
    await dump(rested, 12_000);
    expect((await start()).found.get('gw1')).toMatchObject({ rest: 'short' });
  });

  it('takes only the first dump after a start for an early one', async () => {
    await dump(await start(), 12_000);
    const { store } = await start();
    await dump({ store }, 12_000);
    await dump({ store }, 12_000);
    expect((await start()).found.get('gw1')).toMatchObject({ rest: 'short' });
  });

  it('lets a daemon rest fully where the collector died in its dump', async () => {
    const first = await start();
    await dump(first, 7_000);
    await first.store.note({ router: 'gw1' });
    await age(20);
    const { found } = await start();
    expect(found.get('gw1')).toMatchObject({ costMs: 7_000, rest: 'full' });
    expect(found.get('gw1')!.agoMs).toBeGreaterThanOrEqual(20_000);
    // Also one that never came to an end.
    await knex('dump_rests').delete();
    await first.store.note({ router: 'gw1' });
    expect((await start()).found.get('gw1')).toMatchObject({
      costMs: 0,
      rest: 'full',
    });
  });

  it('says that it cannot keep it, and goes on', async () => {
    const { store } = await start();
    await knex.raw('ALTER TABLE dump_rests RENAME TO away');
    await store.note({ router: 'gw1' });
    await knex.raw('ALTER TABLE away RENAME TO dump_rests');
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('The rest of router gw1 is not kept'),
    );
    await dump({ store }, 10);
    expect((await start()).found.get('gw1')).toMatchObject({ costMs: 10 });
  });
});
