import { decodeAttributes } from '../../attributes/decodeAttributes';
import { encodeAttributes } from '../../attributes/encodeAttributes';
import { parsePrefix } from '../../routes/addresses';
import { PathAttributes } from '../../routes/PathAttributes';
import { PathFlag, PathRecord } from '../../routes/RouteSource';
import { AttributePool } from '../pool/AttributePool';
import { RibTable } from '../table/RibTable';
import { RibTableBuilder } from '../table/RibTableBuilder';
import { MovedPrefixes } from '../moves/MoveLog';
import { movesOf } from '../testing/movesOf';
import { createRouteGenerator } from '../testing/randomRoutes';
import { DiffOptions } from './DiffOptions';
import { diffTables } from './diffTables';
import { normalisations } from './normalisations';

const { received, accepted, best, filtered } = PathFlag;

interface Short extends Partial<Omit<PathRecord, 'attributes'>> {
  with?: PathAttributes;
}

/** The usual route, and in what this one is different. */
function route(
  prefix: string,
  { with: attributes, ...rest }: Short = {},
): PathRecord {
  const { family, address, length } = parsePrefix(prefix)!;
  return {
    family,
    address,
    length,
    attributes: encodeAttributes({
      origin: 0,
      asPath: [{ type: 'sequence', asns: [6939, 64500] }],
      nextHop: Uint8Array.of(192, 0, 2, 1),
      communities: [6939 * 65536 + 1],
      ...attributes,
    }),
    session: 'he',
    origin: 'bgp',
    pathId: 0,
    flags: received | accepted | best,
    since: 0,
    ...rest,
  };
}

function tables(a: PathRecord[], b: PathRecord[]): [RibTable, RibTable] {
  const pool = new AttributePool();
  const build = (router: string, records: PathRecord[]) => {
    const builder = new RibTableBuilder(pool, { router, asn: 394955 });
    records.forEach(record => builder.add(record));
    return builder.build();
  };
  return [build('bird', a), build('gobgp', b)];
}

function diff(
  a: PathRecord[],
  b: PathRecord[],
  options: Partial<DiffOptions> = {},
  moves?: MovedPrefixes,
) {
  return diffTables(
    ...tables(a, b),
    { scope: 'accepted', limit: 10, ...options },
    moves,
  );
}

describe('diffTables', () => {
  it('counts what is only on one side and what is the same', () => {
    const { counts, examples } = diff(
      [route('192.0.2.0/24'), route('192.0.2.0/25'), route('2001:db8::/32')],
      [
        route('192.0.2.0/24'),
        route('198.51.100.0/24'),
        route('2001:db8::/32'),
        route('::/0'),
      ],
    );
    expect(counts).toMatchObject({ same: 2, onlyA: 1, onlyB: 2, different: 0 });
    expect(
      examples.map(example => [
        example.class,
        (example.a ?? example.b)!.rows.readKey((example.a ?? example.b)!.at)
          .length,
      ]),
    ).toEqual([
      ['only-a', 25],
      ['only-b', 24],
      ['only-b', 0],
    ]);
  });

  describe('of what moves', () => {
    const prefixes = Array.from({ length: 250 }, (_, at) => `10.1.${at}.0/24`);
    const a = prefixes.map(prefix => route(prefix));
    const other = { with: { med: 5 } };
    const b = prefixes.map((prefix, at) =>
      route(prefix, at === 7 || at === 9 ? other : {}),
    );

    it('counts a few apart that moved while one table could not have them', () => {
      const moves = movesOf('10.1.7.0/24', '10.1.0.0/24', '10.1.3.0/24');
      const { counts, examples } = diff(a, b.slice(1), {}, moves);
      expect(counts).toMatchObject({
        ...{ same: 247, onlyA: 0, onlyB: 0, different: 1, fields: { med: 1 } },
        moved: { onlyA: 1, onlyB: 0, different: 1 },
      });
      expect(counts.tooManyMoved).toBeUndefined();
      // What is listed is what counts.
      expect(examples).toHaveLength(1);
    });

    it('puts nothing down to that where more than a hundredth moved', () => {
      const moves = movesOf('10.1.7.0/24', '10.1.9.0/24', '10.1.0.0/24');
      const { counts, examples } = diff(a, b.slice(1), {}, moves);
      expect(counts).toMatchObject({
        ...{ same: 247, onlyA: 1, different: 2, fields: { med: 2 } },
        ...{ moved: { onlyA: 0, onlyB: 0, different: 0 }, tooManyMoved: 3 },
      });
      expect(examples).toHaveLength(3);
    });

    it('takes each family by itself', () => {
      const few = ['2001:db8:1::/48', '2001:db8:2::/48'];
      const both = [...a, ...few.map(prefix => route(prefix))];
      const { counts } = diff(both, a, {}, movesOf(few[0]));
      expect(counts).toMatchObject({
        ...{ same: 250, onlyA: 2, moved: { onlyA: 0 }, tooManyMoved: 1 },
      });
      // Of the one that is asked for alone nothing moved.
      const of4 = diff(both, b, { family: 4 }, movesOf(few[0])).counts;
      expect(of4).toMatchObject({ different: 2, moved: { onlyA: 0 } });
      expect(of4.tooManyMoved).toBeUndefined();
    });

    it('compares what goes out as it is', () => {
      const tellsHe = (records: PathRecord[]) => {
        const pair = tables(records, b);
        const one = { ...a[0], from: undefined };
        pair.forEach(table => table.markExport('he', one));
        return diffTables(
          ...pair,
          {
            ...{ scope: 'exported', limit: 10 },
            exportedTo: { a: 'he', b: 'he' },
          },
          movesOf('10.1.0.0/24'),
        ).counts;
      };
      expect(tellsHe(a)).toMatchObject({ same: 1, onlyB: 0 });
      expect(tellsHe(a.slice(1))).toMatchObject({
        ...{ same: 0, onlyB: 1, moved: { onlyB: 0 } },
      });
    });
  });

  it.each<[string, Short, Short]>([
    ['nextHop', { with: { nextHop: Uint8Array.of(192, 0, 2, 9) } }, {}],
    ['asPath', { with: { asPath: [] } }, {}],
    ['asPath', { with: { asPath: undefined } }, {}],
    ['origin', { with: { origin: 2 } }, {}],
    ['localPref', { with: { localPref: 100 } }, { with: { localPref: 110 } }],
    ['med', { with: { med: 5 } }, {}],
    ['communities', {}, { with: { communities: undefined } }],
    ['largeCommunities', { with: { largeCommunities: [[1, 2, 3]] } }, {}],
    [
      'extendedCommunities',
      { with: { extendedCommunities: [new Uint8Array(8)] } },
      {},
    ],
    ['other', { with: { atomicAggregate: true } }, {}],
    ['bestPath', { flags: received | accepted }, {}],
  ])('says that %s differs', (field, a, b) => {
    const { counts, examples } = diff([route('::/0', a)], [route('::/0', b)]);
    expect(examples).toMatchObject([{ class: 'different', fields: [field] }]);
    expect(counts).toMatchObject({
      same: 0,
      different: 1,
      fields: { [field]: 1 },
    });
    expect(
      Object.values(counts.fields).reduce((sum, count) => sum + count),
    ).toBe(1);
  });

  it.each<[keyof typeof normalisations, Short, Short]>([
    ['default-local-pref', { with: { localPref: 100 } }, {}],
    ['zero-med', {}, { with: { med: 0 } }],
    ['otc', { with: { otc: 6939 } }, {}],
    ['next-hop', { with: { nextHop: new Uint8Array(16).fill(1) } }, {}],
    [
      'link-local-next-hop',
      {
        with: {
          nextHop: new Uint8Array(16).fill(1),
          nextHopLinkLocal: new Uint8Array(16).fill(2),
        },
      },
      { with: { nextHop: new Uint8Array(16).fill(1) } },
    ],
    ['route-reflection', { with: { originatorId: 1, clusterList: [2] } }, {}],
  ])('can leave out %s, and says so', (name, a, b) => {
    const records: [PathRecord[], PathRecord[]] = [
      [route('::/0', a)],
      [route('::/0', b)],
    ];
    expect(diff(...records, { ignore: [] }).counts.different).toBe(1);
    expect(diff(...records, { ignore: [name] }).counts).toMatchObject({
      same: 1,
      different: 0,
      ignored: { [name]: 1 },
    });
  });

  it('puts the paths of the same neighbor together', () => {
    const paths = (one: string, other: string, med?: number) => [
      route('::/0', {
        session: one,
        flags: received | accepted | best,
        with: { med },
      }),
      route('::/0', {
        session: other,
        flags: received | accepted,
        with: { asPath: [] },
      }),
    ];
    const sessions = [
      { a: 'he_v6', b: '2001:db8::1' },
      { a: 'ix_v6', b: '2001:db8::2' },
    ];
    const [a, b] = [
      paths('he_v6', 'ix_v6'),
      paths('2001:db8::1', '2001:db8::2', 5),
    ];
    expect(diff(a, b, { sessions }).counts).toMatchObject({
      same: 1,
      different: 1,
      fields: { med: 1 },
    });
    // Without names the equal ones are found all the same.
    expect(diff(a, b).counts).toMatchObject({
      same: 1,
      different: 1,
      fields: { med: 1 },
    });
    expect(diff(a, b, { sessions: sessions.slice(1) }).counts).toMatchObject({
      same: 1,
      different: 0,
      onlyA: 0,
    });
    const crossed = paths('2001:db8::2', '2001:db8::1');
    expect(diff(a, crossed, { sessions }).counts).toMatchObject({
      different: 2,
      fields: { asPath: 2, bestPath: 2 },
    });
    expect(diff(a, crossed, { sessions, scope: 'best' })).toMatchObject({
      counts: { different: 1 },
      examples: [{ fields: ['bestPath'] }],
    });
  });

  it('pairs what came over several sessions with what one inside carries, without our own', () => {
    const over = (session: string, med?: number, more: Short = {}) =>
      route('::/0', { session, with: { med }, ...more });
    const sessions = ['he_v6', 'ix_v6'].map(a => ({ a, b: 'inside' }));
    const a = [
      over('he_v6', 1),
      over('ix_v6', 2, { flags: received | accepted }),
    ];
    const b = [
      over('inside', 2, { pathId: 1, flags: received | accepted }),
      over('inside', 3, { pathId: 2 }),
      route('2001:db8::/32', { session: 'inside', with: { asPath: [] } }),
    ];
    const options = { sessions, foreign: true };
    expect(diff(a, b, options).counts).toMatchObject({
      same: 1,
      different: 1,
      onlyA: 0,
      onlyB: 0,
      fields: { med: 1 },
    });
    expect(diff(a, b, { ...options, scope: 'best' }).counts).toMatchObject({
      different: 1,
      fields: { med: 1 },
    });
    expect(diff(a, b, { sessions }).counts.onlyB).toBe(1);
  });

  it('compares what neighbors sent, refused routes too, or what goes out', () => {
    const refused = route('::/0', { flags: received | filtered });
    expect(diff([refused], [route('::/0')]).counts).toMatchObject({ onlyB: 1 });
    expect(
      diff([refused], [{ ...refused }], { scope: 'received' }).counts.same,
    ).toBe(1);

    const [a, b] = tables(
      [route('::/0')],
      [route('::/0'), route('2001:db8::/32')],
    );
    const exported = (to: { a: string; b: string }) =>
      diffTables(a, b, { scope: 'exported', exportedTo: to, limit: 5 }).counts;
    a.markExport('ix', route('::/0'));
    b.markExport('ix', route('2001:db8::/32'));
    expect(exported({ a: 'ix', b: 'ix' })).toMatchObject({
      same: 0,
      onlyA: 1,
      onlyB: 1,
    });
    expect(exported({ a: 'ix', b: 'nobody' })).toMatchObject({
      onlyA: 1,
      onlyB: 0,
    });
    expect(() => diff([], [], { scope: 'exported' })).toThrow('one neighbor');
  });

  it.each([1, 2, 3])('counts as a comparison of objects does (%#)', seed => {
    const random = createRouteGenerator(seed);
    const make = (count: number) =>
      Array.from({ length: count }, () => ({
        ...random.route(),
        session: 'he',
        pathId: 0,
        flags: 5,
      }));
    const both = make(900);
    const [one, other] = [
      [...both, ...make(60)],
      [...both, ...make(60)],
    ];
    const byPrefix = (records: PathRecord[]) =>
      new Map(
        records.map(record => [`${record.address}/${record.length}`, record]),
      );
    const [mapA, mapB] = [byPrefix(one), byPrefix(other)];
    const shared = [...mapA].filter(([prefix]) => mapB.has(prefix));
    // LOCAL_PREF of 100 or none is all that is left out.
    const text = (record: PathRecord) => {
      const { localPref, nextHopLinkLocal, ...rest } = decodeAttributes(
        record.attributes,
      );
      return JSON.stringify([
        rest,
        rest.nextHop?.length === 16 ? 0 : nextHopLinkLocal,
      ]);
    };
    const same = shared.filter(
      ([prefix, record]) => text(record) === text(mapB.get(prefix)!),
    );
    const { counts } = diff(one, other, {
      ignore: ['default-local-pref', 'link-local-next-hop'],
    });
    expect(counts).toMatchObject({
      onlyA: mapA.size - shared.length,
      onlyB: mapB.size - shared.length,
      same: same.length,
      different: shared.length - same.length,
    });
    expect(counts.different).toBeGreaterThan(10);
    expect(counts.same).toBeGreaterThan(100);
  });

  // No path is our own here: `foreign` leaves nothing out, and the fast lane.
  it.each([1, 2, 3])('finds the same row by row (%#)', seed => {
    const random = createRouteGenerator(seed);
    const flags = [
      received | accepted | best,
      received | accepted,
      received | filtered,
    ];
    const from = (at: number) => ['he', 'ix', 'inside'][at % 3];
    const to = (name: string) => (name === 'inside' ? 'other' : `${name}_new`);
    const a = Array.from({ length: 3000 }, (_, at) => ({
      ...random.route(),
      session: from(at),
      pathId: 0,
      flags: flags[[5, 9].includes(at % 11) ? at % 3 : 0],
    })).filter(
      ({ attributes }) =>
        (decodeAttributes(attributes).asPath ?? []).length > 0,
    );
    const b = a
      .map((record, at) => ({
        ...record,
        session: to(record.session),
        flags: at % 97 === 0 ? received | accepted : record.flags,
        attributes: a[at % 89 === 0 ? 0 : at].attributes,
      }))
      .filter((_, at) => at % 101 !== 0);
    const sessions = ['he', 'ix'].map(name => ({ a: name, b: to(name) }));
    let different = 0;
    for (const scope of ['accepted', 'best', 'received'] as const) {
      for (const pairs of [sessions, sessions.slice(1), undefined]) {
        const options = { scope, sessions: pairs, limit: 50 };
        const found = diff(a, b, options);
        const slow = diff(a, b, { ...options, foreign: true });
        expect(found.counts).toEqual(slow.counts);
        expect(found.examples.map(({ fields }) => fields)).toEqual(
          slow.examples.map(({ fields }) => fields),
        );
        expect(found.counts.same).toBeGreaterThan(100);
        different += found.counts.different;
      }
    }
    expect(different).toBeGreaterThan(50);
  });

  it('gives examples page by page, all of them once', () => {
    const random = createRouteGenerator(11);
    const make = () =>
      Array.from({ length: 800 }, () => ({
        ...random.route(),
        flags: accepted,
      }));
    const both = make();
    const [a, b] = tables([...make(), ...both], [...make(), ...both]);
    const all = diffTables(a, b, { scope: 'accepted', limit: 1e6 });
    const paged = [];
    let after: DiffOptions['after'];
    do {
      const page = diffTables(a, b, { scope: 'accepted', limit: 7, after });
      expect(page.counts).toEqual(all.counts);
      paged.push(...page.examples);
      after = page.next;
    } while (after);
    expect(paged).toEqual(all.examples);
    expect(all.counts.onlyA + all.counts.onlyB + all.counts.different).toBe(
      paged.length,
    );
    const only = diffTables(a, b, {
      scope: 'accepted',
      limit: 1e6,
      fields: ['asPath'],
    }).examples;
    expect(only).toHaveLength(all.counts.fields.asPath);
  });
});
