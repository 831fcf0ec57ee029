import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { PathFlag } from '../../routes/RouteSource';
import { RouteSourceError } from '../../routes/RouteSourceError';
import { fillSource, keepTables } from '../testing/keepTables';
import { MemorySource } from '../testing/MemorySource';
import { createRouteGenerator } from '../testing/randomRoutes';
import { countTable } from './countTable';

const start = keepTables();
const FLAGS = PathFlag.received | PathFlag.accepted | PathFlag.best;
const ROUTES = 10_000;

/** A router with so many routes of one session. */
function fullSource(count = ROUTES) {
  const source = new MemorySource({ events: true });
  const like = createRouteGenerator(7).route();
  source.routes = Array.from({ length: count }, (_, at) => ({
    ...like,
    ...{ family: 4 as const, length: 24, session: 'he_v4', flags: FLAGS },
    address: Uint8Array.of(198, at >> 8, at & 0xff, 0),
  }));
  return source;
}

const received = (value: number) => [
  expect.objectContaining({
    session: 'he_v4',
    counters: expect.objectContaining({
      received: { value, definition: 'index' },
    }),
  }),
];

describe('TableKeeper', () => {
  it('tells what it counted before it fell behind, and nothing of what is half taken in', async () => {
    const source = fullSource();
    const { keeper } = start(source);
    await eventually(() => keeper.state.state === 'live');
    expect(countTable(keeper)).toMatchObject({
      sessions: received(ROUTES),
      before: undefined,
    });
    const behind: ReturnType<typeof countTable>[] = [];
    const look = source.lookupPaths.bind(source);
    source.lookupPaths = async options => {
      if (keeper.state.state === 'resyncing') {
        behind.push(countTable(keeper));
      }
      return look(options);
    };
    const gone = source.routes;
    source.routes = [];
    const from = Date.now();
    gone.forEach(route => source.update(route, true));
    await eventually(() => keeper.state.paths.ipv4 === 0);
    await eventually(() => keeper.state.state === 'live');
    expect(behind.length).toBeGreaterThan(0);
    for (const counts of behind) {
      expect(counts.sessions).toEqual([]);
      expect(counts.before!.sessions).toEqual(received(ROUTES));
      expect(Date.parse(counts.before!.countedAt)).toBeLessThanOrEqual(from);
    }
    expect(countTable(keeper)).toMatchObject({
      sessions: [],
      before: undefined,
    });
  });

  it('keeps it while a broken stream is made up for, of the dump it goes back to', async () => {
    const source = fullSource(20);
    let goOn = () => {};
    const { keeper } = start(source, { minDumpIntervalMs: 0 });
    await eventually(() => keeper.state.state === 'live');
    await eventually(() => keeper.pastCounts !== undefined);
    const { readSince } = countTable(keeper);
    source.duringDump = () => new Promise(resolve => (goOn = resolve));
    source.breakStream();
    await eventually(() => keeper.state.state === 'resyncing');
    // Nobody tells of this one.
    source.routes = source.routes.slice(1);
    await eventually(() => source.dumps === 2);
    const { before, sessions } = countTable(keeper);
    expect(sessions).toEqual([]);
    expect(before).toMatchObject({ readSince, sessions: received(20) });
    goOn();
    await eventually(() => keeper.state.state === 'live');
    expect(countTable(keeper)).toMatchObject({ sessions: received(19) });
    expect(countTable(keeper).before).toBeUndefined();
  });

  it('is of its dump where no events keep the table up, and gone with the table', async () => {
    const source = new MemorySource();
    fillSource(source, 20);
    const { keeper } = start(source, { minDumpIntervalMs: 0 });
    await eventually(() => keeper.state.state === 'polled');
    const { dumpedAt, sessions } = countTable(keeper);
    expect(sessions.length).toBeGreaterThan(0);
    let fail = () => {};
    source.duringDump = () =>
      new Promise((_, reject) => {
        fail = () => reject(new RouteSourceError('limit', 'r1 sent too much'));
      });
    keeper.changesMoved();
    await eventually(() => source.dumps === 2);
    expect(countTable(keeper)).toMatchObject({
      state: 'resyncing',
      sessions: [],
      before: { countedAt: dumpedAt, sessions },
    });
    fail();
    await eventually(() => keeper.state.state === 'summary-only');
    expect(countTable(keeper).before).toBeUndefined();
  });
});
