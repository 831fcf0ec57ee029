import { sharedNeighbors, splitByUse, standingOf } from './sharedNeighbors';

const session = (
  name: string,
  state: 'established' | 'idle' | 'active',
  adminState: 'up' | 'down',
) => ({
  name,
  state,
  adminState,
  type: 'external' as const,
  neighborAddress: '2001:db8:100::1',
});
const up = session('he', 'established', 'up');
const off = session('he', 'idle', 'down');
const trying = session('he', 'active', 'up');

describe('sharedNeighbors', () => {
  it('pairs by address what neither forgot, and no session inside', () => {
    const other = { ...up, name: '2001:db8:100::1' };
    const pair = [{ address: up.neighborAddress, from: 'he', to: other.name }];
    expect(sharedNeighbors([up], [other])).toEqual(pair);
    expect(sharedNeighbors([{ ...up, gone: true }], [other])).toEqual([]);
    expect(sharedNeighbors([up], [{ ...other, gone: true }])).toEqual([]);
    expect(sharedNeighbors([up], [{ ...other, type: 'internal' }])).toEqual([]);
    expect(
      sharedNeighbors([up], [{ ...other, neighborAddress: '192.0.2.1' }]),
    ).toEqual([]);
  });

  it.each([{ from: ['he'] }, { to: ['2001:db8:100::1'] }])(
    'says what stands in for a neighbor, whichever router says so: %j',
    standIns => {
      const other = { ...up, name: '2001:db8:100::1' };
      const [pair] = sharedNeighbors([up], [other], standIns);
      expect(pair.standsIn).toBe(true);
      const elsewhere = { from: standIns.to, to: standIns.from };
      const [unmarked] = sharedNeighbors([up], [other], elsewhere);
      expect(unmarked).not.toHaveProperty('standsIn');
    },
  );

  it.each([
    ['both', up, up],
    ['moved', off, up],
    ['silent', off, trying],
    ['silent', off, off],
    ['silent', off, undefined],
    ['waiting', up, off],
    ['waiting', up, trying],
    ['waiting', trying, up],
    ['waiting', trying, trying],
    ['waiting', undefined, up],
  ] as const)('calls it "%s"', (standing, from, to) => {
    expect(standingOf(from, to)).toBe(standing);
  });

  it('has those with whom nobody speaks wait', () => {
    const shared = sharedNeighbors([off], [trying]);
    expect(splitByUse(shared, [off], [trying])).toEqual({
      both: [],
      moved: [],
      waiting: shared,
    });
  });
});
