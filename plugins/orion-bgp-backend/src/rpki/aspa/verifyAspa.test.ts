import { NeighborRelation } from '@orion/backstage-plugin-orion-bgp-common';
import { AsPathSegment } from '../../routes/PathAttributes';
import { AspaTable } from './AspaTable';
import { verifyAspa } from './verifyAspa';

const table = (entries: Record<number, number[]>) =>
  new AspaTable(
    Object.entries(entries).map(([customer, providers]) => ({
      customer: Number(customer),
      providers,
    })),
  );

const sequence = (...asns: number[]): AsPathSegment[] => [
  { type: 'sequence', asns },
];

/** As the neighbor at the left sends it. */
const verify = (
  relation: NeighborRelation | undefined,
  asns: number[],
  entries: Record<number, number[]>,
) =>
  verifyAspa(
    { asPath: sequence(...asns), neighborAs: asns[0], relation },
    table(entries),
  );

describe('AspaTable', () => {
  it('joins what one customer says several times, and knows AS0', () => {
    const aspas = new AspaTable([
      { customer: 1, providers: [20, 10] },
      { customer: 1, providers: [30] },
      { customer: 2, providers: [0] },
    ]);
    expect(aspas.size).toBe(2);
    expect(aspas.providersOf(1)).toEqual([10, 20, 30]);
    expect(aspas.providersOf(2)).toEqual([]);
    expect(aspas.providersOf(3)).toBeUndefined();
    expect(aspas.attest(1, 30)).toBe('provider');
    expect(aspas.attest(2, 30)).toBe('not-provider');
    expect(aspas.attest(3, 30)).toBe('none');
  });
});

describe('verifyAspa', () => {
  const aspas = { 1: [2], 2: [3], 4: [3], 5: [4], 3: [0] };

  it.each<[string, NeighborRelation, number[], string, string | undefined]>([
    // Upstream: it may only have come up.
    ['an origin next door', 'customer', [9], 'valid', undefined],
    ['up by attested steps', 'customer', [3, 2, 1], 'valid', undefined],
    ['up, with repetitions', 'peer', [3, 3, 2, 1, 1, 1], 'valid', undefined],
    ['a step nobody attests', 'peer', [8, 7, 1], 'invalid', '1>7'],
    ['a step of an AS without ASPA', 'customer', [8, 7], 'unknown', '7>8'],
    ['a leak: over the top', 'customer', [4, 3, 2, 1], 'invalid', '3>4'],
    ['a leak: down to us', 'peer', [2, 3, 4], 'invalid', '3>2'],
    ['a denial before an open step', 'peer', [9, 8, 7, 1], 'invalid', '1>7'],
    ['as a route server', 'route-server-client', [2, 1], 'valid', undefined],
    // Downstream: up, over one top, down.
    ['two from a provider', 'provider', [9, 8], 'valid', undefined],
    ['up only', 'provider', [3, 2, 1], 'valid', undefined],
    ['down only', 'provider', [5, 4, 3], 'valid', undefined],
    ['up and down', 'provider', [5, 4, 3, 2, 1], 'valid', undefined],
    ['two peers at the top', 'provider', [4, 3, 9, 6], 'unknown', '6>9 3>9'],
    ['a valley', 'provider', [3, 2, 3, 4], 'invalid', '3>2 3>2'],
    ['a leak below', 'provider', [6, 3, 2, 9, 2, 3], 'invalid', '3>2 3>2'],
    [
      'open in the middle',
      'provider',
      [5, 4, 8, 7, 2, 1],
      'invalid',
      '2>7 4>8',
    ],
  ])('%s', (_, relation, path, state, hops) => {
    const verdict = verify(relation, path, aspas);
    expect(verdict.state).toBe(state);
    expect(verdict.direction).toBe(
      relation === 'provider' ? 'downstream' : 'upstream',
    );
    expect(
      verdict.hops
        .map(({ customer, provider }) => `${customer}>${provider}`)
        .join(' ') || undefined,
    ).toBe(hops);
  });

  it('says what is wrong with a path by itself, whoever sent it', () => {
    const ask = (
      asPath: AsPathSegment[],
      relation?: NeighborRelation,
      neighborAs = 2,
    ) => verifyAspa({ asPath, neighborAs, relation }, table(aspas));
    expect(ask([])).toMatchObject({ state: 'invalid', reason: 'empty-path' });
    const set: AsPathSegment = { type: 'set', asns: [1] };
    expect(ask([...sequence(2), set])).toMatchObject({
      state: 'invalid',
      reason: 'as-set',
    });
    expect(ask(sequence(3, 2), 'customer')).toMatchObject({
      state: 'invalid',
      reason: 'first-as',
    });
    // A route server may not be in the path.
    expect(ask(sequence(3, 2), 'route-server', 9)).toMatchObject({
      state: 'valid',
      direction: 'upstream',
    });
    // What happens within a confederation is nobody else's.
    const inside: AsPathSegment = { type: 'confed-sequence', asns: [65000] };
    expect(ask([inside, ...sequence(2, 1)], 'customer').state).toBe('valid');
  });

  it('does not know without the relation', () => {
    expect(verify(undefined, [2, 1], aspas)).toEqual({
      state: 'unknown',
      reason: 'relation',
      hops: [],
    });
  });

  // What the algorithm is for, said otherwise: some place of the top at which
  // all steps below are attested (valid), or none is denied (not invalid).
  it('agrees with trying every top', () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    const seen = { valid: 0, invalid: 0, unknown: 0 };
    for (let run = 0; run < 5_000; run++) {
      const entries: Record<number, number[]> = {};
      for (let asn = 1; asn <= 6; asn++) {
        if (random(3) > 0) {
          entries[asn] = [1, 2, 3, 4, 5, 6].filter(() => random(2) === 0);
        }
      }
      const aspa = table(entries);
      const path: number[] = [];
      for (let length = 1 + random(6); path.length < length; ) {
        const next = 1 + random(6);
        if (next !== path.at(-1)) {
          path.push(next);
        }
      }
      const { state } = verify('provider', path, entries);
      expect([path, entries, state]).toEqual([
        path,
        entries,
        tryEveryTop(path, aspa),
      ]);
      seen[state]++;
    }
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(200);
  });
});

function tryEveryTop(path: number[], aspas: AspaTable) {
  const origin = [...path].reverse();
  const last = origin.length - 1;
  const possible = (good: (customer: number, provider: number) => boolean) => {
    for (let left = 0; left <= last; left++) {
      // One AS at the top, or two that are peers.
      for (const right of [left, left + 1]) {
        const up = origin
          .slice(0, left)
          .every((asn, index) => good(asn, origin[index + 1]));
        const down = origin
          .slice(right + 1)
          .every((asn, index) => good(asn, origin[right + index]));
        if (right <= last && up && down) {
          return true;
        }
      }
    }
    return false;
  };
  if (!possible((a, b) => aspas.attest(a, b) !== 'not-provider')) {
    return 'invalid';
  }
  return possible((a, b) => aspas.attest(a, b) === 'provider')
    ? 'valid'
    : 'unknown';
}
