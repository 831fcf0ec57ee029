import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { RouteSourceError } from '../../routes/RouteSourceError';
import { MemorySource } from '../testing/MemorySource';
import { fillSource, keepTables, totalOf } from '../testing/keepTables';

const start = keepTables();

describe('TableKeeper', () => {
  it('dumps a router without events when its counters moved, and rests between', async () => {
    const source = new MemorySource();
    const random = fillSource(source);
    const { keeper, states } = start(source, { minDumpIntervalMs: 300 });
    await eventually(() => keeper.state.state === 'polled');
    expect(totalOf(keeper)).toBe(source.routes.length);
    expect(keeper.state.error).toBeUndefined();
    // By time alone, nothing having moved.
    const inMs = Date.parse(keeper.state.nextDumpAt!) - Date.now();
    expect(inMs).toBeGreaterThan(59 * 60_000);

    source.update(random.route());
    await new Promise(resolve => setTimeout(resolve, 400));
    expect(source.dumps).toBe(1);
    keeper.changesMoved();
    await eventually(
      () => source.dumps === 2 && keeper.state.state === 'polled',
    );
    expect(totalOf(keeper)).toBe(source.routes.length);

    // Now it has just been dumped: the next one waits.
    keeper.changesMoved();
    expect(source.dumps).toBe(2);
    expect(Date.parse(keeper.state.nextDumpAt!)).toBeGreaterThan(Date.now());
    await eventually(
      () => source.dumps === 3 && keeper.state.state === 'polled',
    );
    expect(states.slice(1, 4)).toEqual(['polled', 'resyncing', 'polled']);
  });

  it('waits after crashes as long as the daemon is due, unless a person waits', async () => {
    let time = 0;
    const source = new MemorySource();
    fillSource(source);
    const { keeper } = start(source, { crashedAfterMs: 20_000 }, () => time);
    await eventually(() => keeper.state.nextDumpAt !== undefined);
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
    await eventually(() => keeper.state.state === 'polled');
    expect(keeper.state.error).toBeUndefined();
    expect(source.dumps).toBe(1);
  });

  it.each([
    ['short', 60, /right before the collector of routes started/],
    ['long', 600, /started more than once/],
    ['full', 600, /ended while it read the table of router r1/],
  ] as const)(
    'lets a daemon rest %s after a start, and says why and until when',
    async (rest, seconds, why) => {
      let time = 0;
      const source = new MemorySource();
      fillSource(source);
      const dumpedBefore = { agoMs: 20_000, costMs: 12_000, rest };
      const { keeper } = start(source, { dumpedBefore }, () => time);
      await eventually(() => keeper.state.nextDumpAt !== undefined);
      expect(keeper.state).toMatchObject({
        state: 'loading',
        error: expect.stringMatching(why),
      });
      const left = () => Date.parse(keeper.state.nextDumpAt!) - Date.now();
      expect(left() / 1000).toBeCloseTo(seconds - 20, -1);
      time = seconds * 1_000 - 21_000;
      // Wakes it, and is no reason to hurry.
      keeper.changesMoved();
      await new Promise(resolve => setTimeout(resolve, 50));
      expect(source.dumps).toBe(0);
      time += 2_000;
      keeper.changesMoved();
      await eventually(() => keeper.state.state === 'polled');
      expect(keeper.state.error).toBeUndefined();
      expect(source.dumps).toBe(1);
    },
  );

  it('reads a table at once after a start where a person asks, or none rests', async () => {
    const source = new MemorySource();
    fillSource(source);
    const dumpedBefore = {
      agoMs: 20_000,
      costMs: 12_000,
      rest: 'full' as const,
    };
    const asked = start(source, { dumpedBefore }, () => 0);
    await eventually(() => asked.keeper.state.nextDumpAt !== undefined);
    asked.keeper.refresh();
    await eventually(() => asked.keeper.state.state === 'polled');
    const rested = { ...dumpedBefore, agoMs: 600_000 };
    const { keeper, states } = start(source, { dumpedBefore: rested }, () => 0);
    expect(keeper.state.error).toBeUndefined();
    await eventually(() => keeper.state.state === 'polled');
    expect(states.at(-1)).toBe('polled');
  });

  it('tells of every dump when it begins and when it ends, whole or not', async () => {
    const source = new MemorySource();
    fillSource(source, 20);
    const { keeper, dumps } = start(source, { minDumpIntervalMs: 0 });
    await eventually(() => keeper.state.state === 'polled');
    expect(dumps).toEqual([undefined, expect.any(Number)]);
    source.duringDump = () => {
      throw new RouteSourceError('closed', 'r1 closed its control socket');
    };
    keeper.changesMoved();
    await eventually(() => keeper.state.error !== undefined);
    expect(dumps.slice(2)).toEqual([undefined, expect.any(Number)]);
    // One that is not reached is not dumped.
    const away = new MemorySource();
    away.failure = new RouteSourceError('connect', 'r1 cannot be reached');
    const other = start(away);
    await eventually(() => other.keeper.state.state === 'unavailable');
    expect(other.dumps).toEqual([]);
  });

  it('tells that a dump ended when it is stopped in it', async () => {
    const source = new MemorySource();
    fillSource(source, 20);
    let goOn: (() => void) | undefined;
    source.duringDump = () =>
      new Promise<void>((_, reject) => {
        goOn = () => reject(new Error('r1 was interrupted: cancelled'));
      });
    const { keeper, dumps } = start(source);
    await eventually(() => goOn !== undefined);
    const stopped = keeper.stop();
    goOn?.();
    await stopped;
    expect(dumps).toEqual([undefined, expect.any(Number)]);
  });

  it('follows events, those during the dump too, and asks for what was touched', async () => {
    const source = new MemorySource({ events: true });
    const random = fillSource(source);
    const gone = source.routes[3];
    source.duringDump = () => {
      source.update(gone, true);
      source.update(random.route());
    };
    const { keeper } = start(source);
    await eventually(() => keeper.state.state === 'live');
    source.duringDump = undefined;
    expect(totalOf(keeper)).toBe(source.routes.length);

    for (let count = 0; count < 300; count++) {
      const known = source.routes[random.pick(source.routes.length)];
      source.update(count % 3 ? random.route() : known, count % 3 === 0);
    }
    await eventually(() => totalOf(keeper) === source.routes.length);
    expect(source.dumps).toBe(1);
    expect(source.lookups).toBeLessThan(20);
    expect(keeper.state.updatedAt).toBeDefined();
  });

  it('is not live while more was told than it could take in', async () => {
    const source = new MemorySource({ events: true });
    const random = fillSource(source, 50);
    const { keeper, states } = start(source);
    await eventually(() => keeper.state.state === 'live');
    // The usual bustle is no reason.
    source.update(random.route());
    await eventually(() => totalOf(keeper) === source.routes.length);
    expect(states.at(-1)).toBe('live');
    const gone = { ...random.route(), family: 4 as const, length: 24 };
    for (let count = 0; count < 10_000; count++) {
      const address = Uint8Array.of(198, count >> 8, count & 0xff, 0);
      source.update({ ...gone, address }, true);
    }
    const kept = random.route();
    source.update(kept);
    await eventually(() => totalOf(keeper) === source.routes.length);
    await eventually(() => keeper.state.state === 'live');
    expect(states.slice(-3)).toEqual(['live', 'resyncing', 'live']);
    expect(source.dumps).toBe(1);
  });

  it('reads a table again by time when nobody can tell that it moved', async () => {
    const source = new MemorySource();
    const random = fillSource(source, 20);
    const { keeper } = start(source, {
      minDumpIntervalMs: 50,
      resyncIntervalMs: 300,
    });
    await eventually(() => keeper.state.state === 'polled');
    source.update(random.route());
    await eventually(() => totalOf(keeper) === source.routes.length);
    expect(source.dumps).toBeGreaterThan(1);
  });

  it('tells what was cut, and its own bytes beside those that all share', async () => {
    const source = new MemorySource();
    fillSource(source, 50);
    source.cutAttributes = 2;
    const { keeper } = start(source, { minDumpIntervalMs: 0 });
    await eventually(() => keeper.state.state === 'polled');
    expect(keeper.state).toMatchObject({
      cutAttributes: 2,
      bytes: keeper.table!.byteLength,
      sharedBytes: keeper.table!.pool.byteLength,
    });
    source.cutAttributes = 0;
    keeper.changesMoved();
    await eventually(() => keeper.state.cutAttributes === undefined);
  });

  it('subscribes and compares anew when the stream breaks, and keeps answering meanwhile', async () => {
    const source = new MemorySource({ events: true });
    const random = fillSource(source);
    const { keeper, states } = start(source, { minDumpIntervalMs: 0 });
    await eventually(() => keeper.state.state === 'live');
    const before = totalOf(keeper);
    source.breakStream();
    await eventually(() => keeper.state.state === 'resyncing');
    // Nobody tells of this one.
    source.update(random.route());
    expect(keeper.state.error).toBe('the stream broke');
    expect(totalOf(keeper)).toBe(before);
    await eventually(() => keeper.state.state === 'live');
    expect(totalOf(keeper)).toBe(source.routes.length);
    expect(keeper.state.error).toBeUndefined();
    expect(states).toEqual(['loading', 'live', 'resyncing', 'live']);
  });

  it('is no live table from when a session moved until it was compared', async () => {
    const source = new MemorySource({ events: true });
    const random = fillSource(source, 20);
    let now = 1_000_000;
    const { keeper, states } = start(source, {}, () => now);
    await eventually(() => keeper.state.state === 'live');
    keeper.resync();
    await eventually(() => keeper.state.state === 'resyncing');
    // What is told meanwhile is taken in, and does not make it whole.
    source.update(random.route());
    await eventually(() => totalOf(keeper) === source.routes.length);
    expect(keeper.state).toMatchObject({
      state: 'resyncing',
      error: undefined,
    });
    expect(source.dumps).toBe(1);
    now += 10_000;
    keeper.exportsMoved([]);
    await eventually(() => keeper.state.state === 'live');
    expect(source.dumps).toBe(2);
    expect(states).toEqual(['loading', 'live', 'resyncing', 'live']);
  });

  it('keeps no more of what is told in a dump than can be asked for', async () => {
    const source = new MemorySource({ events: true });
    fillSource(source, 20);
    let now = 1_000_000;
    let told = 0;
    source.duringDump = async () => {
      source.duringDump = undefined;
      // Of a daemon that gets a whole table while it is read.
      for (; told <= 50_000; told++) {
        const address = Uint8Array.of(10, told >> 16, told >> 8, told);
        const prefix = { family: 4 as const, address, length: 32 };
        source.update({ ...source.routes[0], ...prefix }, true);
      }
    };
    const { keeper } = start(source, {}, () => now);
    await eventually(() => keeper.state.error !== undefined);
    expect(keeper.state).toMatchObject({
      state: 'resyncing',
      error:
        'More than 50000 prefixes changed at once: the table is read again',
    });
    expect(source.lookups).toBe(0);
    now += 60_000;
    keeper.exportsMoved([]);
    await eventually(() => keeper.state.state === 'live');
    expect(keeper.state.error).toBeUndefined();
    expect(source.dumps).toBe(2);
  });

  it('compares a live table when it is time', async () => {
    const source = new MemorySource({ events: true });
    fillSource(source, 20);
    const { keeper } = start(source, { resyncIntervalMs: 200 });
    await eventually(() => source.dumps >= 3);
    await eventually(() => keeper.state.state === 'live');
    expect(Date.parse(keeper.state.nextDumpAt!)).toBeGreaterThan(0);
  });

  it('says why there is no table, and reads it when the router is back', async () => {
    const source = new MemorySource();
    fillSource(source, 20);
    source.failure = new Error('Router r1 refuses the connection');
    const { keeper, states } = start(source);
    await eventually(() => keeper.state.state === 'unavailable');
    expect(keeper.state).toMatchObject({
      error: 'Router r1 refuses the connection',
      paths: { ipv4: 0, ipv6: 0 },
    });
    source.failure = undefined;
    await eventually(() => keeper.state.state === 'polled');
    expect(keeper.state.error).toBeUndefined();
    expect(states).toEqual(['unavailable', 'loading', 'polled']);
  });

  it('keeps only counts of a table that is too large', async () => {
    const source = new MemorySource({ events: true });
    fillSource(source, 300);
    const { keeper } = start(source, { maxPaths: 100 });
    await eventually(() => keeper.state.state === 'summary-only');
    const { paths, error } = keeper.state;
    expect(paths.ipv4 + paths.ipv6).toBe(source.routes.length);
    expect(error).toContain('more than the 100 that are kept');
    expect(keeper.state.prefixes).toBeUndefined();
    expect(keeper.table).toBeUndefined();
    // What it cost is not asked of the daemon once more.
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(source.dumps).toBe(1);
  });

  it.each([false, true])(
    'sums up a daemon whose answer is too long until one fits (events: %s)',
    async events => {
      const source = new MemorySource({ events });
      fillSource(source, 20);
      let now = 1_000_000;
      source.duringDump = () => {
        now += 120_000;
        throw new RouteSourceError('limit', 'r1 sent more than 512 bytes');
      };
      const clock = jest
        .spyOn(performance, 'now')
        .mockImplementation(() => now);
      const { keeper, states } = start(source, {}, () => now);
      await eventually(() => keeper.state.state === 'summary-only');
      expect(keeper.state).toMatchObject({
        error:
          'The table of router r1 is longer than ORION reads, so only what its sessions count is there: r1 sent more than 512 bytes. No setting raises that',
        dumpedAt: undefined,
        dumpMs: 120_000,
        paths: { ipv4: 0, ipv6: 0 },
        prefixes: undefined,
      });
      expect(keeper.table).toBeUndefined();
      const rests = () =>
        Date.parse(keeper.state.nextDumpAt!) - Date.now() > 99 * 60_000;
      expect(rests()).toBe(true);

      // It rests as one does that was read to its end.
      now += 99 * 60_000;
      keeper.changesMoved();
      await new Promise(resolve => setTimeout(resolve, 50));
      expect(source.dumps).toBe(1);
      now += 60_000;
      keeper.changesMoved();
      await eventually(() => source.dumps === 2 && rests());
      // As loading, it would look as if it were soon there.
      expect(states.slice(states.indexOf('summary-only'))).toEqual([
        'summary-only',
      ]);

      source.duringDump = undefined;
      now += 101 * 60_000;
      keeper.changesMoved();
      await eventually(() => keeper.state.state === 'polled');
      clock.mockRestore();
      expect(keeper.state.error).toBeUndefined();
      expect(keeper.state.dumpedAt).toBeDefined();
      expect(totalOf(keeper)).toBe(source.routes.length);
    },
  );

  it('forgets a table that has grown too long to be read', async () => {
    const source = new MemorySource();
    fillSource(source, 20);
    const { keeper } = start(source, { minDumpIntervalMs: 0 });
    await eventually(() => keeper.state.state === 'polled');
    source.duringDump = () => {
      throw new RouteSourceError('limit', 'r1 sent more than 512 bytes');
    };
    keeper.changesMoved();
    await eventually(() => keeper.state.state === 'summary-only');
    expect(keeper.table).toBeUndefined();
    expect(keeper.state.paths).toEqual({ ipv4: 0, ipv6: 0 });
    expect(keeper.state.dumpedAt).toBeUndefined();
  });

  it('leaves a daemon alone that it could not read to the end', async () => {
    const source = new MemorySource();
    fillSource(source, 20);
    let now = 1_000_000;
    source.duringDump = () => {
      now += 120_000;
      source.duringDump = undefined;
      throw new RouteSourceError('deadline', 'r1 did not answer in time');
    };
    const took = jest.spyOn(performance, 'now').mockImplementation(() => now);
    const { keeper } = start(source, {}, () => now);
    await eventually(() => keeper.state.state === 'unavailable');
    took.mockRestore();
    now += 99 * 60_000;
    keeper.changesMoved();
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(source.dumps).toBe(1);
    now += 60_000;
    keeper.changesMoved();
    await eventually(() => keeper.state.state === 'polled');
    expect(source.dumps).toBe(2);
  });

  it('does not dump again and again while the stream breaks after each', async () => {
    const source = new MemorySource({ events: true });
    fillSource(source, 20);
    let now = 1_000_000;
    const { keeper } = start(source, {}, () => now);
    const waits: number[] = [];
    for (let count = 1; count <= 5; count++) {
      await eventually(
        () => source.dumps === count && keeper.state.state === 'live',
      );
      source.breakStream();
      await eventually(() => keeper.state.state === 'resyncing');
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
    fillSource(source, 20);
    let now = 1_000;
    const { keeper } = start(source, {}, () => now);
    await eventually(() => keeper.state.state === 'polled');
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
    await eventually(() => source.dumps === 2);
  });

  it('ends in the middle of everything', async () => {
    const source = new MemorySource({ events: true });
    fillSource(source, 20);
    const { keeper } = start(source);
    await keeper.stop();
    await keeper.stop();
    expect(source.closed).toBe(true);
    expect(keeper.table).toBeUndefined();
  });
});
