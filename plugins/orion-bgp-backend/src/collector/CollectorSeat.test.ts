import {
  eventually,
  TestDatabase,
} from '@orion/backstage-plugin-orion-node/testing';
import { Knex } from 'knex';
import { startCollectorDatabase } from '../__testUtils__/startCollectorDatabase';
import { CollectorSeat } from './CollectorSeat';

const LEASE_MS = 1_000;

/** Counts what is open, as a worker would read routers. */
function candidate(knex: Knex) {
  const worker = { opened: 0, closed: 0, async close() {} };
  worker.close = async () => void worker.closed++;
  const logger = { info: jest.fn(), warn: jest.fn() };
  const seat = CollectorSeat.create({
    knex,
    logger,
    leaseMs: LEASE_MS,
    tickMs: 20,
    open: () => {
      worker.opened++;
      return worker;
    },
  });
  return { seat, worker, logger };
}

function holds({ seat }: { seat: CollectorSeat<any> }): boolean {
  try {
    return Boolean(seat.held);
  } catch {
    return false;
  }
}

describe('CollectorSeat', () => {
  let database: TestDatabase;
  let knex: Knex;
  const running: CollectorSeat<any>[] = [];
  const start = (one: { seat: CollectorSeat<any> }) => {
    running.push(one.seat);
    one.seat.start();
  };

  beforeAll(async () => {
    ({ database, knex } = await startCollectorDatabase());
  });

  afterEach(async () => {
    await Promise.all(running.splice(0).map(seat => seat.stop()));
  });

  afterAll(() => database?.stop());

  it('is had by one of several, and by the next one when that one stops', async () => {
    const all = [candidate(knex), candidate(knex), candidate(knex)];
    expect(() => all[0].seat.held).toThrow('is starting');
    all.forEach(start);
    await eventually(async () => all.some(holds));
    await new Promise(resolve => setTimeout(resolve, 2 * LEASE_MS));
    expect(all.filter(holds)).toHaveLength(1);
    expect(all.map(({ worker }) => worker.opened).sort()).toEqual([0, 0, 1]);

    const first = all.find(holds)!;
    const others = all.filter(one => one !== first);
    for (const { seat, logger } of others) {
      expect(() => seat.held).toThrow(
        /stands by.*orion\.bgp\.collector\.enabled.*discovery\.endpoints/,
      );
      // Once, whoever looks how often.
      expect(logger.warn.mock.calls).toEqual([
        [expect.stringContaining(`process ${process.pid}`)],
      ]);
    }
    await first.seat.stop();
    expect(first.worker).toMatchObject({ opened: 1, closed: 1 });
    await eventually(async () => others.some(holds));
    expect(others.filter(holds)).toHaveLength(1);
    expect(() => first.seat.held).toThrow('stands by');
  });

  it('is waited for as long as the lease of one that died', async () => {
    await knex('collector_seat').update({
      owner: 'elsewhere, process 1, x',
      fence: knex.raw('fence + 1'),
      lease_until: knex.raw(`clock_timestamp() + interval '1 second'`),
    });
    const next = candidate(knex);
    start(next);
    await eventually(async () => next.logger.warn.mock.calls.length > 0);
    expect(next.logger.warn).toHaveBeenCalledWith(
      'This collector stands by: the route tables are kept by elsewhere, process 1.',
    );
    await eventually(async () => holds(next));
    expect(next.worker.opened).toBe(1);
  });

  it('is left by who slept through the lease and finds another one there', async () => {
    const one = candidate(knex);
    start(one);
    await eventually(async () => holds(one));
    await knex('collector_seat').update({
      owner: 'elsewhere, process 1, x',
      fence: knex.raw('fence + 1'),
      lease_until: knex.raw(`clock_timestamp() + interval '3 seconds'`),
    });
    await eventually(async () => one.worker.closed === 1);
    expect(() => one.seat.held).toThrow('stands by');
    // And taken again when the other one is gone.
    await eventually(async () => holds(one));
    expect(one.worker.opened).toBe(2);
  });

  it('is kept while the database cannot be asked', async () => {
    const other = await database.connect('orion-bgp-collector');
    const one = candidate(other);
    start(one);
    await eventually(async () => holds(one));
    await other.destroy();
    await new Promise(resolve => setTimeout(resolve, 2 * LEASE_MS));
    expect(holds(one)).toBe(true);
    expect(one.logger.warn.mock.calls).toHaveLength(1);
  });
});
