import { parseAddress, parsePrefix } from '../routes/addresses';
import { encodeAttributes } from '../attributes/encodeAttributes';
import { AttributePool } from '../rib/pool/AttributePool';
import { compareKeys, toPrefixKey } from '../rib/table/PrefixKey';
import { RibTableBuilder } from '../rib/table/RibTableBuilder';
import { rpkiState, RowMeta } from '../rib/table/RowMeta';
import { createRouteGenerator } from '../rib/testing/randomRoutes';
import { routeOrigin, VrpEntry } from './VrpTable';
import { VrpTableBuilder } from './VrpTableBuilder';

function key(text: string) {
  const { family, address, length } = parsePrefix(text)!;
  return toPrefixKey(family, address, length);
}

function table(...vrps: [string, number, number][]) {
  const builder = new VrpTableBuilder();
  for (const [prefix, maxLength, asn] of vrps) {
    builder.add({
      prefix: key(prefix),
      maxLength,
      asn,
      trustAnchor: 'test',
      expires: 0,
    });
  }
  return builder.build();
}

/** RFC 6811 §2 written out. */
function naiveState(
  vrps: VrpEntry[],
  prefix: ReturnType<typeof key>,
  origin: number,
) {
  const bits = ({ a, b, c, d, family }: typeof prefix) =>
    [a, b, c, d]
      .slice(0, family === 4 ? 1 : 4)
      .map(word => word.toString(2).padStart(32, '0'))
      .join('');
  const covering = vrps.filter(
    vrp =>
      vrp.prefix.family === prefix.family &&
      vrp.prefix.length <= prefix.length &&
      bits(prefix).startsWith(bits(vrp.prefix).slice(0, vrp.prefix.length)),
  );
  const named = covering.filter(vrp => vrp.asn === origin && origin !== 0);
  const covered = named.some(vrp => prefix.length <= vrp.maxLength)
    ? 'valid'
    : 'invalid';
  const state = covering.length === 0 ? 'not-found' : covered;
  const why = named.length > 0 ? 'length' : 'origin';
  const reason = state === 'invalid' ? why : undefined;
  return { state, reason, covering: covering.length };
}

describe('VrpTable', () => {
  const vrps = table(
    ['192.0.2.0/24', 25, 64500],
    ['192.0.0.0/16', 16, 64501],
    ['198.51.100.0/24', 24, 0],
    ['2001:db8::/32', 48, 64500],
    ['0.0.0.0/0', 0, 64511],
  );

  it.each([
    ['192.0.2.0/24', 64500, { state: 'valid' }],
    ['192.0.2.128/25', 64500, { state: 'valid' }],
    ['192.0.2.0/26', 64500, { state: 'invalid', reason: 'length' }],
    ['192.0.2.0/24', 64501, { state: 'invalid', reason: 'length' }],
    ['192.0.2.0/24', 64502, { state: 'invalid', reason: 'origin' }],
    ['192.0.2.0/24', 0, { state: 'invalid', reason: 'origin' }],
    ['192.0.0.0/16', 64501, { state: 'valid' }],
    ['198.51.100.0/24', 0, { state: 'invalid', reason: 'origin' }],
    ['203.0.113.0/24', 64500, { state: 'invalid', reason: 'origin' }],
    ['0.0.0.0/0', 64511, { state: 'valid' }],
    ['2001:db8:1::/48', 64500, { state: 'valid' }],
    ['2001:db8::/64', 64500, { state: 'invalid', reason: 'length' }],
    ['2001:db9::/32', 64500, { state: 'not-found' }],
    ['::/0', 64500, { state: 'not-found' }],
  ])('%s from AS%d is %j', (prefix, asn, verdict) => {
    expect(vrps.validate(key(prefix), asn)).toEqual(verdict);
  });

  it('lists what covers a prefix, less specific first', () => {
    expect(
      vrps
        .covering(key('192.0.2.1/32'))
        .map(({ prefix, asn }) => [prefix.length, asn]),
    ).toEqual([
      [0, 64511],
      [16, 64501],
      [24, 64500],
    ]);
    expect(vrps.covering(key('::1/128'))).toEqual([]);
    expect(vrps.count).toBe(5);
  });

  it('counts no VRP whose ROA has ended', () => {
    const builder = new VrpTableBuilder();
    const add = (prefix: string, asn: number, expires: number) =>
      builder.add({ prefix: key(prefix), maxLength: 48, asn, expires });
    add('2001:db8::/32', 64500, 1000);
    add('2001:db8::/32', 64501, 2000);
    add('2001:db8:1::/48', 64500, 3000);
    add('2001:db9::/32', 64500, 0);
    const passing = builder.build();
    const state = (prefix: string, asn: number) =>
      passing.validate(key(prefix), asn).state;
    expect(passing.expire(500)).toBe(true);
    expect(state('2001:db8::/32', 64500)).toBe('valid');
    // Nothing ends meanwhile.
    expect(passing.expire(999)).toBe(false);
    expect(passing.expire(1000)).toBe(true);
    expect(state('2001:db8::/32', 64500)).toBe('invalid');
    expect(state('2001:db8:1::/48', 64500)).toBe('valid');
    expect(passing.covering(key('2001:db8:1::/48'))).toHaveLength(2);
    expect(passing.expire(5000)).toBe(true);
    expect(state('2001:db8:1::/48', 64500)).toBe('not-found');
    expect(passing.covering(key('2001:db8:1::/48'))).toEqual([]);
    expect(state('2001:db9::/32', 64500)).toBe('valid');
    expect(passing.expire(6000)).toBe(false);
    // A clock that was ahead is set right.
    expect(passing.expire(500)).toBe(true);
    expect(state('2001:db8::/32', 64500)).toBe('valid');
  });

  it('keeps equal VRPs once, and says nothing when it is empty', () => {
    expect(table(['::/0', 0, 1], ['::/0', 0, 1], ['::/0', 1, 1]).count).toBe(2);
    expect(table().validate(key('::/0'), 1)).toEqual({ state: 'not-found' });
  });

  it('agrees with RFC 6811 written out, one by one and over a table', () => {
    const random = createRouteGenerator(8);
    const builder = new VrpTableBuilder();
    const entries: VrpEntry[] = [];
    for (let count = 0; count < 400; count++) {
      const { family, address, length } = random.prefix();
      const prefix = toPrefixKey(family, address, length);
      const longest = family === 4 ? 32 : 128;
      const entry = {
        prefix,
        maxLength: length + random.pick(longest - length + 1),
        asn: random.pick(20) ? random.asn() : 0,
        expires: 0,
      };
      // Covering everything would leave nothing to find.
      const same = ({ maxLength, asn, prefix: other }: VrpEntry) =>
        maxLength === entry.maxLength &&
        asn === entry.asn &&
        compareKeys(other, prefix) === 0;
      if (length > 1 && !entries.some(same)) {
        entries.push(entry);
        builder.add(entry);
      }
    }
    const many = builder.build();
    const pool = new AttributePool();
    const rib = new RibTableBuilder(pool, { router: 'r', asn: 64500 });
    for (let count = 0; count < 3000; count++) {
      rib.add(random.route());
    }
    const routes = rib.build(many);
    const seen = new Set<string>();
    for (const rows of [routes.v4.base, routes.v6.base]) {
      for (let at = 0; at < rows.count; at++) {
        const prefix = rows.readKey(at);
        const { paths } = pool;
        const origin = routeOrigin(
          paths.originKind(rows.path[at]),
          paths.origin(rows.path[at]),
          64500,
        );
        const expected = naiveState(entries, prefix, origin);
        const { covering, ...verdict } = expected;
        expect(many.validate(prefix, origin)).toEqual(verdict);
        expect(many.covering(prefix)).toHaveLength(covering);
        const byLength = (rows.meta[at] & RowMeta.rpkiByLength) !== 0;
        expect([rpkiState(rows.meta[at]), byLength]).toEqual([
          expected.state,
          expected.reason === 'length',
        ]);
        seen.add(`${expected.state} ${expected.reason}`);
      }
    }
    expect(seen.size).toBe(4);
    routes.validate(undefined);
    expect(rpkiState(routes.v4.base.meta[0])).toBe('unknown');
  });

  it('takes an empty path as the router’s own, and a set as nobody’s', () => {
    const pool = new AttributePool();
    const kind = (asPath: Parameters<typeof encodeAttributes>[0]['asPath']) => {
      pool.intern(encodeAttributes({ asPath }));
      return routeOrigin(
        pool.paths.originKind(pool.path),
        pool.paths.origin(pool.path),
        394955,
      );
    };
    const sequence = { type: 'sequence' as const, asns: [6939, 64500] };
    expect(kind(undefined)).toBe(394955);
    expect(kind([])).toBe(394955);
    expect(kind([sequence])).toBe(64500);
    expect(kind([sequence, { type: 'set', asns: [1, 2] }])).toBe(0);
    expect(kind([{ type: 'confed-sequence', asns: [65001] }])).toBe(394955);
    expect(kind([{ type: 'confed-sequence', asns: [65001] }, sequence])).toBe(
      64500,
    );
  });

  it('takes 12 to 16 MB for 600,000 VRPs', () => {
    const builder = new VrpTableBuilder();
    for (let at = 0; at < 600_000; at++) {
      const address =
        at % 4 ? parseAddress('16.0.0.0')! : parseAddress('2001::')!;
      new DataView(address.buffer).setUint16(1, at >> 8);
      address[3] = at & 255;
      const family = at % 4 ? 4 : 6;
      builder.add({
        prefix: toPrefixKey(family, address, 32),
        maxLength: 32,
        asn: at,
        expires: 1_800_000_000,
      });
    }
    expect(builder.build().byteLength).toBeLessThan(16e6);
  });
});
