import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { ExportRecord } from '../../routes/RouteSource';
import { RouteSourceError } from '../../routes/RouteSourceError';
import { AttributePool } from '../pool/AttributePool';
import { searchTables } from '../query/searchTables';
import { MemorySource } from '../testing/MemorySource';
import { createRouteGenerator } from '../testing/randomRoutes';
import { TableKeeper } from './TableKeeper';

const until = (check: () => boolean) => eventually(check);

/** A router of four neighbors, some of whose lists break off after the first route. */
describe('lists of exports that cannot be read', () => {
  let source: MemorySource;
  let keeper: TableKeeper;
  const broken = new Set<string>();
  const asked: string[] = [];
  const sent = (exportedTo: string) =>
    searchTables([keeper.table!], { exportedTo }, { limit: 1 }).total;

  function start(exports: { [session: string]: number }) {
    source = new MemorySource();
    const random = createRouteGenerator(5);
    const own = { ...random.route(), session: '', pathId: 0, flags: 12 };
    source.update(own);
    source.exports = Object.fromEntries(
      Object.entries(exports).map(([name, count]) => [
        name,
        Array.from(
          { length: count },
          (): ExportRecord => ({
            ...own,
            from: '',
          }),
        ),
      ]),
    );
    const dumpExports = source.dumpExports.bind(source);
    source.dumpExports = async options => {
      asked.push(options.session);
      if (broken.has(options.session)) {
        source.exports[options.session].slice(0, 1).forEach(options.sink);
        throw new RouteSourceError('closed', 'r1 closed its control socket');
      }
      return dumpExports(options);
    };
    keeper = new TableKeeper({
      config: {
        id: 'r1',
        asn: 394955,
        source: { router: 'r1', driver: 'memory', settings: {} },
      },
      createSource: () => source,
      pool: new AttributePool(),
      vrps: () => undefined,
      onChange: () => {},
    });
    keeper.start();
  }

  beforeEach(() => {
    broken.clear();
    asked.length = 0;
  });

  afterEach(() => keeper.stop());

  it('reads the others, says whose are missing, and asks for those again', async () => {
    broken.add('he_v4').add('he_v6');
    start({ ...{ core: 1, he_v4: 1, he_v6: 1 }, ix: 1 });
    await until(() => keeper.state.state === 'polled');
    expect(asked).toEqual(['core', 'he_v4', 'he_v6', 'ix']);
    expect(keeper.state).toMatchObject({
      unreadExports: ['he_v4', 'he_v6'],
      error:
        'What goes out to he_v4, he_v6 could not be read: r1 closed its control socket',
    });
    expect([...keeper.exported.keys()]).toEqual(['core', 'ix']);
    expect(['core', 'he_v4', 'he_v6', 'ix'].map(sent)).toEqual([1, 0, 0, 1]);

    // One comes back: the other keeps it from nothing.
    broken.delete('he_v6');
    await until(() => sent('he_v6') === 1);
    expect(keeper.state).toMatchObject({
      unreadExports: ['he_v4'],
      error: expect.stringContaining('r1 closed its control socket'),
    });
    broken.delete('he_v4');
    await until(() => keeper.state.unreadExports === undefined);
    expect(sent('he_v4')).toBe(1);
    expect(keeper.state.error).toBeUndefined();
    expect(asked.filter(name => name === 'core' || name === 'ix')).toHaveLength(
      2,
    );
    expect(source.dumps).toBe(1);
  });

  it('leaves a long one to the next dump, which comes sooner for it', async () => {
    broken.add('shadow');
    start({ shadow: 10_001 });
    await until(() => keeper.state.state === 'polled');
    broken.clear();
    // Nobody knew how long it is: now it is known.
    await until(() => keeper.state.longExports?.[0] === 'shadow');
    expect(asked).toHaveLength(2);
    await until(
      () =>
        Date.parse(keeper.state.nextDumpAt!) - Date.now() < 5 * 60_000 + 1_000,
    );
    expect(keeper.state.unreadExports).toEqual(['shadow']);
  });

  it('has nothing to read of a session that went down', async () => {
    broken.add('he_v6');
    start({ he_v6: 1 });
    await until(() => keeper.state.unreadExports?.[0] === 'he_v6');
    source.exports = {};
    await until(() => keeper.state.unreadExports === undefined);
    expect(keeper.state.error).toBeUndefined();
  });
});
