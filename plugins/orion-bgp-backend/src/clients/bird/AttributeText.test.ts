/* eslint-disable no-bitwise */
import { encodeAttributes } from '../../attributes/encodeAttributes';
import {
  AsPathSegment,
  Origin,
  PathAttributes,
} from '../../routes/PathAttributes';
import { readDump, seededRandom } from './testing';

/** BIRD's limit of a line; what does not fit goes into the next one. */
const LINE = 480;

/** Prints attributes as BIRD does, in the words of version 2 or 3. */
function print(attributes: PathAttributes, major: 2 | 3): string {
  const lines: string[] = [];
  const add = (name: string, value: string) =>
    lines.push(`\t${major === 2 ? 'BGP.' : 'bgp_'}${name}: ${value}`);
  const addSet = (name: string, members: string[] = []) => {
    let line = '';
    const done: string[] = [];
    for (const member of members) {
      if (line.length + member.length > LINE) {
        done.push(line);
        line = '';
      }
      line = line ? `${line} ${member}` : member;
    }
    done.push(line);
    if (members.length) {
      add(name, done[0]);
      lines.push(...done.slice(1).map(more => `\t\t${more}`));
    }
  };
  const { origin, asPath, nextHop, nextHopLinkLocal, aggregator } = attributes;
  if (origin !== undefined) {
    add('origin', ['IGP', 'EGP', 'Incomplete'][origin]);
  }
  if (asPath) {
    add(major === 2 ? 'as_path' : 'path', asPath.map(segment).join(' '));
  }
  if (nextHop || nextHopLinkLocal) {
    const both = [nextHop ?? new Uint8Array(16), nextHopLinkLocal];
    add('next_hop', both.flatMap(hop => (hop ? address(hop) : [])).join(' '));
  }
  const plain = [
    ['med', attributes.med],
    ['local_pref', attributes.localPref],
  ] as const;
  plain.forEach(
    ([name, value]) => value !== undefined && add(name, `${value}`),
  );
  if (attributes.atomicAggregate) {
    add('atomic_aggr', '');
  }
  if (aggregator) {
    add('aggregator', `${address(aggregator.address)} AS${aggregator.asn}`);
  }
  addSet(
    'community',
    attributes.communities?.map(c => `(${c >>> 16},${c & 0xffff})`),
  );
  if (attributes.originatorId !== undefined) {
    add('originator_id', quad(attributes.originatorId));
  }
  if (attributes.clusterList) {
    add('cluster_list', attributes.clusterList.map(quad).join(' '));
  }
  addSet('ext_community', attributes.extendedCommunities?.map(extended));
  addSet(
    'large_community',
    attributes.largeCommunities?.map(members => `(${members.join(', ')})`),
  );
  if (attributes.otc !== undefined) {
    add('otc', `${attributes.otc}`);
  }
  for (const { flags, type, value } of attributes.unknown ?? []) {
    const code = type.toString(16).padStart(2, '0');
    add(
      `${code}${flags & 0x40 ? ' [t]' : ''}`,
      Buffer.from(value)
        .toString('hex')
        .replace(/..(?=.)/g, '$& '),
    );
  }
  return lines.map(line => ` ${line}\n`).join('');
}

function segment({ type, asns }: AsPathSegment): string {
  const [open, close] = {
    sequence: ['', ''],
    set: ['{', '}'],
    'confed-sequence': ['(', ')'],
    'confed-set': ['({', '})'],
  }[type];
  return `${open}${asns.join(' ')}${close}`;
}

function quad(id: number): string {
  return [id >>> 24, (id >>> 16) & 255, (id >>> 8) & 255, id & 255].join('.');
}

/** IPv6 with the longest run of zeros shortened, sometimes. */
function address(bytes: Uint8Array): string {
  if (bytes.length === 4) {
    return bytes.join('.');
  }
  const words = Array.from({ length: 8 }, (_, index) =>
    ((bytes[2 * index] << 8) | bytes[2 * index + 1]).toString(16),
  ).join(':');
  return words.replace(/(^|:)0(:0)+(:|$)/, '::');
}

function extended(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
  const type = view.getUint16(0);
  const kind =
    { 2: 'rt', 3: 'ro' }[type & 0xf0ff] ?? `unknown 0x${type.toString(16)}`;
  switch (type >> 8) {
    case 0x00:
    case 0x40:
      return `(${kind}, ${view.getUint16(2)}, ${view.getUint32(4)})`;
    case 0x01:
    case 0x41:
      return `(${kind}, ${quad(view.getUint32(2))}, ${view.getUint16(6)})`;
    case 0x02:
    case 0x42:
      return `(${kind}, ${view.getUint32(2)}, ${view.getUint16(6)})`;
    default:
      return `(generic, 0x${view.getUint32(0).toString(16)}, 0x${view
        .getUint32(4)
        .toString(16)})`;
  }
}

function generator(seed: number) {
  const random = seededRandom(seed);
  const below = (limit: number) => random() % limit;
  const maybe = <T>(make: () => T): T | undefined =>
    below(3) === 0 ? undefined : make();
  const some = <T>(most: number, make: () => T): T[] =>
    Array.from({ length: below(most) + 1 }, make);
  const bytes = (size: number) =>
    // Runs of zeros, so that addresses are shortened.
    Uint8Array.from({ length: size }, () => (below(3) ? 0 : below(256)));
  const asn = () => (below(2) ? below(65_536) : random());
  const path = (): AsPathSegment[] => {
    const segments: AsPathSegment[] = [];
    for (let left = below(4); left > 0; left--) {
      const type = (
        ['sequence', 'set', 'confed-sequence', 'confed-set'] as const
      )[below(4)];
      // BIRD's text does not show where one sequence ends and the next begins.
      if (type !== 'sequence' || segments.at(-1)?.type !== 'sequence') {
        segments.push({ type, asns: some(below(20) ? 8 : 400, asn) });
      }
    }
    return segments;
  };
  const extendedCommunity = () => {
    const community = Uint8Array.from({ length: 8 }, () => below(256));
    const view = new DataView(community.buffer);
    view.setUint16(
      0,
      [2, 3, 0x102, 0x203, 0x202, 0x4302, 0x4002, 0x0605][below(8)],
    );
    if (community[0] === 2) {
      // Small ASNs of 4 bytes print as those of 2 bytes do.
      community[2] ||= 1;
    }
    return community;
  };
  return (): PathAttributes => {
    const v6 = below(2) === 0;
    const attributes: PathAttributes = {
      origin: maybe(() => below(3) as Origin),
      asPath: maybe(path),
      nextHop: maybe(() => bytes(v6 ? 16 : 4)),
      med: maybe(random),
      localPref: maybe(random),
      atomicAggregate: maybe(() => true),
      aggregator: maybe(() => ({ asn: asn(), address: bytes(4) })),
      communities: maybe(() => some(below(10) ? 5 : 300, random)),
      extendedCommunities: maybe(() =>
        some(below(10) ? 3 : 90, extendedCommunity),
      ),
      largeCommunities: maybe(() =>
        some(
          below(10) ? 3 : 90,
          () => [random(), below(9), random()] as [number, number, number],
        ),
      ),
      originatorId: maybe(random),
      clusterList: maybe(() => some(4, random)),
      otc: maybe(asn),
      unknown: maybe(() => [
        {
          flags: below(2) ? 0xc0 : 0x80,
          type: [20, 22, 36, 99, 255][below(5)],
          value: bytes(below(140)),
        },
      ]),
    };
    if (v6 && attributes.nextHop && below(2)) {
      attributes.nextHopLinkLocal = Uint8Array.of(0xfe, 0x80, ...bytes(14));
    }
    return attributes;
  };
}

const head =
  '1007-2001:db8::/32        unicast [p 1795672800] * (100) [AS1i]\n1012-\tx: 1\n';

it.each([2, 3] as const)(
  'writes the bytes of encodeAttributes from the text of BIRD %s',
  major => {
    const next = generator(major);
    for (let round = 0; round < 6_000; round++) {
      const attributes = next();
      // BIRD 3 does not print the values of unknown attributes.
      if (major === 3) {
        delete attributes.unknown;
      }
      const text = `${head}${print(attributes, major)}0000 \n`;
      const { paths, parser } = readDump(Buffer.from(text));
      const expected = encodeAttributes(attributes);
      if (!Buffer.from(paths[0].attributes).equals(Buffer.from(expected))) {
        // One message with everything, instead of six thousand assertions.
        throw new Error(
          `${text}\n${Buffer.from(paths[0].attributes).toString(
            'hex',
          )}\n${Buffer.from(expected).toString('hex')}`,
        );
      }
      if (parser.incomplete) {
        throw new Error(`not whole: ${text}`);
      }
    }
    expect(true).toBe(true);
  },
);

it('does not mind the order in which attributes come', () => {
  const next = generator(7);
  const random = seededRandom(8);
  for (let round = 0; round < 1_000; round++) {
    const attributes = next();
    const lines = print(attributes, 2)
      .split(/^(?= \t\S)/m)
      .map(text => ({ text, order: random() }))
      .sort((a, b) => a.order - b.order)
      .map(({ text }) => text);
    const { paths } = readDump(Buffer.from(`${head}${lines.join('')}0000 \n`));
    expect(Buffer.from(paths[0].attributes)).toEqual(
      Buffer.from(encodeAttributes(attributes)),
    );
  }
});

it('leaves out what BIRD does not know or has taken away', () => {
  const { paths, parser } = readDump(
    Buffer.from(
      `${head}${[
        'BGP.origin: ?',
        'BGP.med: undefined',
        'BGP.as_path: undefined',
        'BGP.atomic_aggr: undefined',
        'BGP.local_pref: 4294967296',
        'BGP.20 [t]: undefined',
        'BGP.08 [t]: 00 01',
        'BGP.mpls_label_stack: 1/2/',
        'bgp_own_attribute: 7',
        'origin: IGP',
        'OSPF.metric1: 10',
        'igp_metric: 5',
      ]
        .map(line => ` \t${line}\n`)
        .join('')}0000 \n`,
    ),
  );
  expect(Buffer.from(paths[0].attributes).toString('hex')).toBe('');
  expect(parser.incomplete).toBe(0);
});

it('keeps the beginning of what BIRD cut, and counts it', () => {
  const read = (line: string) => {
    const { paths, parser } = readDump(
      Buffer.from(`${head} \t${line}\n0000 \n`),
    );
    expect(parser.incomplete).toBe(1);
    return paths[0].attributes;
  };
  expect(read('BGP.as_path: 6939 64500 645...')).toEqual(
    encodeAttributes({
      asPath: [{ type: 'sequence', asns: [6939, 64500] }],
    }),
  );
  expect(read('BGP.cluster_list: 192.0.2.1 192.0.2.2 ...')).toEqual(
    encodeAttributes({ clusterList: [0xc0000201, 0xc0000202] }),
  );
  expect(read('BGP.63 [t]: 01 02 ...')).toEqual(
    encodeAttributes({
      unknown: [{ flags: 0xc0, type: 0x63, value: Uint8Array.of(1, 2) }],
    }),
  );
});
