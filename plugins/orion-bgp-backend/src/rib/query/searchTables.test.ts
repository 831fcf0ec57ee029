import { once } from 'node:events';
import { AddressInfo, connect, createServer } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { MessageChannel } from 'node:worker_threads';
import { PathFlag, PathRecord } from '../../routes/RouteSource';
import { AttributePool } from '../pool/AttributePool';
import { CommunityPart, CommunityPattern } from '../pool/CommunityPattern';
import { toPrefixKey } from '../table/PrefixKey';
import { RibTable } from '../table/RibTable';
import { RibTableBuilder } from '../table/RibTableBuilder';
import { NaiveRoute, naiveSearch, NaiveTable } from '../testing/NaiveTable';
import { createRouteGenerator, sessionNames } from '../testing/randomRoutes';
import { readCursor, writeCursor } from './RouteCursor';
import { PrefixMatch, RouteQuery } from './RouteQuery';
import { searchTables } from './searchTables';

const routers = ['bird', 'gobgp'];

/** Tables of both kinds with the same random routes. */
function fill(seed: number, size: number) {
  const random = createRouteGenerator(seed);
  const pool = new AttributePool();
  // Numbers of sessions are given in this order, and rows sorted by them.
  sessionNames.forEach(name => pool.sessions.intern(name));
  const naive = routers.map(router => new NaiveTable(router));
  const tables = naive.map(table => {
    const builder = new RibTableBuilder(pool, {
      router: table.router,
      asn: 394955,
    });
    const seen = new Map<string, PathRecord>();
    for (let count = 0; count < size; count++) {
      // A dump says of each prefix once which path is best.
      const route = random.route();
      route.flags &= ~8;
      builder.add(route);
      const { family, address, length, session, pathId } = route;
      seen.set(`${family} ${address} ${length} ${session} ${pathId}`, route);
    }
    seen.forEach(path => table.apply({ path, withdrawn: false }));
    return builder.build();
  });
  return { random, pool, naive, tables };
}

function change(
  { random, naive, tables }: ReturnType<typeof fill>,
  times: number,
) {
  for (let count = 0; count < times; count++) {
    const which = random.pick(2);
    const known = naive[which].routes;
    const path =
      random.pick(2) && known.length > 0
        ? { ...random.route(), ...pickKey(known[random.pick(known.length)]) }
        : random.route();
    const update = { path, withdrawn: random.pick(3) === 0 };
    tables[which].apply(update);
    naive[which].apply(update);
  }
}

function pickKey({ family, address, length, session, pathId }: NaiveRoute) {
  return { family, address, length, session, pathId };
}

function randomQuery({
  pick,
  asn,
  prefix,
}: ReturnType<typeof createRouteGenerator>): RouteQuery {
  const query: RouteQuery = {};
  const part = (limit: number): CommunityPart => (pick(3) ? pick(limit) : '*');
  const asnPart = (): CommunityPart => (pick(3) ? asn() : '*');
  const community = (): CommunityPattern =>
    [
      {
        kind: 'standard' as const,
        parts: [asnPart(), part(5)] as [CommunityPart, CommunityPart],
      },
      {
        kind: 'large' as const,
        parts: [asnPart(), part(3), part(3)] as [
          CommunityPart,
          CommunityPart,
          CommunityPart,
        ],
      },
      {
        kind: 'extended' as const,
        type: (['rt', 'soo', '*'] as const)[pick(3)],
        administrator: (['as', 'address', '*'] as const)[pick(3)],
        parts: [part(3), part(3)] as [CommunityPart, CommunityPart],
      },
    ][pick(3)];
  const add = [
    () => {
      const match = (
        ['exact', 'longest', 'covering', 'covered'] as PrefixMatch[]
      )[pick(4)];
      const { family, address, length } = prefix();
      query.prefix = { match, key: toPrefixKey(family, address, length) };
    },
    () => (query.asns = [asn(), ...(pick(3) ? [] : [asn()])]),
    () => (query.originAs = asn()),
    () => (query.communities = [community()]),
    () =>
      (query.nextHop = [
        Uint8Array.of(192, 0, 2, 1),
        Uint8Array.of(0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1),
        Uint8Array.of(0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1),
      ][pick(3)]),
    () => (query.session = ['he_v6', '', 'unheard-of'][pick(3)]),
    () => Object.assign(query, { flagsMask: 2, flagsValue: pick(2) * 2 }),
    () => Object.assign(query, { flagsMask: 8, flagsValue: 8 }),
    () => (query.family = pick(2) ? 4 : 6),
  ];
  for (let count = pick(3); count >= 0; count--) {
    add[pick(add.length)]();
  }
  return query;
}

const textOf = (route: NaiveRoute) =>
  [
    route.address,
    route.length,
    route.router,
    route.session,
    route.pathId,
    route.flags,
    route.since,
    Buffer.from(route.attributes).toString('hex'),
  ].join(' ');

/** All pages one after the other, through cursors as text. */
function readAll(
  tables: RibTable[],
  query: RouteQuery,
  limit: number,
  between?: () => void,
) {
  const found: string[] = [];
  const totals = new Set<number>();
  const rejected = new Set<number>();
  let cursor: string | undefined;
  do {
    const page = searchTables(tables, query, {
      limit,
      cursor: cursor ? readCursor(cursor) : undefined,
    });
    expect(page.routes.length).toBeLessThanOrEqual(limit);
    totals.add(page.total);
    rejected.add(page.rejected);
    for (const { table, rows, at } of page.routes) {
      const key = rows.readKey(at);
      const bytes = [key.a, key.b, key.c, key.d].flatMap(word => [
        word >>> 24,
        (word >>> 16) & 255,
        (word >>> 8) & 255,
        word & 255,
      ]);
      found.push(
        [
          bytes.slice(0, key.family === 4 ? 4 : 16),
          key.length,
          table.router,
          table.pool.sessions.name(rows.session[at]),
          rows.pathIdAt(at),
          rows.flags[at],
          rows.since[at],
          Buffer.from(
            table.pool.attributes(
              rows.path[at],
              rows.community[at],
              rows.rest[at],
            ),
          ).toString('hex'),
        ].join(' '),
      );
    }
    cursor = page.next && writeCursor(page.next);
    between?.();
  } while (cursor);
  return { found, totals: [...totals], rejected: [...rejected] };
}

describe('searchTables', () => {
  it.each([1, 2, 3, 4])('finds what a filter over objects finds (%#)', seed => {
    const world = fill(seed, 1500);
    for (let round = 0; round < 150; round++) {
      const query = randomQuery(world.random);
      const expected = naiveSearch(world.naive, query, sessionNames);
      const { found, totals, rejected } = readAll(
        world.tables,
        query,
        1 + world.random.pick(200),
      );
      expect(found).toEqual(expected.map(textOf));
      expect(totals).toEqual([expected.length]);
      expect(rejected).toEqual([
        expected.filter(({ flags }) => flags & PathFlag.filtered).length,
      ]);
      change(world, world.random.pick(20));
      if (round % 10 === 0) {
        world.tables[world.random.pick(2)].merge();
      }
      if (round % 25 === 0) {
        world.pool.tidy();
      }
    }
    for (const [index, table] of world.tables.entries()) {
      const { routes } = world.naive[index];
      const prefixes = new Set(
        routes.map(({ address, length }) => `${address}/${length}`),
      );
      expect(table.v4.paths + table.v6.paths).toBe(routes.length);
      expect(table.v4.prefixes + table.v6.prefixes).toBe(prefixes.size);
    }
  });

  it('goes on behind the last route when a table is merged between two pages', () => {
    const world = fill(9, 300);
    change(world, 200);
    const expected = naiveSearch(world.naive, {}, sessionNames).map(textOf);
    let pages = 0;
    const { found } = readAll(world.tables, {}, 7, () => {
      if (pages++ === 3) {
        world.tables.forEach(table => table.merge());
      }
    });
    expect(found).toEqual(expected);
    expect(pages).toBeGreaterThan(10);
  });

  it('finds everything between the turns of a merge, changes of that time too', async () => {
    const world = fill(12, 600);
    const [table] = world.tables;
    const expectAll = () =>
      expect(readAll(world.tables, {}, 1000).found).toEqual(
        naiveSearch(world.naive, {}, sessionNames).map(textOf),
      );
    change(world, 200);
    const merging = table.mergeInTurns();
    await nextTurn();
    expect(table.v4.pending).toBe(0);
    expect(table.v6.pending).toBeGreaterThan(0);
    expectAll();
    change(world, 200);
    const missed = table.v4.pending;
    expect(missed).toBeGreaterThan(0);
    expectAll();
    await merging;
    expect([table.v4.pending, table.v6.pending]).toEqual([missed, 0]);
    expectAll();
  });

  it('lets those in who ask between two families, where what it merges came over a socket', async () => {
    const world = fill(13, 600);
    const [{ v4, v6 }] = world.tables;
    change(world, 200);
    const before = v6.pending;
    const { port1, port2 } = new MessageChannel();
    const asked = once(port1, 'message').then(() => [v4.pending, v6.pending]);
    const merge = v4.merge.bind(v4);
    jest.spyOn(v4, 'merge').mockImplementation(() => {
      merge();
      port2.postMessage('asked meanwhile');
    });
    const server = createServer(socket => socket.end('a change')).listen(0);
    const { port } = server.address() as AddressInfo;
    await once(connect(port), 'data');
    await world.tables[0].mergeInTurns();
    expect(await asked).toEqual([0, before]);
    expect(before).toBeGreaterThan(0);
    port1.close();
    server.close();
  });

  it('keeps what it finds when the pool drops unused attributes', () => {
    const world = fill(5, 6000);
    const before = readAll(world.tables, {}, 1000).found;
    const builder = new RibTableBuilder(world.pool, {
      router: 'third',
      asn: 394955,
    });
    const other = createRouteGenerator(77);
    for (let count = 0; count < 20_000; count++) {
      builder.add(other.route());
    }
    const third = builder.build();
    const grown = world.pool.paths.count + world.pool.communities.count;
    third.release();
    world.pool.tidy();
    expect(world.pool.paths.count + world.pool.communities.count).toBeLessThan(
      grown * 0.75,
    );
    expect(readAll(world.tables, {}, 1000).found).toEqual(before);
  });

  it('finds what goes out to a session, over more than 32 of them', () => {
    const { tables, random } = fill(6, 400);
    const [table] = tables;
    const path = { ...random.route(), session: 'ix_1', pathId: 0, flags: 12 };
    table.apply({ path, withdrawn: false });
    table.merge();
    const find = (exportedTo: string) =>
      searchTables(tables, { exportedTo }, { limit: 9 });
    for (let count = 0; count < 40; count++) {
      const from = count % 2 ? 'ix_1' : undefined;
      expect(table.markExport(`peer_${count}`, { ...path, from })).toBe(true);
    }
    expect(table.markExport('peer_0', { ...path, from: 'nobody' })).toBe(false);
    expect(find('peer_39')).toMatchObject({ total: 1 });
    expect(find('nobody').total).toBe(0);

    table.apply({ path: { ...path, since: 1 }, withdrawn: false });
    expect(find('peer_39').total).toBe(1);
    table.merge();
    const [{ rows, at }] = find('peer_39').routes;
    expect(rows.since[at]).toBe(1);
    expect(table.exportedTo(rows, at)).toHaveLength(40);
    table.clearExports('peer_39');
    expect(find('peer_39').total).toBe(0);
    expect(find('peer_38').total).toBe(1);
  });

  it('refuses a cursor that is none', () => {
    for (const text of [
      '',
      'x',
      Buffer.from('["a",1]').toString('base64url'),
      'x'.repeat(3000),
    ]) {
      expect(() => readCursor(text)).toThrow('cursor');
    }
  });
});
