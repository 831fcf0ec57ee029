import { plainAttributes, wireDigest } from './ownPath';

describe('wireDigest', () => {
  const plain = plainAttributes('192.0.2.0/24');

  // As `digest_of` of gobgp_calls.py says it, whose test has it too.
  it('is what the router makes of the same path, in any order', () => {
    const digest =
      '48c8085c80887537d28b2fd2cf8b18eb8c2d5c9266959862644730b88973a64e';
    expect(wireDigest(plain)).toBe(digest);
    expect(wireDigest([...plain].reverse())).toBe(digest);
  });

  it('is another one of another path', () => {
    const digests = [
      plain,
      [...plain, 'c00804fbf40009'],
      plain.slice(1),
      plainAttributes('2001:db8:3949::/48'),
      plainAttributes('2001:db8:394a::/48'),
    ].map(wireDigest);
    expect(new Set(digests).size).toBe(digests.length);
  });
});
