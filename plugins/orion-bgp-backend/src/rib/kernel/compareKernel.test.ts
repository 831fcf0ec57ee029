import { KernelRoute } from '../../clients/kernel/KernelRoute';
import { parseAddress } from '../../routes/addresses';
import { PathFlag, PathRecord } from '../../routes/RouteSource';
import {
  bestPath as path,
  buildKernelTables,
  HOP4,
  HOP6,
  kernelRoute as route,
} from '../testing/kernelTables';
import { movesOf } from '../testing/movesOf';
import { createRouteGenerator } from '../testing/randomRoutes';
import { MovedPrefixes } from '../moves/MoveLog';
import { compareKernel } from './compareKernel';

const { accepted, best, received, unreachable } = PathFlag;

function compare(
  paths: PathRecord[],
  routes: KernelRoute[],
  recursive: string[] = [],
  moves?: MovedPrefixes,
) {
  const { kernel, table } = buildKernelTables(paths, routes);
  return compareKernel(table, kernel, { recursive, moves });
}

describe('compareKernel', () => {
  it('finds each best path and its next hop', () => {
    expect(
      compare(
        [path('198.51.100.0/24'), path('2001:db8:1::/48'), path('0.0.0.0/0')],
        [
          route('2001:db8:1::/48', HOP6),
          route('default', HOP4),
          route('198.51.100.0/24', HOP4),
        ],
      ),
    ).toEqual({
      kernel: 3,
      wanted: 3,
      same: 3,
      missing: 0,
      extra: 0,
      otherNextHop: 0,
      allowed: {
        own: 0,
        recursive: 0,
        multipath: 0,
        unreachable: 0,
        'worse-metric': 0,
        moved: 0,
      },
      examples: [],
    });
  });

  it('lets a few pass that moved after one of both was read, and no more than a hundredth', () => {
    const many = Array.from({ length: 250 }, (_, at) => `10.1.${at}.0/24`);
    const routes = many.slice(3).map(prefix => route(prefix, HOP4));
    const late = [...routes, route('10.3.0.0/24', HOP4)];
    const moved = ['10.1.0.0/24', '10.1.7.0/24', '10.3.0.0/24'];
    const first = compare(
      many.map(prefix => path(prefix)),
      late,
      [],
      movesOf(...moved.slice(1)),
    );
    expect(first).toMatchObject({
      ...{ kernel: 248, wanted: 250, same: 247, missing: 3, extra: 0 },
      allowed: { moved: 1 },
    });
    expect(first.tooManyMoved).toBeUndefined();
    expect(first.examples).toMatchObject([{ class: 'missing' }]);
    // 3 of 250 are more than a hundredth: all of them count.
    const most = compare(
      many.map(prefix => path(prefix)),
      late,
      [],
      movesOf('10.1.0.0/24', '10.1.1.0/24', '10.1.2.0/24', '10.3.0.0/24'),
    );
    expect(most).toMatchObject({
      ...{ missing: 3, extra: 1, tooManyMoved: 4, allowed: { moved: 0 } },
    });
  });

  it('lets none of a family pass of which there are few', () => {
    const many = Array.from({ length: 250 }, (_, at) => `10.1.${at}.0/24`);
    const [moved, other] = ['2001:db8:1::/48', '2001:db8:2::/48'];
    expect(
      compare(
        [...many, moved, other].map(prefix => path(prefix)),
        [...many.map(prefix => route(prefix, HOP4)), route(other, HOP6)],
        [],
        movesOf(moved),
      ),
    ).toMatchObject({ missing: 1, tooManyMoved: 1, allowed: { moved: 0 } });
  });

  it('names what is missing, what is too much, and what leads elsewhere', () => {
    const { examples, ...counts } = compare(
      [path('10.1.0.0/16'), path('10.2.0.0/16'), path('2001:db8:1::/48')],
      [
        route('10.2.0.0/16', '192.0.2.8'),
        route('10.3.0.0/16', HOP4),
        route('2001:db8:1::/48', undefined, { type: 'unreachable' }),
      ],
    );
    expect(counts).toMatchObject({
      kernel: 3,
      wanted: 3,
      same: 0,
      missing: 1,
      extra: 1,
      otherNextHop: 2,
    });
    expect(examples).toEqual([
      { class: 'missing', prefix: '10.1.0.0/16', wanted: HOP4 },
      {
        class: 'other-next-hop',
        prefix: '10.2.0.0/16',
        wanted: HOP4,
        kernel: '192.0.2.8',
      },
      // Of each class the first one.
      { class: 'extra', prefix: '10.3.0.0/16', kernel: HOP4 },
    ]);
  });

  it('wants nothing of what was not chosen', () => {
    const other = path('10.1.0.0/16', { flags: received | accepted });
    expect(compare([other], [])).toMatchObject({ wanted: 0, missing: 0 });
    expect(compare([other], [route('10.1.0.0/16', HOP4)]).extra).toBe(1);
  });

  it('lets pass what has no meaning, and counts it', () => {
    const own = path('192.0.2.0/24', { session: '', origin: 'static' });
    const { allowed, ...counts } = compare(
      [
        own,
        path('2001:db8:3949::/48', { session: '', origin: 'static' }),
        path('10.1.0.0/16'),
        path('10.2.0.0/16', { session: 'gobgp', hop: '203.0.113.9' }),
        path('10.3.0.0/16'),
      ],
      [
        route('192.0.2.0/24', undefined, { type: 'unreachable' }),
        route('10.1.0.0/16', undefined, {
          nexthops: [{ gateway: '192.0.2.8' }, { gateway: HOP4 }],
        }),
        route('10.2.0.0/16', HOP4),
        route('10.3.0.0/16', '192.0.2.8', { metric: 200 }),
        route('10.3.0.0/16', HOP4, { metric: 32 }),
      ],
      ['gobgp', 'nobody'],
    );
    expect(allowed).toEqual({
      own: 2,
      recursive: 1,
      multipath: 1,
      unreachable: 0,
      'worse-metric': 1,
      moved: 0,
    });
    expect(counts).toMatchObject({
      kernel: 4,
      wanted: 3,
      same: 3,
      missing: 0,
      extra: 0,
      otherNextHop: 0,
    });
  });

  it('takes the route with the best metric for the one in use', () => {
    expect(
      compare(
        [path('10.3.0.0/16')],
        [
          route('10.3.0.0/16', HOP4, { metric: 200 }),
          route('10.3.0.0/16', '192.0.2.8', { metric: 32 }),
        ],
      ),
    ).toMatchObject({ otherNextHop: 1, allowed: { 'worse-metric': 1 } });
  });

  it('knows link-local next hops, and those that cannot be reached', () => {
    expect(
      compare(
        [
          path('2001:db8:1::/48', { linkLocal: 'fe80::1' }),
          path('10.1.0.0/16', {
            flags: received | accepted | best | unreachable,
          }),
        ],
        [
          route('2001:db8:1::/48', 'fe80::1'),
          route('10.1.0.0/16', undefined, { type: 'unreachable' }),
        ],
      ),
    ).toMatchObject({ same: 2, otherNextHop: 0, allowed: { unreachable: 1 } });
  });

  it('agrees with a look at each prefix by itself', () => {
    const generator = createRouteGenerator(11);
    const paths: PathRecord[] = [];
    const routes: KernelRoute[] = [];
    const wanted = new Set<string>();
    const there = new Set<string>();
    for (let count = 0; count < 2_000; count++) {
      const record = generator.prefix();
      const key = `${record.address}/${record.length}`;
      if (count % 2 && !wanted.has(key)) {
        wanted.add(key);
        paths.push({
          ...path(record.family === 4 ? '10.0.0.0/8' : '2001:db8::/32'),
          address: record.address,
          length: record.length,
        });
      } else if (!there.has(key)) {
        there.add(key);
        routes.push({
          family: record.family,
          address: record.address,
          length: record.length,
          metric: 0,
          kind: 'unicast',
          gateways: [parseAddress(record.family === 4 ? HOP4 : HOP6)!],
        });
      }
    }
    const both = [...wanted].filter(key => there.has(key)).length;
    expect(both).toBeGreaterThan(20);
    expect(compare(paths, routes)).toMatchObject({
      kernel: there.size,
      wanted: wanted.size,
      same: both,
      missing: wanted.size - both,
      extra: there.size - both,
      otherNextHop: 0,
    });
  });
});
