import { AsNameCache } from './AsNameCache';

const settle = () => jest.advanceTimersByTimeAsync(50);

describe('AsNameCache', () => {
  const source = { from: 'bundled' as const, date: '2026-11-26', count: 2 };
  let listAsNames: jest.Mock;
  let cache: AsNameCache;

  beforeEach(() => {
    jest.useFakeTimers();
    listAsNames = jest.fn(async (asns: number[]) => ({
      items: asns
        .filter(asn => asn !== 7)
        .map(asn => ({ asn, name: `name of ${asn}` })),
      source,
    }));
    cache = new AsNameCache({ listAsNames });
  });
  afterEach(() => jest.useRealTimers());

  it('asks once for what a whole page wants, and keeps it', async () => {
    const told = jest.fn();
    const end = cache.subscribe(told);
    cache.want([1, 7]);
    cache.want([2, 1]);
    expect(cache.find(1)).toBeUndefined();
    await settle();
    expect(listAsNames.mock.calls).toEqual([[[1, 7, 2]]]);
    expect([cache.find(1), cache.find(7)]).toEqual(['name of 1', undefined]);
    expect(cache.source).toBe(source);
    expect(told).toHaveBeenCalledTimes(1);
    cache.want([1, 2, 7]);
    await settle();
    expect(listAsNames).toHaveBeenCalledTimes(1);
    end();
    await jest.advanceTimersByTimeAsync(10 * 60_000 + 1);
    cache.want([1]);
    await settle();
    expect(listAsNames).toHaveBeenLastCalledWith([1]);
    expect(told).toHaveBeenCalledTimes(1);
  });

  it('asks in parts the backend takes', async () => {
    cache.want(Array.from({ length: 1_200 }, (_, n) => n + 100));
    await settle();
    await settle();
    await settle();
    expect(listAsNames.mock.calls.map(([asns]) => asns.length)).toEqual([
      500, 500, 200,
    ]);
    expect(cache.find(1_299)).toBe('name of 1299');
  });

  it('leaves numbers alone when names cannot be had', async () => {
    listAsNames.mockRejectedValueOnce(new Error('away'));
    cache.want([1]);
    await settle();
    expect(cache.find(1)).toBeUndefined();
    cache.want([1]);
    await settle();
    expect(listAsNames).toHaveBeenCalledTimes(1);
  });
});
