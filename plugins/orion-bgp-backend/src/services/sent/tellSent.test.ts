import { encodeAttributes } from '../../attributes/encodeAttributes';
import { parseAddress } from '../../routes/addresses';
import { PathAttributes } from '../../routes/PathAttributes';
import { SentRoute } from '../../routes/toSentRoute';
import { tellSent } from './tellSent';

const session = {
  localAs: 394955,
  localAddress: '192.0.2.2',
  families: [{ nextHop: '2001:db8::2 fe80::2' }],
  links: ['198.51.100.4/30', '2001:db8:4::/64'],
};

const tell = (attributes: PathAttributes, over: Partial<SentRoute> = {}) =>
  tellSent(
    {
      prefix: '192.0.2.0/24',
      attributes: Buffer.from(encodeAttributes(attributes)).toString('hex'),
      asSent: true,
      ...over,
    },
    session,
  );
const path = (...asns: number[]): PathAttributes => ({
  asPath: [{ type: 'sequence', asns }],
});
const hop = (text: string) => parseAddress(text)!;

describe('tellSent', () => {
  it('takes the own AS once off what is as sent, and nothing off what is not', () => {
    const told = tell(path(394955, 394955, 64500));
    expect(told.values.asPath).toBe('394955 64500');
    expect(told.ignored).toContain('own-as');
    expect(tell(path(394955)).values.asPath).toBe('');
    // A policy that replaced the path, or a prepend before the list's end.
    expect(tell(path(64500, 394955)).values.asPath).toBe('64500 394955');
    expect(tell(path(394955), { asSent: false })).toMatchObject({
      values: { asPath: '394955' },
      ignored: expect.not.arrayContaining(['own-as']),
    });
  });

  it('takes a route that stands in the list without attributes for a plain one', () => {
    const told = tell({}, { asSent: false });
    expect(told.values).toEqual({
      asPath: '',
      communities: '',
      largeCommunities: '',
      extendedCommunities: '',
      med: '',
      origin: 'igp',
      nextHop: '',
      other: '',
    });
    expect(told.ignored).toEqual(['own-next-hop', 'sent-origin']);
    // One that is told as it was sent has an origin.
    expect(tell({}).values.origin).toBe('');
    expect(tell({ origin: 2 }, { asSent: false }).values.origin).toBe(
      'incomplete',
    );
  });

  it.each([
    ['192.0.2.2', ''],
    ['2001:db8::2', ''],
    ['::ffff:192.0.2.2', ''],
    ['0.0.0.0', ''],
    ['198.51.100.6', ''],
    ['198.51.100.8', '198.51.100.8'],
    ['2001:db8:4::6', ''],
    ['192.0.2.9', '192.0.2.9'],
    ['2001:db8::9', '2001:db8::9'],
  ])('has of the next hop %s what is not its own: "%s"', (text, expected) => {
    const told = tell({ nextHop: hop(text) });
    expect(told.values.nextHop).toBe(expected);
    expect(told.ignored.includes('own-next-hop')).toBe(expected === '');
  });

  it('leaves out what never goes to a neighbor outside, by name', () => {
    const inside = { localPref: 200, originatorId: 1, clusterList: [2] };
    expect(tell(inside)).toMatchObject({
      values: tell({}).values,
      ignored: ['own-next-hop', 'inside-only'],
    });
    expect(tell({ otc: 394955 }).ignored).toContain('otc');
  });

  it('tells communities of all three kinds, those apart that BIRD takes off', () => {
    const target = Uint8Array.of(0, 2, 0xfd, 0xe8, 0, 0, 0, 7);
    const inside = Uint8Array.of(0x40, 4, 0, 1, 0, 0, 0, 0);
    const attributes = {
      communities: [0xffffff01, 0xffff029a],
      largeCommunities: [[394955, 1, 2]] as [number, number, number][],
      extendedCommunities: [target, inside],
    };
    expect(tell(attributes).values).toMatchObject({
      communities: 'BLACKHOLE NO_EXPORT',
      largeCommunities: '394955:1:2',
      extendedCommunities: 'rt:65000:7 lb:1:0',
    });
    const listed = tell(attributes, { asSent: false });
    expect(listed.values.extendedCommunities).toBe('rt:65000:7');
    expect(listed.ignored).toContain('non-transitive');
  });

  it('tells a MED, and of a doubtful one that it is', () => {
    expect(tell({ med: 0 }).values.med).toBe('0');
    expect(tell({ med: 30 }, { doubtfulMed: true }).doubt).toBe(
      'whether its MED 30, which the route has already, goes out too',
    );
    expect(tell({ med: 30 }).doubt).toBeUndefined();
  });

  it('tells everything else as bytes', () => {
    const other = {
      atomicAggregate: true,
      aggregator: { asn: 64500, address: hop('192.0.2.1') },
      unknown: [{ flags: 0xc0, type: 99, value: Uint8Array.of(1, 2) }],
    };
    expect(tell(other).values.other).toBe(
      'atomic aggregator 64500 192.0.2.1 99:0102',
    );
  });
});
