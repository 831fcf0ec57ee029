import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { searchTables } from '../query/searchTables';
import { addressBytes } from '../table/PrefixKey';
import { MemorySource } from '../testing/MemorySource';
import { fillSource, keepTables, totalOf } from '../testing/keepTables';

const start = keepTables();

describe('what goes out, in a TableKeeper', () => {
  it('keeps where a path goes out to when the path is read again', async () => {
    const source = new MemorySource({ events: true });
    const random = fillSource(source, 50);
    const path = { ...random.route(), session: 'he_v6', pathId: 0, flags: 12 };
    source.update(path);
    source.exports = { ix: [{ ...path, from: 'he_v6' }] };
    const { keeper } = start(source);
    await eventually(() => keeper.state.state === 'live');
    source.update({ ...path, since: 1 });
    const find = () =>
      searchTables([keeper.table!], { exportedTo: 'ix' }, { limit: 5 });
    await eventually(() =>
      find().routes.some(({ rows, at }) => rows.since[at] === 1),
    );
    expect(find().total).toBe(1);
  });

  it('reads what goes out to a neighbor when that moved, without a dump', async () => {
    const source = new MemorySource();
    const random = fillSource(source, 50);
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
    await eventually(() => keeper.state.state === 'polled');
    const prefixes = (exportedTo: string) =>
      searchTables([keeper.table!], { exportedTo }, { limit: 5 }).routes.map(
        ({ rows, at }) => String(addressBytes(rows.readKey(at))),
      );
    expect(prefixes('ix')).toEqual([String(one.address)]);

    source.exports.ix = [{ ...two, from: 'he_v6' }];
    source.exports.other = [{ ...one, from: 'he_v6' }];
    keeper.exportsMoved(['ix']);
    await eventually(() => prefixes('ix')[0] === String(two.address));
    expect(prefixes('ix')).toHaveLength(1);
    // Nobody said that the other one moved.
    expect(prefixes('other')).toEqual([]);
    expect(source.dumps).toBe(1);
    source.exports.ix = [];
    keeper.exportsMoved(['ix', 'no-such-session']);
    await eventually(() => prefixes('ix').length === 0);
    expect(source.dumps).toBe(1);
  });

  it('asks for what goes out and is not in the table, without a dump', async () => {
    const source = new MemorySource();
    const random = fillSource(source, 50);
    source.exports = { ix: [] };
    const { keeper } = start(source, { minExportRestMs: 0 });
    await eventually(() => keeper.state.state === 'polled');
    const own = { ...random.route(), session: 'he_v6', pathId: 0, flags: 12 };
    source.update(own);
    source.exports.ix = [{ ...own, from: 'he_v6' }];
    keeper.exportsMoved(['ix']);
    const sent = () =>
      searchTables([keeper.table!], { exportedTo: 'ix' }, { limit: 1 }).total;
    await eventually(() => sent() === 1);
    expect(source.lookups).toBe(1);
    expect(source.dumps).toBe(1);
    const inMs = Date.parse(keeper.state.nextDumpAt!) - Date.now();
    expect(inMs).toBeGreaterThan(59 * 60_000);
  });

  it('asks for what does not go out any more: most likely it is gone', async () => {
    const source = new MemorySource();
    const random = fillSource(source, 50);
    const own = { ...random.route(), session: '', pathId: 0, flags: 12 };
    source.update(own);
    source.exports = { ix: [{ ...own, from: '' }] };
    const { keeper } = start(source, { minExportRestMs: 0 });
    await eventually(() => keeper.state.state === 'polled');
    const before = totalOf(keeper);
    source.update(own, true);
    source.exports.ix = [];
    keeper.exportsMoved(['ix']);
    await eventually(
      () => source.lookups === 1 && totalOf(keeper) === before - 1,
    );
    expect(source.dumps).toBe(1);
  });

  it('finds the path again that was away when its prefix was asked for', async () => {
    const source = new MemorySource();
    const random = fillSource(source, 50);
    const own = { ...random.route(), session: '', pathId: 0, flags: 12 };
    const refused = { ...own, session: 'he_v6', flags: 2 };
    source.update(own);
    source.update(refused);
    source.exports = { ix: [{ ...own, from: '' }] };
    const { keeper } = start(source, { minExportRestMs: 0, exportLookMs: 50 });
    await eventually(() => keeper.state.state === 'polled');
    const before = totalOf(keeper);
    // The session goes down, which ORION hears of by what goes out.
    source.update(refused, true);
    source.exports.ix = [];
    keeper.exportsMoved(['ix']);
    await eventually(() => totalOf(keeper) === before - 1);
    source.update(refused);
    await eventually(() => totalOf(keeper) === before);
    expect(source.dumps).toBe(1);
    // Not for ever: the next dump has them all.
    keeper.refresh();
    await eventually(() => source.dumps === 2);
    const { lookups } = source;
    await new Promise(resolve => {
      setTimeout(resolve, 300);
    });
    expect(source.lookups).toBe(lookups);
  });

  it.each([true, false])(
    'looks by time at what goes out where nobody counts it (events: %s)',
    async events => {
      const source = new MemorySource({ events });
      const random = fillSource(source, 50);
      const own = { ...random.route(), session: 'he_v6', pathId: 0, flags: 12 };
      source.update(own);
      source.countsExports = false;
      source.exports = { ix: [] };
      const { keeper } = start(source, { exportLookMs: 100 });
      const state = events ? 'live' : 'polled';
      await eventually(() => keeper.state.state === state);
      // A policy was opened: no route changed, and no counter.
      source.exports.ix = [{ ...own, from: 'he_v6' }];
      const sent = () =>
        searchTables([keeper.table!], { exportedTo: 'ix' }, { limit: 1 }).total;
      await eventually(() => sent() === 1);
      expect(source.dumps).toBe(1);
      expect(keeper.state.longExports).toBeUndefined();

      source.exports.shadow = Array.from({ length: 10_001 }, () => own);
      await eventually(() => keeper.state.longExports?.[0] === 'shadow');
    },
  );

  it('leaves many of them to the next dump, which comes no sooner for it', async () => {
    const source = new MemorySource();
    const random = fillSource(source, 50);
    source.exports = { ix: [] };
    const { keeper } = start(source, { minExportRestMs: 0 });
    await eventually(() => keeper.state.state === 'polled');
    source.exports.ix = Array.from({ length: 40 }, () => ({
      ...random.route(),
      from: 'he_v6',
    }));
    keeper.exportsMoved(['ix']);
    await eventually(() => keeper.state.nextDumpAt !== undefined);
    expect(source.lookups).toBe(0);
    const inMs = Date.parse(keeper.state.nextDumpAt!) - Date.now();
    expect(inMs).toBeGreaterThan(4 * 60_000);
  });

  it('leaves long lists to the dump, and says when one cannot be read', async () => {
    const source = new MemorySource();
    fillSource(source, 50);
    source.exports = { shadow: [], ix: [] };
    const { keeper } = start(source, { minExportRestMs: 300 });
    await eventually(() => keeper.state.state === 'polled');
    const [path] = source.routes;
    source.exports.shadow = Array.from({ length: 10_001 }, () => path);
    const read = jest.spyOn(source, 'dumpExports');
    keeper.exportsMoved(['shadow']);
    await eventually(() => read.mock.calls.length === 1);
    keeper.exportsMoved(['shadow', 'ix']);
    await eventually(() => read.mock.calls.length === 2);
    expect(read.mock.calls.map(([{ session }]) => session)).toEqual([
      'shadow',
      'ix',
    ]);
    read.mockRejectedValueOnce(new Error('r1 closed its control socket'));
    keeper.exportsMoved(['ix']);
    await eventually(() => keeper.state.error !== undefined);
    expect(keeper.state).toMatchObject({
      state: 'polled',
      error:
        'What goes out could not be read again: r1 closed its control socket',
    });
    // Tried again by itself.
    await eventually(() => keeper.state.error === undefined);
    expect(source.dumps).toBe(1);
  });

  it('says that it knows of nothing what goes out where nobody asks', async () => {
    const source = new MemorySource();
    fillSource(source, 5);
    const { keeper } = start(source, { skipExports: true });
    await eventually(() => keeper.state.state === 'polled');
    expect(keeper.state.withoutExports).toBe(true);

    const asked = new MemorySource();
    fillSource(asked, 5);
    const { keeper: other } = start(asked);
    await eventually(() => other.state.state === 'polled');
    expect(other.state.withoutExports).toBeUndefined();
  });

  it('looks again what goes out when events changed a table', async () => {
    const source = new MemorySource({ events: true });
    const random = fillSource(source, 50);
    source.exports = { ix: [] };
    const { keeper } = start(source, { minExportRestMs: 0 });
    await eventually(() => keeper.state.state === 'live');
    const own = { ...random.route(), session: 'he_v6', pathId: 0, flags: 12 };
    source.exports.ix = [{ ...own, from: 'he_v6' }];
    source.update(own);
    await eventually(
      () =>
        searchTables([keeper.table!], { exportedTo: 'ix' }, { limit: 1 })
          .total === 1,
    );
    expect(source.dumps).toBe(1);
  });
});
