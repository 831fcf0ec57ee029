import { Knex } from 'knex';
import { startTestDatabase, TestDatabase } from '../testing';
import { DatabaseLease } from './DatabaseLease';
import { LeaseLostError } from './LeaseLostError';

const SOURCE = 'lab:one';

describe('DatabaseLease', () => {
  let database: TestDatabase;
  let knex: Knex;

  beforeAll(async () => {
    database = await startTestDatabase();
    knex = await database.connect('lease');
    await knex.raw(`
      CREATE TABLE sources (
        source text PRIMARY KEY, owner text, lease_until timestamptz,
        fence bigint NOT NULL DEFAULT 0
      )`);
  });
  beforeEach(async () => {
    await knex('sources').delete();
    await knex('sources').insert({ source: SOURCE });
  });
  afterAll(() => database.stop());

  const leaseOf = (owner: string) =>
    DatabaseLease.create({ knex, source: SOURCE, owner, leaseMs: 30_000 });
  const setBack = (seconds: number) =>
    knex.raw(`UPDATE sources SET lease_until = lease_until + ?::interval`, [
      `${seconds} s`,
    ]);

  it('is held by one, and by another when it is given back', async () => {
    const [first, second] = [leaseOf('first'), leaseOf('second')];
    expect(await first.claim()).toBe(true);
    expect(await second.claim()).toBe(false);
    await first.release();
    expect(await second.claim()).toBe(true);
    expect(await first.renew()).toBe(false);
  });

  it('is not waited for until a clock that was set back is there again', async () => {
    const [gone, next] = [leaseOf('gone'), leaseOf('next')];
    await gone.claim();
    await setBack(3 * 3600);
    expect(await next.claim()).toBe(true);
    expect(await gone.renew()).toBe(false);
    await expect(
      knex.transaction(trx => gone.assertHeld(trx)),
    ).rejects.toBeInstanceOf(LeaseLostError);
  });

  it('stays with its holder when a clock was set right by a little', async () => {
    const [holder, next] = [leaseOf('holder'), leaseOf('next')];
    await holder.claim();
    await setBack(20);
    expect(await next.claim()).toBe(false);
    expect(await holder.renew()).toBe(true);
  });
});
