import { Vrp } from '@orion/backstage-plugin-orion-bgp-common';
import { validUntil } from './validUntil';

const vrp = (over: Partial<Vrp>): Vrp => ({
  prefix: '2001:db8::/32',
  maxLength: 48,
  asn: 394955,
  ...over,
});
const soon = '2026-11-26T12:00:00.000Z';
const later = '2026-11-27T12:00:00.000Z';

function until(...covering: Vrp[]) {
  return validUntil({ state: 'valid', covering }, '2001:db8::/48', 394955);
}

describe('validUntil', () => {
  it('is the end of the last ROA that allows it', () => {
    expect(until(vrp({ expiresAt: later }), vrp({ expiresAt: soon }))).toBe(
      later,
    );
  });

  it('looks only at ROAs that make it valid', () => {
    const others = [
      vrp({ asn: 64511, expiresAt: later }),
      vrp({ maxLength: 32, expiresAt: later }),
    ];
    expect(until(...others, vrp({ expiresAt: soon }))).toBe(soon);
  });

  it('is unknown where a ROA does not say', () => {
    expect(until(vrp({ expiresAt: soon }), vrp({}))).toBeUndefined();
  });

  it('is nothing for what is not valid', () => {
    const covering = [vrp({ expiresAt: soon, asn: 64511 })];
    expect(
      validUntil({ state: 'invalid', covering }, '2001:db8::/48', 394955),
    ).toBeUndefined();
  });
});
