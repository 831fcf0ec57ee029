import { formatCommunities } from '../../attributes/formatCommunities';
import { PathFlag, PathRecord } from '../../routes/RouteSource';
import { VrpTableBuilder } from '../../rpki/VrpTableBuilder';
import { CommunityDictionary } from '../answer/CommunityDictionary';
import { countReasons } from '../answer/countReasons';
import { toRoute } from '../answer/toRoute';
import { AttributePool } from '../pool/AttributePool';
import { CommunityPattern } from '../pool/CommunityPattern';
import { toPrefixKey } from '../table/PrefixKey';
import { RibTableBuilder } from '../table/RibTableBuilder';
import { parseCommunityPattern } from '../search/parseCommunityPattern';
import { NaiveRoute, naiveSearch, NaiveTable } from '../testing/NaiveTable';
import { createRouteGenerator, sessionNames } from '../testing/randomRoutes';
import { ReasonKind, RouteQuery } from './RouteQuery';
import { searchTables } from './searchTables';

const OWN_AS = 394955;
const kinds: ReasonKind[] = ['community', 'rpki-length', 'rpki-origin', 'none'];
/** The same as the dictionary, written out: an exact text stands before a pattern. */
const says = (text: string) =>
  text !== '64500:1' &&
  (text === '64497:0' ||
    /^64500:\d+$/.test(text) ||
    /^64499:1:\d+$/.test(text) ||
    /^rt:1:\d+$/.test(text));
const dictionary = new CommunityDictionary([
  { pattern: '64497:0', text: 'own prefix', filter: true },
  { pattern: '64500:1', text: 'learned in region 1' },
  { pattern: '64500:*', text: 'refused, reason $1', filter: true },
  { pattern: '64499:1:*', text: 'refused, large', filter: true },
  { pattern: 'rt:1:*', text: 'refused, extended', filter: true },
  { pattern: '64501:*', text: 'learned in region $1' },
]);

describe.each([1, 2, 3])('a search by why it was refused, seed %d', seed => {
  const random = createRouteGenerator(seed);
  const pool = new AttributePool();
  sessionNames.forEach(name => pool.sessions.intern(name));
  const naive = ['bird', 'gobgp'].map(router => new NaiveTable(router));
  const builder = new VrpTableBuilder();
  for (let count = 0; count < 40; count++) {
    const { family, address, length } = random.prefix();
    const maxLength = Math.min(family === 4 ? 32 : 128, length + 1);
    builder.add({
      prefix: toPrefixKey(family, address, length),
      maxLength,
      asn: random.asn(),
      expires: 0,
    });
  }
  const vrps = builder.build();
  const tables = naive.map(table => {
    const rows = new RibTableBuilder(pool, {
      router: table.router,
      asn: OWN_AS,
    });
    const seen = new Map<string, PathRecord>();
    for (let count = 0; count < 800; count++) {
      const path = random.route();
      path.flags &= ~PathFlag.best;
      rows.add(path);
      const { family, address, length, session, pathId } = path;
      seen.set(`${family} ${address} ${length} ${session} ${pathId}`, path);
    }
    seen.forEach(path => table.apply({ path, withdrawn: false }));
    const built = rows.build();
    built.validate(vrps);
    return built;
  });

  /** RFC 6811 §2: the own AS for a path without an end, nobody for a set. */
  function originOf({ decoded: { asPath = [] } }: NaiveRoute): number {
    const last = asPath.findLast(({ asns }) => asns.length > 0);
    switch (last?.type) {
      case 'sequence':
        return last.asns.at(-1) ?? 0;
      case 'set':
        return 0;
      default:
        return OWN_AS;
    }
  }

  /** Undefined of what was not refused. */
  function kindOf(route: NaiveRoute): ReasonKind | undefined {
    if (!(route.flags & PathFlag.filtered)) {
      return undefined;
    }
    if (formatCommunities(route.decoded).some(({ value }) => says(value))) {
      return 'community';
    }
    const { family, address, length } = route;
    const verdict = vrps.validate(
      toPrefixKey(family, address, length),
      originOf(route),
    );
    return verdict.reason ? `rpki-${verdict.reason}` : 'none';
  }

  const ask = (query: RouteQuery) =>
    searchTables(tables, query, { limit: 2_000, dictionary });

  const keysOf = ({ routes }: ReturnType<typeof ask>) =>
    routes.map(({ table, rows, at }) => [
      table.router,
      pool.sessions.name(rows.session[at]),
      rows.pathIdAt(at),
      rows.readKey(at).length,
    ]);

  function expectAlike(): void {
    const rest: RouteQuery[] = [
      {},
      { family: 6 },
      { session: 'ix_1' },
      { asns: [random.asn()] },
      { communities: [{ kind: 'standard', parts: [64501, '*'] }] },
      { flagsMask: PathFlag.filtered, flagsValue: PathFlag.filtered },
    ];
    for (const reason of kinds) {
      for (const query of rest) {
        const wanted = naiveSearch(naive, query, sessionNames).filter(
          route => kindOf(route) === reason,
        );
        const page = ask({ ...query, reason });
        expect(page.total).toBe(wanted.length);
        expect(page.rejected).toBe(wanted.length);
        expect(keysOf(page)).toEqual(
          wanted.map(({ router, session, pathId, length }) => [
            router,
            session,
            pathId,
            length,
          ]),
        );
      }
    }
  }

  it('finds what a filter over objects finds, also after changes', () => {
    kinds.forEach(reason => expect(ask({ reason }).total).toBeGreaterThan(5));
    for (let round = 0; round < 6; round++) {
      expectAlike();
      for (let count = 0; count < 150; count++) {
        const which = random.pick(2);
        const known = naive[which].routes;
        const path = random.route();
        if (random.pick(2)) {
          const { family, address, length, session, pathId } =
            known[random.pick(known.length)];
          Object.assign(path, { family, address, length, session, pathId });
        }
        const update = { path, withdrawn: random.pick(3) === 0 };
        tables[which].apply(update);
        naive[which].apply(update);
      }
      if (round % 2) {
        tables.forEach(table => table.merge());
        tables.forEach(table => table.validate(vrps));
        pool.tidy();
      }
    }
    expectAlike();
  });

  it.each([true, false])(
    'finds as many as are counted, and each tells the same of itself, where filters can tell: %s',
    tells => {
      for (const [index, table] of tables.entries()) {
        const { items, more, total } = countReasons(
          table,
          'he_v6',
          dictionary,
          tells,
        );
        const untold = tells ? 'unmarked' : 'as-received';
        expect(items.some(({ community }) => community)).toBe(tells);
        expect(more).toBe(0);
        const totals: Partial<Record<ReasonKind, number>> = {};
        for (const reason of kinds) {
          const found = searchTables(
            [tables[index]],
            { session: 'he_v6', reason },
            { limit: 2_000, dictionary, tellsReasons: () => tells },
          );
          totals[reason] = found.total;
          for (const one of found.routes) {
            const { filterReason, noReason } = toRoute(one, {
              dictionary,
              tellsReasons: () => tells,
            });
            expect(filterReason === undefined).toBe(reason === 'none');
            expect(noReason).toBe(reason === 'none' ? untold : undefined);
          }
        }
        const { community: marked, ...unmarked } = totals;
        expect(unmarked).toEqual({
          ...{ 'rpki-length': 0, 'rpki-origin': 0, none: 0 },
          ...Object.fromEntries(
            items
              .filter(({ community }) => !community)
              .map(({ rpki, count }) => [
                rpki ? `rpki-${rpki}` : 'none',
                count,
              ]),
          ),
        });
        const others = Object.values(unmarked).reduce((sum, one) => sum + one);
        expect(marked).toBe(total - others);
        const ofCommunities = items.filter(({ community }) => community);
        for (const { community, count, reason } of ofCommunities) {
          const found = searchTables(
            [tables[index]],
            {
              session: 'he_v6',
              communities: [
                parseCommunityPattern(community!) as CommunityPattern,
              ],
              ...{
                flagsMask: PathFlag.filtered,
                flagsValue: PathFlag.filtered,
              },
            },
            { limit: 2_000, dictionary },
          );
          expect(found.total).toBe(count);
          for (const one of found.routes) {
            const { filterReason } = toRoute(one, {
              dictionary,
              tellsReasons: () => tells,
            });
            expect(filterReason?.split('; ')).toContain(reason);
          }
        }
      }
    },
  );

  it('finds nothing that would have to be two things', () => {
    const accepted = { flagsMask: PathFlag.filtered, flagsValue: 0 };
    expect(ask({ ...accepted, reason: 'none' }).total).toBe(0);
    expect(ask({ rpki: 'valid', reason: 'rpki-length' }).total).toBe(0);
    expect(ask({ rpki: 'invalid', reason: 'none' }).total).toBe(0);
    expect(ask({ rpki: 'invalid', reason: 'rpki-origin' }).total).toBe(
      ask({ reason: 'rpki-origin' }).total,
    );
  });
});
