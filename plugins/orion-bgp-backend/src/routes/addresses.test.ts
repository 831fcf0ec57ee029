import {
  formatAddress,
  formatPrefix,
  parseAddress,
  parsePrefix,
} from './addresses';

/** What RFC 5952 makes of each text RFC 4291 allows. */
const canonical: [string, string][] = [
  ['::', '::'],
  ['::0', '::'],
  ['0:0:0:0:0:0:0:0', '::'],
  ['::1', '::1'],
  ['1::', '1::'],
  ['0:0:0:0:0:0:0:1', '::1'],
  ['1:0:0:0:0:0:0:0', '1::'],
  [
    'ABCD:EF01:2345:6789:ABCD:EF01:2345:6789',
    'abcd:ef01:2345:6789:abcd:ef01:2345:6789',
  ],
  ['2001:DB8:0:0:8:800:200C:417A', '2001:db8::8:800:200c:417a'],
  ['FF01:0:0:0:0:0:0:101', 'ff01::101'],
  ['2001:0db8::0001', '2001:db8::1'],
  ['2001:db8:0:0:0:0:2:1', '2001:db8::2:1'],
  ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
  ['2001:db8::1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
  ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
  ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['2001:db8::aaaa:0:0:1', '2001:db8::aaaa:0:0:1'],
  ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
  ['::2:3:4:5:6:7:8', '0:2:3:4:5:6:7:8'],
  ['1:2:3:4:5:6::', '1:2:3:4:5:6::'],
  ['0:0:3:4:5:6:0:0', '::3:4:5:6:0:0'],
  ['0:2:0:0:5:0:0:0', '0:2:0:0:5::'],
  ['fe80::', 'fe80::'],
  ['::ffff:192.0.2.1', '::ffff:192.0.2.1'],
  ['::ffff:c000:201', '::ffff:192.0.2.1'],
  ['0:0:0:0:0:FFFF:129.144.52.38', '::ffff:129.144.52.38'],
  ['::13.1.68.3', '::d01:4403'],
  ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
  ['1:2:3:4:5:6:1.2.3.4', '1:2:3:4:5:6:102:304'],
  ['::ffff:0:0', '::ffff:0.0.0.0'],
  ['::fffe:0:0', '::fffe:0:0'],
  [
    'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
  ],
  ['0.0.0.0', '0.0.0.0'],
  ['192.0.2.1', '192.0.2.1'],
  ['255.255.255.255', '255.255.255.255'],
];

const refused = [
  '',
  ':',
  ':::',
  '::1::',
  '1::2::3',
  ':1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:',
  '1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8:9',
  '::1:2:3:4:5:6:7:8',
  '1:2:3:4:5:6:7:8::',
  '1:2:3:4::5:6:7:8',
  '12345::',
  'g::',
  '::-1',
  '::+1',
  '1:::2',
  ' ::1',
  '::1 ',
  '::1\n',
  '[::1]',
  '0x1::',
  'fe80::1%eth0',
  'fe80::1%1',
  '::1%',
  '::ffff:192.0.2.256',
  '::ffff:192.0.2',
  '::ffff:192.0.2.01',
  '::192.0.2.1:1',
  '192.0.2.1::',
  '1:2:3:4:5:6:7:1.2.3.4',
  '1:2:3:4:5:1.2.3.4',
  '::1/64',
  '192.0.2',
  '192.0.2.',
  '.192.0.2.1',
  '192.0.2.1.1',
  '192.0.2.256',
  '192.0.02.1',
  '192.0.2.001',
  '0300.0.2.1',
  '0xc0.0.2.1',
  '3221225985',
  '192.0.2.-1',
  '192.0.2.1 ',
  '192.0.2.1\n',
  '192.0.2.1%eth0',
  '１.2.3.4',
  'example.org',
];

describe('addresses', () => {
  it.each(canonical)('%s is written %s', (text, expected) => {
    const bytes = parseAddress(text)!;
    expect(bytes).toBeDefined();
    expect(formatAddress(bytes)).toBe(expected);
    expect(parseAddress(expected)).toEqual(bytes);
  });

  it.each(refused)('refuses %j', text => {
    expect(parseAddress(text)).toBeUndefined();
  });

  it('keeps IPv4 and IPv4-mapped apart', () => {
    expect(parseAddress('192.0.2.1')).toHaveLength(4);
    expect(parseAddress('::ffff:192.0.2.1')).toHaveLength(16);
  });

  it('writes and reads back random addresses with runs of zeros', () => {
    for (let round = 0; round < 5000; round++) {
      const bytes = new Uint8Array(16);
      for (let group = 0; group < 8; group++) {
        if (Math.random() < 0.5) {
          const value = Math.floor(Math.random() ** 4 * 0x10000);
          bytes.set([value >> 8, value & 0xff], 2 * group);
        }
      }
      const text = formatAddress(bytes);
      expect(parseAddress(text)).toEqual(bytes);
      // The platform's own writer is the second opinion; it has no dotted form.
      const { hostname } = new URL(`http://[${text}]/`);
      expect(text.includes('.') ? hostname : `[${text}]`).toBe(hostname);
    }
  });

  it('has no text for other sizes', () => {
    expect(() => formatAddress(new Uint8Array(5))).toThrow(RangeError);
  });
});

describe('prefixes', () => {
  it.each([
    ['0.0.0.0/0', '0.0.0.0/0', false],
    ['192.0.2.0/24', '192.0.2.0/24', false],
    ['192.0.2.1/32', '192.0.2.1/32', false],
    ['10.0.0.1/8', '10.0.0.0/8', true],
    ['192.0.2.129/25', '192.0.2.128/25', true],
    ['192.0.2.128/25', '192.0.2.128/25', false],
    ['255.255.255.255/0', '0.0.0.0/0', true],
    ['::/0', '::/0', false],
    ['::1/0', '::/0', true],
    ['2001:DB8::/32', '2001:db8::/32', false],
    ['2001:db8::1/32', '2001:db8::/32', true],
    ['2001:db8::1/128', '2001:db8::1/128', false],
    ['2001:db8:ffff::/33', '2001:db8:8000::/33', true],
    ['::ffff:192.0.2.0/120', '::ffff:192.0.2.0/120', false],
  ])('%s is %s', (text, expected, hostBits) => {
    const prefix = parsePrefix(text)!;
    expect(formatPrefix(prefix.address, prefix.length)).toBe(expected);
    expect(prefix.hostBits).toBe(hostBits);
    expect(prefix.family).toBe(text.includes(':') ? 6 : 4);
  });

  it.each([
    '192.0.2.0',
    '192.0.2.0/',
    '192.0.2.0/33',
    '192.0.2.0/024',
    '192.0.2.0/+24',
    '192.0.2.0/24 ',
    '192.0.2.0/24/24',
    '192.0.2.0/255.255.255.0',
    '2001:db8::/129',
    '2001:db8::/-1',
    '2001:db8::/1e1',
    'fe80::1%eth0/64',
    '/24',
    '',
  ])('refuses %j', text => {
    expect(parsePrefix(text)).toBeUndefined();
  });
});
