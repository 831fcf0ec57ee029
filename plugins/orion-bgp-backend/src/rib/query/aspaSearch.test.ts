import {
  AspaState,
  NeighborRelation,
} from '@orion/backstage-plugin-orion-bgp-common';
import { AspaTable } from '../../rpki/aspa/AspaTable';
import { verifyAspa } from '../../rpki/aspa/verifyAspa';
import { NeighborFacts } from '../answer/NeighborFacts';
import { AttributePool } from '../pool/AttributePool';
import { RibTableBuilder } from '../table/RibTableBuilder';
import { NaiveRoute, naiveSearch, NaiveTable } from '../testing/NaiveTable';
import { createRouteGenerator, sessionNames } from '../testing/randomRoutes';
import { RouteQuery } from './RouteQuery';
import { searchTables } from './searchTables';

const states: AspaState[] = ['valid', 'invalid', 'unknown'];
const relations: (NeighborRelation | undefined)[] = [
  'provider',
  'customer',
  'peer',
  'route-server',
  'route-server-client',
  undefined,
];

describe.each([1, 2, 3])('a search by ASPA verdict, seed %d', seed => {
  const random = createRouteGenerator(seed);
  const pool = new AttributePool();
  sessionNames.forEach(name => pool.sessions.intern(name));
  const naive = ['bird', 'gobgp'].map(router => new NaiveTable(router));
  const tables = naive.map(table => {
    const builder = new RibTableBuilder(pool, {
      router: table.router,
      asn: 394955,
    });
    const path = random.route();
    path.flags &= ~8;
    builder.add(path);
    table.apply({ path, withdrawn: false });
    return builder.build();
  });
  let aspas = randomAspas();
  const neighbors: NeighborFacts = {};
  for (const router of ['bird', 'gobgp']) {
    // Of the last session nothing is known.
    for (const name of sessionNames.slice(1, -1)) {
      (neighbors[router] ??= {})[name] = {
        asn: random.asn(),
        internal: random.pick(5) === 0,
        relation: relations[random.pick(relations.length)],
      };
    }
  }
  const seen = { valid: 0, invalid: 0, unknown: 0 };

  function randomAspas(): AspaTable {
    return new AspaTable(
      Array.from({ length: 8 }, () => ({
        customer: random.asn(),
        providers: Array.from({ length: random.pick(6) }, random.asn),
      })),
    );
  }

  /** What the page of a route says. */
  function verdictOf(route: NaiveRoute): AspaState | undefined {
    if (route.session === '') {
      return undefined;
    }
    const fact = neighbors[route.router][route.session];
    return fact?.internal
      ? 'unknown'
      : verifyAspa(
          {
            asPath: route.decoded.asPath ?? [],
            neighborAs: fact?.asn ?? 0,
            relation: fact?.relation,
          },
          aspas,
        ).state;
  }

  function expectAlike(): void {
    pool.aspas.use(aspas);
    const rest: RouteQuery[] = [
      {},
      { family: 6 },
      { session: 'ix_1' },
      { asns: [random.asn()] },
    ];
    for (const aspa of states) {
      for (const query of rest) {
        const wanted = naiveSearch(naive, query, sessionNames).filter(
          route => verdictOf(route) === aspa,
        );
        const page = searchTables(
          tables,
          { ...query, aspa },
          { limit: 2_000, neighbors },
        );
        expect(page.total).toBe(wanted.length);
        expect(
          page.routes.map(({ table, rows, at }) => [
            table.router,
            pool.sessions.name(rows.session[at]),
            rows.pathIdAt(at),
          ]),
        ).toEqual(
          wanted.map(({ router, session, pathId }) => [
            router,
            session,
            pathId,
          ]),
        );
        seen[aspa] += wanted.length;
      }
    }
  }

  function change(times: number): void {
    for (let count = 0; count < times; count++) {
      const which = random.pick(2);
      const known = naive[which].routes;
      const withdrawn = random.pick(4) === 0 && known.length > 0;
      const path = withdrawn
        ? known[random.pick(known.length)]
        : random.route();
      tables[which].apply({ path, withdrawn });
      naive[which].apply({ path, withdrawn });
    }
  }

  it('finds what each path says of itself, also when paths, numbers or ASPAs change', () => {
    change(600);
    expectAlike();
    // New paths, judged when they are asked for.
    change(200);
    expectAlike();
    // Judged a piece at a time.
    aspas = randomAspas();
    pool.aspas.use(aspas);
    expect(pool.aspas.fill(50)).toBe(false);
    while (!pool.aspas.fill(50));
    expectAlike();
    // Paths get other numbers.
    tables.forEach(table => table.merge());
    pool.tidy();
    expectAlike();
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(20);
    expect(pool.aspas.byteLength).toBeGreaterThan(0);
    pool.aspas.use(undefined);
    expect(pool.aspas.byteLength).toBe(0);
  });

  it('finds nothing of what a router has by itself, and without facts only what is wrong by itself', () => {
    pool.aspas.use(aspas);
    for (const aspa of states) {
      const own = searchTables(
        tables,
        { aspa, session: '' },
        { limit: 10, neighbors },
      );
      expect(own.total).toBe(0);
    }
    expect(searchTables(tables, { aspa: 'valid' }, { limit: 10 }).total).toBe(
      0,
    );
  });
});

it('judges paths anew when the pool gave them other numbers', () => {
  const random = createRouteGenerator(9);
  const pool = new AttributePool();
  pool.sessions.intern('he_v6');
  const build = (count: number) => {
    const builder = new RibTableBuilder(pool, { router: 'gw1', asn: 1 });
    for (let made = 0; made < count; made++) {
      builder.add({ ...random.route(), session: 'he_v6', pathId: made });
    }
    return builder.build();
  };
  const aspas = new AspaTable([{ customer: 64500, providers: [64501] }]);
  const neighbors: NeighborFacts = {
    gw1: { he_v6: { asn: 64501, internal: false, relation: 'customer' } },
  };
  const total = (table: ReturnType<typeof build>) =>
    states.map(
      aspa => searchTables([table], { aspa }, { limit: 1, neighbors }).total,
    );
  pool.aspas.use(aspas);
  const large = build(12_000);
  const small = build(400);
  const before = total(small);
  const { generation } = pool.paths;
  large.release();
  pool.tidy();
  expect(pool.paths.generation).toBeGreaterThan(generation);
  expect(total(small)).toEqual(before);
});
