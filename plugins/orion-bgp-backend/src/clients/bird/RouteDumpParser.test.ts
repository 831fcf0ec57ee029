import { decodeAttributes } from '../../attributes/decodeAttributes';
import { encodeAttributes } from '../../attributes/encodeAttributes';
import { PathFlag } from '../../routes/RouteSource';
import { RouteDumpParser } from './RouteDumpParser';
import { copyPath, fixture, prefixOf, readDump } from './testing';
import { zoneOffset } from './zoneOffset';

const { received, accepted, best, filtered, stale, unreachable } = PathFlag;

describe('the table of BIRD 2.0.12', () => {
  const { paths, parser } = readDump(fixture('bird2-routes-all'));

  it('hands over every path with its prefix, session and origin', () => {
    expect(parser.end).toMatchObject({ code: 0 });
    expect(
      paths.map(path => [prefixOf(path), path.session, path.origin]),
    ).toEqual(
      expect.arrayContaining([
        ['198.51.100.0/24', '', 'static'],
        ['192.0.2.128/25', 'shadow', 'bgp'],
        ['192.0.2.128/25', 'he_v4', 'bgp'],
        ['0:0:0:0:0:0:0:0/0', 'he_v6', 'bgp'],
        ['2001:db8:4956:0:0:0:0:0/48', '', 'static'],
        ['2001:db8:2:0:0:0:0:0/48', 'he_v6', 'bgp'],
        ['2001:db8:2:0:0:0:0:0/48', 'shadow', 'bgp'],
      ]),
    );
    expect(paths).toHaveLength(17);
    expect(parser.paths).toBe(17);
    expect(parser.skipped).toBe(0);
  });

  it('tells best, unresolved and own paths apart', () => {
    const flags = Object.fromEntries(
      paths.map(path => [`${prefixOf(path)} ${path.session}`, path.flags]),
    );
    expect(flags).toMatchObject({
      // Unreachable on purpose is not a next hop that does not resolve.
      '198.51.100.0/24 ': accepted | best,
      '192.0.2.128/25 shadow': received | accepted | best,
      '192.0.2.128/25 he_v4': received | accepted,
      '2001:db8:2:0:0:0:0:0/48 he_v6': received | accepted | best | unreachable,
      '2001:db8:2:0:0:0:0:0/48 shadow': received | accepted | unreachable,
    });
  });

  it('writes what BIRD prints as canonical attributes', () => {
    const path = paths.find(p => prefixOf(p).startsWith('2001:db8:1:'))!;
    expect(decodeAttributes(path.attributes)).toEqual({
      origin: 2,
      asPath: [{ type: 'sequence', asns: [6939, 64497, 64496] }],
      nextHop: expect.any(Uint8Array),
      localPref: 100,
      communities: [0x1b1b0064, 0xffff029a, 0xffffff01],
      extendedCommunities: [
        Uint8Array.of(0, 2, 0x1b, 0x1b, 0, 0, 0, 1),
        Uint8Array.of(0, 3, 0x1b, 0x1b, 0, 0, 0, 77),
        Uint8Array.of(1, 2, 192, 0, 2, 1, 0, 7),
        Uint8Array.of(2, 2, 0, 1, 0x11, 0x70, 0, 7),
      ],
      largeCommunities: [
        [6939, 1, 1],
        [6939, 1, 2],
      ],
      otc: 6939,
    });
    expect(path.since).toBe(Date.parse('2026-11-26T05:49:58Z') / 1000);
  });

  it('joins sets over several lines and counts a path that BIRD cut', () => {
    const long = paths.find(p => prefixOf(p).startsWith('2001:db8:3:'))!;
    expect(decodeAttributes(long.attributes)).toMatchObject({
      communities: { length: 60 },
      extendedCommunities: { length: 30 },
      largeCommunities: { length: 30 },
    });
    const cut = paths.find(p => prefixOf(p).startsWith('2001:db8:6:'))!;
    const { asPath } = decodeAttributes(cut.attributes);
    expect(asPath![0].asns.slice(0, 2)).toEqual([6939, 4200000059]);
    expect(asPath![0].asns.at(-1)).toBeGreaterThan(4_200_000_000);
    expect(parser.incomplete).toBe(1);
  });
});

it('marks what the import filter refused', () => {
  const { paths } = readDump(fixture('bird2-routes-filtered'), {
    filtered: true,
  });
  expect(paths.map(({ flags, session }) => [session, flags])).toEqual([
    ['he_v6', received | filtered | unreachable],
    ['he_v6', received | filtered | unreachable],
  ]);
  expect(decodeAttributes(paths[0].attributes).largeCommunities).toEqual([
    [394955, 65666, 1],
  ]);
});

it('knows sessions by name where the list is short', () => {
  const { paths } = readDump(fixture('bird2-exports'), {
    sessions: new Set(['he_v6', 'he_v4']),
  });
  expect(paths.map(path => [prefixOf(path), path.session])).toEqual(
    expect.arrayContaining([
      ['192.0.2.0/24', ''],
      ['198.18.0.1/32', 'he_v4'],
      ['2001:db8:1:0:0:0:0:0/48', 'he_v6'],
    ]),
  );
});

describe('the table of BIRD 3', () => {
  const { paths, parser } = readDump(fixture('bird3-routes-all'));

  it('understands its names of attributes', () => {
    expect(paths[0].attributes).toEqual(
      encodeAttributes({
        origin: 2,
        asPath: [
          { type: 'sequence', asns: [6939, 64497] },
          { type: 'set', asns: [64496, 64495] },
          { type: 'confed-sequence', asns: [64512, 64513] },
          { type: 'confed-set', asns: [64514, 64515] },
        ],
        nextHop: Uint8Array.of(0x20, 1, 0xd, 0xb8, ...Array(11).fill(0), 1),
        nextHopLinkLocal: Uint8Array.of(0xfe, 0x80, ...Array(13).fill(0), 1),
        med: 50,
        localPref: 100,
        atomicAggregate: true,
        aggregator: { asn: 4200000000, address: Uint8Array.of(192, 0, 2, 9) },
        communities: [0x1b1b0064, 0xffff029a, 0xffffff01, 0x1b1b0007],
        originatorId: 0xc0000207,
        clusterList: [0xc0000208, 0xc0000201],
        extendedCommunities: [
          Uint8Array.of(0, 2, 0x1b, 0x1b, 0, 0, 0, 1),
          Uint8Array.of(0, 3, 0x1b, 0x1b, 0, 0, 0, 77),
          Uint8Array.of(1, 2, 192, 0, 2, 1, 0, 7),
          Uint8Array.of(0x43, 0, 0, 0, 0, 0, 0, 2),
          Uint8Array.of(0x43, 2, 0, 0, 0, 5, 0, 6),
        ],
        largeCommunities: [
          [6939, 1, 2],
          [6939, 1, 1],
        ],
        otc: 6939,
        unknown: [
          {
            flags: 0x80,
            type: 26,
            value: Uint8Array.of(1, 0, 11, ...Array(8).fill(0xff)),
          },
        ],
      }),
    );
  });

  it('takes identifiers, age and staleness', () => {
    expect(paths.slice(0, 3)).toMatchObject([
      { session: 'he_v6', pathId: 12, since: 1795672800 },
      {
        session: 'shadow',
        pathId: 0,
        since: 1795672801,
        flags: received | accepted | stale,
      },
      { session: '', origin: 'static', since: 1795672700 },
    ]);
    // An empty AS path is a path: the neighbor's own route over iBGP.
    expect(decodeAttributes(paths[1].attributes)).toMatchObject({ asPath: [] });
  });

  it('passes over what is no IPv4 or IPv6 route', () => {
    expect(paths).toHaveLength(4);
    expect(prefixOf(paths[3])).toBe('2001:db8:3:0:0:0:0:0/48');
    expect(parser.skipped).toBe(3);
  });
});

it('reads every time format, and none rather than a wrong one', () => {
  const now = Date.parse('2026-11-26T12:00:00Z') / 1000;
  const since = (time: string, offset?: number, zone?: string) =>
    readDump(
      Buffer.from(
        `1007-192.0.2.0/24         unicast [p ${time} from 192.0.2.1] * (100) [AS1i]\n0000 \n`,
      ),
      {
        clock: { now, offset, offsetAt: zone ? zoneOffset(zone) : undefined },
      },
    ).paths[0].since;
  const at = (text: string) => Date.parse(text) / 1000;
  expect(since('2026-11-26 12:30:15', 3600)).toBe(at('2026-11-26T11:30:15Z'));
  expect(since('2026-11-26 12:30:15.250', 0)).toBe(at('2026-11-26T12:30:15Z'));
  expect(since('11:59:59.999', 0)).toBe(at('2026-11-26T11:59:59Z'));
  expect(since('12:59:59', 0)).toBe(at('2026-11-25T12:59:59Z'));
  expect(since('12:59:59', 3600)).toBe(at('2026-11-26T11:59:59Z'));
  expect(since('1795672800')).toBe(1795672800);
  expect(since('2026-11-25', 0)).toBe(0);
  expect(since('2026-11-26 12:30:15')).toBe(0);
  expect(since('Nov 26 from 12:30', 0)).toBe(0);
  expect(since('2026-07-01 12:00:00', 3600, 'Europe/Berlin')).toBe(
    at('2026-07-01T10:00:00Z'),
  );
});

it('numbers the paths of one session to one network', () => {
  const line = (name: string, who: string) =>
    ` ${name.padEnd(
      20,
    )} unicast [${who} 12:00:00] (100) [AS1i]\n \tType: BGP univ\n`;
  const { paths } = readDump(
    Buffer.from(
      `1007-Table t:\n${line('192.0.2.0/24', 'a')}${line('', 'b')}${line(
        '',
        'a',
      )}${line('192.0.2.0/25', 'a')}0000 \n`,
    ),
  );
  expect(paths.map(({ session, pathId }) => [session, pathId])).toEqual([
    ['a', 0],
    ['b', 0],
    ['a', 1],
    ['a', 0],
  ]);
});

it.each([
  ['2', ''],
  ['3', '\tInternal route handling values: 7L 9G 0S id 1\n'],
])(
  'numbers the routes that BIRD %s has to one network without a session',
  (_, internal) => {
    const line = (name: string, who: string, type: string) =>
      ` ${name.padEnd(
        20,
      )} unicast [${who} 12:00:00] (100)\n \tType: ${type} univ\n${internal.replace(
        '\t',
        ' \t',
      )}`;
    const { paths } = readDump(
      Buffer.from(
        `1007-Table t:\n${line('192.0.2.0/24', 'one', 'static')}${line(
          '',
          'he_v4',
          'BGP',
        )}${line('', 'two', 'static')}${line('', 'kernel1', 'inherit')}${line(
          '192.0.2.0/25',
          'two',
          'static',
        )}0000 \n`,
      ),
    );
    expect(paths.map(({ session, pathId }) => [session, pathId])).toEqual([
      ['', 0],
      ['he_v4', internal ? 7 : 0],
      ['', 1],
      ['', 2],
      ['', 0],
    ]);
  },
);

it('waits for the sink before it goes on', async () => {
  const reply = fixture('bird2-routes-all');
  const seen: string[] = [];
  let running = 0;
  const parser = new RouteDumpParser({
    clock: { now: 0 },
    sink: async path => {
      expect(running++).toBe(0);
      await new Promise(resolve => setImmediate(resolve));
      // Untouched while the sink works on it.
      seen.push(prefixOf(copyPath(path)));
      running--;
    },
  });
  for (let at = 0; at < reply.length; at += 1000) {
    await parser.push(reply.subarray(at, at + 1000));
  }
  expect(parser.end).toMatchObject({ code: 0 });
  expect(seen).toEqual(readDump(reply).paths.map(prefixOf));
});

it('refuses bytes that are no reply', () => {
  const read = (text: string) => () => readDump(Buffer.from(text));
  expect(read('HTTP/1.1 400 Bad Request\n')).toThrow(
    'BIRD sent a line that is no reply: "HTTP/1.1 400 Bad Request"',
  );
  expect(read(' no code before it\n')).toThrow('no reply');
  expect(read('x'.repeat(70_000))).toThrow('a line without an end');
});

it('tells how the reply ended and what came behind it', () => {
  const { parser } = readDump(Buffer.from('8001 Network not found\n+late\n'));
  expect(parser.end).toMatchObject({ code: 8001, text: 'Network not found' });
  expect(Buffer.from(parser.end!.rest).toString()).toBe('+late\n');
});

it('keeps names and prefixes apart while its buffer is used again and again', () => {
  const names = ['he_v6', 'he_v4', 'static6', 'ix1'];
  const expected: string[] = [];
  let text = '1007-Table master4:\n';
  for (let index = 0; index < 20_000; index++) {
    const prefix = `198.${Math.floor(index / 200) % 100}.${index % 200}.0/24`;
    const name = names[((index * 7) % 5) % 4];
    expected.push(`${prefix} ${name}`);
    text += `${index ? '1007-' : ' '}${prefix.padEnd(
      20,
    )} unicast [${name} 05:45:41] * (100) [AS1i]\n1008-\tType: BGP univ\n`;
  }
  const { paths } = readDump(Buffer.from(`${text}0000 \n`), {}, [65_536, 999]);
  expect(paths.map(path => `${prefixOf(path)} ${path.session}`)).toEqual(
    expected,
  );
});
