import { TableState } from '@orion/backstage-plugin-orion-bgp-common';
import { AttributePool } from '../pool/AttributePool';
import { searchTables } from '../query/searchTables';
import { RouterTableConfig } from '../worker/RibConfig';
import { TableKeeper } from '../worker/TableKeeper';
import { MemorySource } from './MemorySource';
import { createRouteGenerator } from './randomRoutes';

/** For tests: keepers of tables, which all end with the test they were started in. */
export function keepTables() {
  const running: TableKeeper[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map(keeper => keeper.stop()));
  });

  return function start(
    source: MemorySource,
    config: Partial<RouterTableConfig> = {},
    now?: () => number,
  ) {
    /** Each state it was in, in order. */
    const states: TableState['state'][] = [];
    /** Of each dump that it began, undefined, and that it ended, its milliseconds. */
    const dumps: (number | undefined)[] = [];
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
      onDump: costMs => void dumps.push(costMs),
      onChange: () => {
        if (states.at(-1) !== keeper.state.state) {
          states.push(keeper.state.state);
        }
      },
    });
    running.push(keeper);
    keeper.start();
    return { keeper, states, dumps };
  };
}

/** Gives a router so many routes; the generator goes on from there. */
export function fillSource(source: MemorySource, count = 500) {
  const random = createRouteGenerator(5);
  for (let at = 0; at < count; at++) {
    source.update(random.route());
  }
  return random;
}

/** Paths of its table, counted both ways. */
export function totalOf(keeper: TableKeeper): number {
  const { ipv4, ipv6 } = keeper.state.paths;
  const found = searchTables(
    keeper.table ? [keeper.table] : [],
    {},
    { limit: 1 },
  );
  expect(found.total).toBe(ipv4 + ipv6);
  return found.total;
}
