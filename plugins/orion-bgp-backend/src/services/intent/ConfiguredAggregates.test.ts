import { ConfiguredAggregates } from './ConfiguredAggregates';

const freshness = { source: 'netbox', intervalMs: 60_000, stale: false };
const find = (configured?: string[], recorded?: string[] | 'never-read') =>
  new ConfiguredAggregates({
    configured,
    netbox: recorded && {
      findAggregates: async () =>
        recorded === 'never-read'
          ? undefined
          : { prefixes: recorded, freshness },
    },
  }).find();

const A = '192.0.2.0/24';
const B = '2001:db8:3949::/48';

describe('ConfiguredAggregates', () => {
  it('takes those of NetBox when the configuration names none', async () => {
    expect(await find(undefined, [A, B])).toEqual({
      prefixes: [A, B],
      from: 'netbox',
      freshness,
    });
  });

  it('lets the configuration count, and says what NetBox has otherwise', async () => {
    expect(await find([A], [A])).toEqual({
      prefixes: [A],
      from: 'configuration',
      note: undefined,
    });
    expect(await find([A], [B])).toEqual({
      prefixes: [A],
      from: 'configuration',
      note: `orion.bgp.aggregates counts; NetBox lacks ${A} and also has ${B}.`,
    });
    const many = ['1', '2', '3', '4', '5'].map(x => `198.51.${x}.0/24`);
    expect((await find([A], [A, ...many])).note).toMatch(
      /also has 198\.51\.1\.0\/24, .* and 2 more\.$/,
    );
  });

  it('says nothing of NetBox that it never read', async () => {
    expect((await find([A], 'never-read')).note).toBeUndefined();
  });

  it.each([
    [undefined, /or connect NetBox/],
    [[], /no aggregate of a public RIR/],
    ['never-read' as const, /never read/],
  ])('has none without either, and says why (%j)', async (recorded, note) => {
    const { prefixes, note: said } = await find(undefined, recorded);
    expect(prefixes).toBeUndefined();
    expect(said).toMatch(note);
  });
});
