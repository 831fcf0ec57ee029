import { KernelRoute } from '../../clients/kernel/KernelRoute';
import { parseAddress } from '../../routes/addresses';
import { PathRecord } from '../../routes/RouteSource';
import { toPrefix } from '../answer/toRoute';
import { compareKeys, PrefixKey, toPrefixKey } from '../table/PrefixKey';
import {
  bestPath,
  buildKernelTables,
  HOP4,
  HOP6,
  kernelRoute,
} from '../testing/kernelTables';
import { createRouteGenerator } from '../testing/randomRoutes';
import { compareKernel } from './compareKernel';
import { KernelDifference } from './KernelComparison';
import { listKernelDifferences } from './listKernelDifferences';

type Tables = ReturnType<typeof buildKernelTables>;

/** All pages one after the other. */
function readAll({ kernel, table }: Tables, limit: number) {
  const items: KernelDifference[] = [];
  const counts = compareKernel(table, kernel, { recursive: [] });
  let after: PrefixKey | undefined;
  let pages = 0;
  do {
    const page = listKernelDifferences(
      table,
      kernel,
      { recursive: [] },
      { limit, after },
    );
    // Every page has the numbers of all.
    expect(page.comparison).toEqual(counts);
    expect(page.items.length).toBeLessThanOrEqual(limit);
    items.push(...page.items);
    after = page.next;
    pages++;
  } while (after);
  return { items, pages };
}

describe('listKernelDifferences', () => {
  it('has what is missing, too much, and leads elsewhere, by prefix', () => {
    const tables = buildKernelTables(
      ['10.1.0.0/16', '10.2.0.0/16', '10.4.0.0/16', '2001:db8:1::/48'].map(
        prefix => bestPath(prefix),
      ),
      [
        kernelRoute('10.2.0.0/16', '192.0.2.8'),
        kernelRoute('10.3.0.0/16', HOP4),
        kernelRoute('10.4.0.0/16', HOP4),
        kernelRoute('2001:db8:1::/48', undefined, { type: 'unreachable' }),
      ],
    );
    const all = [
      { class: 'missing', prefix: '10.1.0.0/16', wanted: HOP4 },
      {
        class: 'other-next-hop',
        prefix: '10.2.0.0/16',
        wanted: HOP4,
        kernel: '192.0.2.8',
      },
      { class: 'extra', prefix: '10.3.0.0/16', kernel: HOP4 },
      {
        class: 'other-next-hop',
        prefix: '2001:db8:1::/48',
        wanted: HOP6,
        kernel: 'unreachable',
      },
    ];
    expect(readAll(tables, 1)).toEqual({ items: all, pages: 4 });
    expect(readAll(tables, 3)).toEqual({ items: all, pages: 2 });
    expect(readAll(tables, 4)).toEqual({ items: all, pages: 1 });
  });

  it('is empty where nothing differs, and behind the last one', () => {
    const { kernel, table } = buildKernelTables(
      [bestPath('10.1.0.0/16'), bestPath('10.2.0.0/16')],
      [kernelRoute('10.1.0.0/16', HOP4)],
    );
    const after = toPrefixKey(4, Uint8Array.of(10, 2, 0, 0), 16);
    const page = listKernelDifferences(
      table,
      kernel,
      { recursive: [] },
      { limit: 5, after },
    );
    expect(page).toMatchObject({ items: [], comparison: { missing: 1 } });
    expect(page.next).toBeUndefined();
    // A session whose next hops are resolved may lead elsewhere.
    const other = buildKernelTables(
      [bestPath('10.1.0.0/16')],
      [kernelRoute('10.1.0.0/16', '192.0.2.8')],
    );
    const list = (recursive: string[]) =>
      listKernelDifferences(
        other.table,
        other.kernel,
        { recursive },
        { limit: 5 },
      );
    expect(list([]).items).toHaveLength(1);
    expect(list(['he']).items).toEqual([]);
  });

  it.each([1, 2, 3])('agrees with a look at each prefix, seed %d', seed => {
    const random = createRouteGenerator(seed);
    const paths = new Map<string, PathRecord>();
    const routes = new Map<string, KernelRoute>();
    const keys = new Map<string, PrefixKey>();
    const hops = { 4: [HOP4, '192.0.2.8'], 6: [HOP6, '2001:db8:ff::8'] };
    const draw = () => {
      const { family, address, length } = random.prefix();
      const key = toPrefixKey(family, address, length);
      keys.set(toPrefix(key), key);
      return { family, address, length, prefix: toPrefix(key) };
    };
    const best = () => {
      const { family, address, length, prefix } = draw();
      const one = bestPath(family === 4 ? '10.0.0.0/8' : '2001:db8::/32');
      return { prefix, path: { ...one, address, length } };
    };
    for (let count = 0; count < 400; count++) {
      const { prefix, path } = best();
      paths.set(prefix, path);
    }
    for (let count = 0; count < 400; count++) {
      const { prefix, family, address, length } = draw();
      const gateway = parseAddress(hops[family][random.pick(2)])!;
      routes.set(prefix, {
        ...{ family, address, length, metric: 0, kind: 'unicast' as const },
        gateways: [gateway],
      });
    }
    const tables = buildKernelTables([...paths.values()], [...routes.values()]);
    // What came since the dump stands in a second part of the table, or hides a row.
    for (let count = 0; count < 150; count++) {
      const { prefix, path } = best();
      if (random.pick(2) || !paths.has(prefix)) {
        tables.table.apply({ path, withdrawn: false });
        paths.set(prefix, path);
      } else {
        tables.table.apply({ path, withdrawn: true });
        paths.delete(prefix);
      }
    }
    const expected = [...keys]
      .sort(([, one], [, other]) => compareKeys(one, other))
      .flatMap(([prefix, { family }]) => {
        const gateway = routes.get(prefix)?.gateways.join(' ');
        const wanted = String(parseAddress(hops[family][0]));
        if (!paths.has(prefix)) {
          return gateway ? [`extra ${prefix}`] : [];
        }
        if (!gateway) {
          return [`missing ${prefix}`];
        }
        return gateway === wanted ? [] : [`other-next-hop ${prefix}`];
      });
    for (const kind of ['missing', 'extra', 'other-next-hop']) {
      expect(expected.some(one => one.startsWith(kind))).toBe(true);
    }
    for (const limit of [1, 7, 1_000]) {
      const { items } = readAll(tables, limit);
      expect(items.map(one => `${one.class} ${one.prefix}`)).toEqual(expected);
    }
  });
});
