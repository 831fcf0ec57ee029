import { Told } from './readTold';
import { toldApart } from './toldApart';

const told = (over: Partial<Told['values']> = {}): Told[] => [
  {
    prefix: '192.0.2.0/24',
    asSent: true,
    values: {
      ...{ asPath: '', communities: '', largeCommunities: '' },
      ...{ extendedCommunities: '', med: '', origin: 'igp' },
      ...{ nextHop: '', other: '' },
      ...over,
    },
  },
];

describe('toldApart', () => {
  it('finds nothing where both are alike, or one is not known', () => {
    expect(toldApart(told(), told())).toBeUndefined();
    const other = told({ med: '30' });
    expect(toldApart(undefined, other)).toBeUndefined();
    expect(toldApart(other, undefined)).toBeUndefined();
    // That it is not announced is seen by the list of prefixes.
    expect(toldApart(other, [])).toBeUndefined();
  });

  it('names the prefix, the attribute and what each has', () => {
    expect(toldApart(told(), told({ communities: 'NO_EXPORT' }))).toBe(
      '192.0.2.0/24 with communities NO_EXPORT, and the other router with none',
    );
    expect(toldApart(told({ asPath: '394955' }), told())).toBe(
      '192.0.2.0/24 with AS path none, and the other router with 394955',
    );
  });
});
