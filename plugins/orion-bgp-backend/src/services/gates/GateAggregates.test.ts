import { GateAggregates } from './GateAggregates';

const A = '192.0.2.0/24';
const B = '2001:db8:3949::/48';
const freshness = { source: 'netbox', intervalMs: 60_000, stale: false };
const find = (
  configured?: string[],
  recorded?: string[] | 'never-read',
  withoutNetbox = false,
) =>
  new GateAggregates({
    configured,
    withoutNetbox,
    netbox: recorded && {
      findAggregates: async () =>
        recorded === 'never-read'
          ? undefined
          : { prefixes: recorded, freshness },
    },
  }).find();

describe('GateAggregates', () => {
  it('takes NetBox, whatever the configuration names', async () => {
    expect(await find([B], [B])).toEqual({
      prefixes: [B],
      from: 'netbox',
      freshness,
    });
    expect(await find(undefined, [B], true)).toMatchObject({ prefixes: [B] });
    expect((await find([A], [])).prefixes).toBeUndefined();
    expect(await find([A], 'never-read')).toEqual({
      from: 'netbox',
      note: 'NetBox was never read.',
    });
  });

  it('names what only one of both has', async () => {
    expect((await find([A, B], [B, '198.51.100.0/24'])).note).toBe(
      'NetBox and orion.bgp.aggregates differ: only orion.bgp.aggregates has 192.0.2.0/24, only NetBox has 198.51.100.0/24.',
    );
  });

  it('takes the configuration where there is no NetBox, and only where it says so', async () => {
    const said = { prefixes: [A], from: 'configuration' };
    expect(await find([A], undefined, true)).toEqual(said);
    const unsaid = await find([A]);
    expect(unsaid.prefixes).toBeUndefined();
    expect(unsaid.note).toMatch(/orion\.bgp\.migration\.withoutNetbox/);
    expect((await find()).note).toMatch(/connect NetBox/);
    expect((await find([])).prefixes).toBeUndefined();
  });
});
