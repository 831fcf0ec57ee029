import { liveName } from './liveName';

describe('liveName', () => {
  const session = { name: 'ix_v6', neighbor: '2001:DB8:0::1' };

  it('is the name for BIRD', () => {
    expect(liveName('bird', session)).toBe('ix_v6');
  });

  it('is the address for GoBGP, as GoBGP writes it', () => {
    expect(liveName('gobgp', session)).toBe('2001:db8::1');
    expect(liveName('gobgp', { name: 'a', neighbor: '127.0.0.18' })).toBe(
      '127.0.0.18',
    );
  });
});
