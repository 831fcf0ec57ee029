import { findWanted } from './findWanted';
import { readSessions } from './PlaybookSight';

describe('findWanted', () => {
  const wanted = readSessions(
    JSON.stringify([
      { name: 'he_v6', asn: 6939, neighbor: '2001:DB8::1', speaker: 'bird' },
      { name: 'ix_v6', asn: 64500, neighbor: '2001:DB8::2', speaker: 'gobgp' },
    ]),
  );
  const router = (driver: 'bird' | 'gobgp') => ({
    endpoint: { driver } as never,
  });

  it('knows a session of BIRD by its name', () => {
    expect(findWanted(router('bird'), wanted, { name: 'he_v6' })).toBe(
      wanted[0],
    );
    // It is held by the other daemon, and BIRD has it switched off.
    expect(findWanted(router('bird'), wanted, { name: 'ix_v6' })).toBe(
      undefined,
    );
  });

  it('knows one of GoBGP by the address, however the playbook writes it', () => {
    expect(findWanted(router('gobgp'), wanted, { name: '2001:db8::2' })).toBe(
      wanted[1],
    );
    expect(findWanted(router('gobgp'), wanted, { name: 'ix_v6' })).toBe(
      undefined,
    );
  });
});
