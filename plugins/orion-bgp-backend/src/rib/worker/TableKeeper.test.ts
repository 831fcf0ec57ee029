import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { TableState } from '@orion/backstage-plugin-orion-bgp-common';
import { RouteSourceError } from '../../routes/RouteSourceError';
import { AttributePool } from '../pool/AttributePool';
import { searchTables } from '../query/searchTables';
import { addressBytes } from '../table/PrefixKey';
import { MemorySource } from '../testing/MemorySource';
import { createRouteGenerator } from '../testing/randomRoutes';
import { RouterTableConfig } from './RibConfig';
import { TableKeeper } from './TableKeeper';

const running: TableKeeper[] = [];

function start(
  source: MemorySource,
  config: Partial<RouterTableConfig> = {},
  now?: () => number,
) {
  const states: TableState['state'][] = [];
  const keeper: TableKeeper = new TableKeeper({
    config: {
      id: 'r1',
      asn: 394955,
      source: { router: 'r1', driver: 'memory', settings: {} },
      ...config,
    },
    createSource: () => source,
    pool: new AttributePool(),
    vrps: () => undefined,
    now,
    onChange: () => {
      if (states.at(-1) !== keeper.state.state) {
        states.push(keeper.state.state);
      }
    },
  });
  running.push(keeper);
  keeper.start();
  return { keeper, states };
}

function fill(source: MemorySource, count = 500) {
  const random = createRouteGenerator(5);
  for (let at = 0; at < count; at++) {
    source.update(random.route());
  }
  return random;
}

function total(keeper: TableKeeper) {
  const { ipv4, ipv6 } = keeper.state.paths;
  const found = searchTables(
    keeper.table ? [keeper.table] : [],
    {},
    { limit: 1 },
  );
  expect(found.total).toBe(ipv4 + ipv6);
  return found.total;
}

function until(check: () => boolean): Promise<boolean> {
  return eventually(check);
}

afterEach(async () => {
  await Promise.all(running.splice(0).map(keeper => keeper.stop()));
});

describe('TableKeeper', () => {
  it('dumps a router without events when its counters moved, and rests between', async () => {
    const source = new MemorySource();
    const random = fill(source);
    const { keeper, states } = start(source, { minDumpIntervalMs: 300 });
    await until(() => keeper.state.state === 'polled');
    expect(total(keeper)).toBe(source.routes.length);
    expect(keeper.state.error).toBeUndefined();
    // By time alone, nothing having moved.
    const inMs = Date.parse(keeper.state.nextDumpAt!) - Date.now();
    expect(inMs).toBeGreaterThan(59 * 60_000);

    source.update(random.route());
    await new Promise(resolve => setTimeout(resolve, 400));
    expect(source.dumps).toBe(1);
    keeper.changesMoved();
    await until(() => source.dumps === 2 && keeper.state.state === 'polled');
    expect(total(keeper)).toBe(source.routes.length);

    // Now it has just been dumped: the next one waits.
    keeper.changesMoved();
    expect(source.dumps).toBe(2);
    expect(Date.parse(keeper.state.nextDumpAt!)).toBeGreaterThan(Date.now());
    await until(() => source.dumps === 3 && keeper.state.state === 'polled');
    expect(states.slice(1, 4)).toEqual(['polled', 'resyncing', 'polled']);
  });

  it('waits after crashes as long as the daemon is due, unless a person waits', async () => {
    let time = 0;
    const source = new MemorySource();
    fill(source);
    const { keeper } = start(source, { crashedAfterMs: 20_000 }, () => time);
    await until(() => keeper.state.nextDumpAt !== undefined);
    expect(keeper.state).toMatchObject({
      state: 'loading',
      error: expect.stringMatching(/^The route index crashed more than once/),
    });
    // Fifty times what the last one took, not only five minutes.
    const left = () => Date.parse(keeper.state.nextDumpAt!) - Date.now();
    expect(left() / 1000).toBeCloseTo(1_000, -1);
    time = 19_000;
    keeper.refresh();
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(source.dumps).toBe(0);
    time = 20_000;
    keeper.refresh();
    await until(() => keeper.state.state === 'polled');
    expect(keeper.state.error).toBeUndefined();
    expect(source.dumps).toBe(1);
  });

  it('follows events, those during the dump too, and asks for what was touched', async () => {
    const source = new MemorySource({ events: true });
    const random = fill(source);
    const gone = source.routes[3];
    source.duringDump = () => {
      source.update(gone, true);
      source.update(random.route());
    };
    const { keeper } = start(source);
    await until(() => keeper.state.state === 'live');
    source.duringDump = undefined;
    expect(total(keeper)).toBe(source.routes.length);

    for (let count = 0; count < 300; count++) {
      const known = source.routes[random.pick(source.routes.length)];
      source.update(count % 3 ? random.route() : known, count % 3 === 0);
    }
    await until(() => total(keeper) === source.routes.length);
    expect(source.dumps).toBe(1);
    expect(source.lookups).toBeLessThan(20);
    expect(keeper.state.updatedAt).toBeDefined();
  });

  it('keeps where a path goes out to when the path is read again', async () => {
    const source = new MemorySource({ events: true });
    const random = fill(source, 50);
    const path = { ...random.route(), session: 'he_v6', pathId: 0, flags: 12 };
    source.update(path);
    source.exports = { ix: [{ ...path, from: 'he_v6' }] };
    const { keeper } = start(source);
    await until(() => keeper.state.state === 'live');
    source.update({ ...path, since: 1 });
    const find = () =>
      searchTables([keeper.table!], { exportedTo: 'ix' }, { limit: 5 });
    await until(() =>
      find().routes.some(({ rows, at }) => rows.since[at] === 1),
    );
    expect(find().total).toBe(1);
  });

  it('reads what goes out to a neighbor when that moved, without a dump', async () => {
    const source = new MemorySource();
    const random = fill(source, 50);
    const [one, two] = [1, 2].map(() => ({
      ...random.route(),
      session: 'he_v6',
      pathId: 0,
      flags: 12,
    }));
    source.update(one);
    source.update(two);
    source.exports = { ix: [{ ...one, from: 'he_v6' }], other: [] };
    const { keeper } = start(source, { minExportRestMs: 0 });
    await until(() => keeper.state.state === 'polled');
    const prefixes = (exportedTo: string) =>
      searchTables([keeper.table!], { exportedTo }, { limit: 5 }).routes.map(
        ({ rows, at }) => String(addressBytes(rows.readKey(at))),
      );
    expect(prefixes('ix')).toEqual([String(one.address)]);

    source.exports.ix = [{ ...two, from: 'he_v6' }];
    source.exports.other = [{ ...one, from: 'he_v6' }];
    keeper.exportsMoved(['ix']);
    await until(() => prefixes('ix')[0] === String(two.address));
    expect(prefixes('ix')).toHaveLength(1);
    // Nobody said that the other one moved.
    expect(prefixes('other')).toEqual([]);
    expect(source.dumps).toBe(1);
    source.exports.ix = [];
    keeper.exportsMoved(['ix', 'no-such-session']);
    await until(() => prefixes('ix').length === 0);
    expect(source.dumps).toBe(1);
  });

  it('asks for what goes out and is not in the table, without a dump', async () => {
    const source = new MemorySource();
    const random = fill(source, 50);
    source.exports = { ix: [] };
    const { keeper } = start(source, { minExportRestMs: 0 });
    await until(() => keeper.state.state === 'polled');
    const own = { ...random.route(), session: 'he_v6', pathId: 0, flags: 12 };
    source.update(own);
    source.exports.ix = [{ ...own, from: 'he_v6' }];
    keeper.exportsMoved(['ix']);
    const sent = () =>
      searchTables([keeper.table!], { exportedTo: 'ix' }, { limit: 1 }).total;
    await until(() => sent() === 1);
    expect(source.lookups).toBe(1);
    expect(source.dumps).toBe(1);
    const inMs = Date.parse(keeper.state.nextDumpAt!) - Date.now();
    expect(inMs).toBeGreaterThan(59 * 60_000);
  });

  it('asks for what does not go out any more: most likely it is gone', async () => {
    const source = new MemorySource();
    const random = fill(source, 50);
    const own = { ...random.route(), session: '', pathId: 0, flags: 12 };
    source.update(own);
    source.exports = { ix: [{ ...own, from: '' }] };
    const { keeper } = start(source, { minExportRestMs: 0 });
    await until(() => keeper.state.state === 'polled');
    const before = total(keeper);
    source.update(own, true);
    source.exports.ix = [];
    keeper.exportsMoved(['ix']);
    await until(() => source.lookups === 1 && total(keeper) === before - 1);
    expect(source.dumps).toBe(1);
  });

  it('finds the path again that was away when its prefix was asked for', async () => {
    const source = new MemorySource();
    const random = fill(source, 50);
    const own = { ...random.route(), session: '', pathId: 0, flags: 12 };
    const refused = { ...own, session: 'he_v6', flags: 2 };
    source.update(own);
    source.update(refused);
    source.exports = { ix: [{ ...own, from: '' }] };
    const { keeper } = start(source, { minExportRestMs: 0, exportLookMs: 50 });
    await until(() => keeper.state.state === 'polled');
    const before = total(keeper);
    // The session goes down, which ORION hears of by what goes out.
    source.update(refused, true);
    source.exports.ix = [];
    keeper.exportsMoved(['ix']);
    await until(() => total(keeper) === before - 1);
    source.update(refused);
    await until(() => total(keeper) === before);
    expect(source.dumps).toBe(1);
    // Not for ever: the next dump has them all.
    keeper.refresh();
    await until(() => source.dumps === 2);
    const { lookups } = source;
    await new Promise(resolve => {
      setTimeout(resolve, 300);
    });
    expect(source.lookups).toBe(lookups);
  });

  it('reads a table again by time when nobody can tell that it moved', async () => {
    const source = new MemorySource();
    const random = fill(source, 20);
    const { keeper } = start(source, {
      minDumpIntervalMs: 50,
      resyncIntervalMs: 300,
    });
    await until(() => keeper.state.state === 'polled');
    source.update(random.route());
    await until(() => total(keeper) === source.routes.length);
    expect(source.dumps).toBeGreaterThan(1);
  });

  it.each([true, false])(
    'looks by time at what goes out where nobody counts it (events: %s)',
    async events => {
      const source = new MemorySource({ events });
      const random = fill(source, 50);
      const own = { ...random.route(), session: 'he_v6', pathId: 0, flags: 12 };
      source.update(own);
      source.countsExports = false;
      source.exports = { ix: [] };
      const { keeper } = start(source, { exportLookMs: 100 });
      const state = events ? 'live' : 'polled';
      await until(() => keeper.state.state === state);
      // A policy was opened: no route changed, and no counter.
      source.exports.ix = [{ ...own, from: 'he_v6' }];
      const sent = () =>
        searchTables([keeper.table!], { exportedTo: 'ix' }, { limit: 1 }).total;
      await until(() => sent() === 1);
      expect(source.dumps).toBe(1);
      expect(keeper.state.longExports).toBeUndefined();

      source.exports.shadow = Array.from({ length: 10_001 }, () => own);
      await until(() => keeper.state.longExports?.[0] === 'shadow');
    },
  );

  it('tells what was cut, and its own bytes beside those that all share', async () => {
    const source = new MemorySource();
    fill(source, 50);
    source.cutAttributes = 2;
    const { keeper } = start(source, { minDumpIntervalMs: 0 });
    await until(() => keeper.state.state === 'polled');
    expect(keeper.state).toMatchObject({
      cutAttributes: 2,
      bytes: keeper.table!.byteLength,
      sharedBytes: keeper.table!.pool.byteLength,
    });
    source.cutAttributes = 0;
    keeper.changesMoved();
    await until(() => keeper.state.cutAttributes === undefined);
  });

  it('leaves many of them to the next dump, which comes no sooner for it', async () => {
    const source = new MemorySource();
    const random = fill(source, 50);
    source.exports = { ix: [] };
    const { keeper } = start(source, { minExportRestMs: 0 });
    await until(() => keeper.state.state === 'polled');
    source.exports.ix = Array.from({ length: 40 }, () => ({
      ...random.route(),
      from: 'he_v6',
    }));
    keeper.exportsMoved(['ix']);
    await until(() => keeper.state.nextDumpAt !== undefined);
    expect(source.lookups).toBe(0);
    const inMs = Date.parse(keeper.state.nextDumpAt!) - Date.now();
    expect(inMs).toBeGreaterThan(4 * 60_000);
  });

  it('leaves long lists to the dump, and says when one cannot be read', async () => {
    const source = new MemorySource();
    fill(source, 50);
    source.exports = { shadow: [], ix: [] };
    const { keeper } = start(source, { minExportRestMs: 300 });
    await until(() => keeper.state.state === 'polled');
    const [path] = source.routes;
    source.exports.shadow = Array.from({ length: 10_001 }, () => path);
    const read = jest.spyOn(source, 'dumpExports');
    keeper.exportsMoved(['shadow']);
    await until(() => read.mock.calls.length === 1);
    keeper.exportsMoved(['shadow', 'ix']);
    await until(() => read.mock.calls.length === 2);
    expect(read.mock.calls.map(([{ session }]) => session)).toEqual([
      'shadow',
      'ix',
    ]);
    read.mockRejectedValueOnce(new Error('r1 closed its control socket'));
    keeper.exportsMoved(['ix']);
    await until(() => keeper.state.error !== undefined);
    expect(keeper.state).toMatchObject({
      state: 'polled',
      error:
        'What goes out could not be read again: r1 closed its control socket',
    });
    // Tried again by itself.
    await until(() => keeper.state.error === undefined);
    expect(source.dumps).toBe(1);
  });

  it('looks again what goes out when events changed a table', async () => {
    const source = new MemorySource({ events: true });
    const random = fill(source, 50);
    source.exports = { ix: [] };
    const { keeper } = start(source, { minExportRestMs: 0 });
    await until(() => keeper.state.state === 'live');
    const own = { ...random.route(), session: 'he_v6', pathId: 0, flags: 12 };
    source.exports.ix = [{ ...own, from: 'he_v6' }];
    source.update(own);
    await until(
      () =>
        searchTables([keeper.table!], { exportedTo: 'ix' }, { limit: 1 })
          .total === 1,
    );
    expect(source.dumps).toBe(1);
  });

  it('subscribes and compares anew when the stream breaks, and keeps answering meanwhile', async () => {
    const source = new MemorySource({ events: true });
    const random = fill(source);
    const { keeper, states } = start(source, { minDumpIntervalMs: 0 });
    await until(() => keeper.state.state === 'live');
    const before = total(keeper);
    source.breakStream();
    await until(() => keeper.state.state === 'resyncing');
    // Nobody tells of this one.
    source.update(random.route());
    expect(keeper.state.error).toBe('the stream broke');
    expect(total(keeper)).toBe(before);
    await until(() => keeper.state.state === 'live');
    expect(total(keeper)).toBe(source.routes.length);
    expect(keeper.state.error).toBeUndefined();
    expect(states).toEqual(['loading', 'live', 'resyncing', 'live']);
  });

  it('compares a live table when it is time', async () => {
    const source = new MemorySource({ events: true });
    fill(source, 20);
    const { keeper } = start(source, { resyncIntervalMs: 200 });
    await until(() => source.dumps >= 3);
    await until(() => keeper.state.state === 'live');
    expect(Date.parse(keeper.state.nextDumpAt!)).toBeGreaterThan(0);
  });

  it('says why there is no table, and reads it when the router is back', async () => {
    const source = new MemorySource();
    fill(source, 20);
    source.failure = new Error('Router r1 refuses the connection');
    const { keeper, states } = start(source);
    await until(() => keeper.state.state === 'unavailable');
    expect(keeper.state).toMatchObject({
      error: 'Router r1 refuses the connection',
      paths: { ipv4: 0, ipv6: 0 },
    });
    source.failure = undefined;
    await until(() => keeper.state.state === 'polled');
    expect(keeper.state.error).toBeUndefined();
    expect(states).toEqual(['unavailable', 'loading', 'polled']);
  });

  it('keeps only counts of a table that is too large', async () => {
    const source = new MemorySource({ events: true });
    fill(source, 300);
    const { keeper } = start(source, { maxPaths: 100 });
    await until(() => keeper.state.state === 'summary-only');
    const { paths, error } = keeper.state;
    expect(paths.ipv4 + paths.ipv6).toBe(source.routes.length);
    expect(error).toContain('more than the 100 that are kept');
    expect(keeper.state.prefixes).toBeUndefined();
    expect(keeper.table).toBeUndefined();
  });

  it('leaves a daemon alone that it could not read to the end', async () => {
    const source = new MemorySource();
    fill(source, 20);
    let now = 1_000_000;
    source.duringDump = () => {
      now += 120_000;
      source.duringDump = undefined;
      throw new RouteSourceError('deadline', 'r1 did not answer in time');
    };
    const took = jest.spyOn(performance, 'now').mockImplementation(() => now);
    const { keeper } = start(source, {}, () => now);
    await until(() => keeper.state.state === 'unavailable');
    took.mockRestore();
    now += 99 * 60_000;
    keeper.changesMoved();
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(source.dumps).toBe(1);
    now += 60_000;
    keeper.changesMoved();
    await until(() => keeper.state.state === 'polled');
    expect(source.dumps).toBe(2);
  });

  it('does not dump again and again while the stream breaks after each', async () => {
    const source = new MemorySource({ events: true });
    fill(source, 20);
    let now = 1_000_000;
    const { keeper } = start(source, {}, () => now);
    const waits: number[] = [];
    for (let count = 1; count <= 5; count++) {
      await until(
        () => source.dumps === count && keeper.state.state === 'live',
      );
      source.breakStream();
      await until(() => keeper.state.state === 'resyncing');
      const from = now;
      while (source.dumps === count) {
        now += 1_000;
        // Wakes it, and asks for nothing that a rest is shortened for.
        keeper.exportsMoved([]);
        await new Promise(resolve => setTimeout(resolve, 5));
      }
      waits.push(Math.round((now - from) / 1_000));
    }
    expect(waits[0]).toBeGreaterThanOrEqual(10);
    expect(waits[4]).toBeGreaterThanOrEqual(60);
  });

  it('knows how old a table is whatever the clock is set to', async () => {
    const source = new MemorySource();
    fill(source, 20);
    let now = 1_000;
    const { keeper } = start(source, {}, () => now);
    await until(() => keeper.state.state === 'polled');
    now += 400_000;
    const clock = jest.spyOn(Date, 'now');
    const real = Date.parse(keeper.state.dumpedAt!);
    for (const step of [-3_600_000, -400_000, 3_600_000]) {
      clock.mockReturnValue(real + 400_000 + step);
      expect(keeper.ageMs).toBe(400_000);
    }
    clock.mockReturnValue(real - 3_600_000);
    keeper.changesMoved();
    clock.mockRestore();
    await until(() => source.dumps === 2);
  });

  it('ends in the middle of everything', async () => {
    const source = new MemorySource({ events: true });
    fill(source, 20);
    const { keeper } = start(source);
    await keeper.stop();
    await keeper.stop();
    expect(source.closed).toBe(true);
    expect(keeper.table).toBeUndefined();
  });
});
