import { GateAggregates } from './GateAggregates';

const A = '192.0.2.0/24';
const B = '2001:db8:3949::/48';
const freshness = { source: 'netbox', intervalMs: 60_000, stale: false };
const find = (configured?: string[], recorded?: string[] | 'never-read') =>
  new GateAggregates({
    configured,
    netbox: recorded && {
      findAggregates: async () =>
        recorded === 'never-read'
          ? undefined
          : { prefixes: recorded, freshness },
    },
  }).find();

describe('GateAggregates', () => {
  it('takes NetBox, whatever the configuration names', async () => {
    expect(await find([A], [B])).toEqual({
      prefixes: [B],
      from: 'netbox',
      freshness,
    });
    expect((await find([A], [])).prefixes).toBeUndefined();
    expect(await find([A], 'never-read')).toEqual({
      from: 'netbox',
      note: 'NetBox was never read.',
    });
  });

  it('takes the configuration where there is no NetBox', async () => {
    expect(await find([A])).toEqual({ prefixes: [A], from: 'configuration' });
    expect((await find()).note).toMatch(/connect NetBox/);
    expect((await find([])).prefixes).toBeUndefined();
  });
});
