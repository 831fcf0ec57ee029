import { assertOwnPrefix } from './assertOwnPrefix';

const AGGREGATES = {
  prefixes: ['192.0.0.0/20', '192.0.2.0/24', '2001:db8:3949::/48'],
};

describe('assertOwnPrefix', () => {
  it('takes the aggregates, and parts of them as far as is said', () => {
    expect(assertOwnPrefix('192.0.2.0/24', AGGREGATES, {})).toBe(
      '192.0.2.0/24',
    );
    const lengths = { ipv4: 24, ipv6: 52 };
    expect(assertOwnPrefix('192.0.3.0/24', AGGREGATES, lengths)).toBe(
      '192.0.0.0/20',
    );
    expect(
      assertOwnPrefix('2001:db8:3949:f000::/52', AGGREGATES, lengths),
    ).toBe('2001:db8:3949::/48');
    expect(() => assertOwnPrefix('192.0.2.0/25', AGGREGATES, lengths)).toThrow(
      /more specific than 192\.0\.2\.0\/24/,
    );
  });

  it('never takes a default route, whatever the aggregates are', () => {
    expect(() =>
      assertOwnPrefix('0.0.0.0/0', { prefixes: ['0.0.0.0/0'] }, { ipv4: 32 }),
    ).toThrow(/none of the own prefixes/);
  });

  it('says what is missing when nobody said what is ours', () => {
    for (const prefixes of [undefined, []]) {
      expect(() => assertOwnPrefix('192.0.2.0/24', { prefixes }, {})).toThrow(
        /orion\.bgp\.aggregates/,
      );
    }
    const note = 'What the AS announces is not known: NetBox was never read.';
    expect(() => assertOwnPrefix('192.0.2.0/24', { note }, {})).toThrow(
      `input.prefix: ${note}`,
    );
    expect(() =>
      assertOwnPrefix('8.8.8.0/24', { ...AGGREGATES, from: 'netbox' }, {}),
    ).toThrow(/none of the own prefixes in NetBox, 192/);
  });
});
