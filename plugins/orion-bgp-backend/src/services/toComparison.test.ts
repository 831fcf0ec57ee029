import { toComparison } from './toComparison';

const counts = {
  ...{ same: 7, onlyA: 1, onlyB: 0, different: 2 },
  fields: { med: 2, origin: 0 },
  ignored: { otc: 3 },
  moved: { onlyA: 2, onlyB: 4, different: 1 },
} as Parameters<typeof toComparison>[2];

describe('toComparison', () => {
  it('has every rule in force, in its order, with 0 where it found nothing', () => {
    const { ignored } = toComparison('best', undefined, counts, [
      'zero-med',
      'otc',
      'next-hop',
    ]);
    expect(Object.entries(ignored)).toEqual([
      ['zero-med', 0],
      ['otc', 3],
      ['next-hop', 0],
    ]);
  });

  it('has no rule where nothing was compared', () => {
    const rules = ['otc'] as const;
    expect(toComparison('best', undefined, undefined, rules).ignored).toEqual(
      {},
    );
  });

  it('names only attributes in which something differs', () => {
    const { fields, from, to } = toComparison('best', undefined, counts);
    expect(fields).toEqual({ med: 2 });
    expect([from, to]).toEqual([10 + 2 + 1, 9 + 4 + 1]);
  });

  it('counts what moved apart', () => {
    expect(toComparison('best', undefined, counts)).toMatchObject({
      ...{ same: 7, onlyFrom: 1, onlyTo: 0, different: 2, moved: 7 },
    });
    expect(toComparison('best', undefined).moved).toBe(0);
  });
});
