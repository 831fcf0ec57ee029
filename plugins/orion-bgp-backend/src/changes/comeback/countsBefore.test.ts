import {
  CounterSeries,
  SessionReading,
} from '@orion/backstage-plugin-orion-bgp-common';
import { countsBefore, PastCount } from './countsBefore';
import { findLacking, leastOf } from './judgeBack';

function line(
  counter: CounterSeries['counter'],
  definition: CounterSeries['definition'],
  values: (number | null)[],
): CounterSeries {
  const times = values.map((_, index) => 1_800_000_000 + 60 * index);
  return { family: 'ipv6-unicast', counter, definition, times, values };
}

describe('countsBefore', () => {
  it('is what comes in and goes out, as it was last', () => {
    const minute = Array.from({ length: 20 }, () => 12);
    expect(
      countsBefore({
        stepSeconds: 60,
        series: [
          line('received', 'bird.kept', minute),
          line('accepted', 'bird.imported', [...minute, null]),
          line('best', 'bird.preferred', minute),
          line(
            'exported',
            'bird.exported',
            minute.map(() => 2),
          ),
        ],
      }),
    ).toEqual([
      {
        family: 'ipv6-unicast',
        counter: 'accepted',
        definition: 'bird.imported',
        value: 12,
        at: new Date((1_800_000_000 + 60 * 19) * 1000).toISOString(),
      },
      expect.objectContaining({ counter: 'exported', value: 2 }),
    ]);
  });

  it('takes what came in before the policy where nothing else is counted', () => {
    const series = [line('received', 'gobgp.received', [7])];
    expect(countsBefore({ stepSeconds: 60, series })).toMatchObject([
      { counter: 'received', value: 7 },
    ]);
    expect(countsBefore({ stepSeconds: 60, series: [] })).toEqual([]);
  });

  it('is not taken in by an enable that was taken back', () => {
    const values = [...Array.from({ length: 30 }, () => 100), null, 3, 3];
    const series = [line('accepted', 'bird.imported', values)];
    expect(countsBefore({ stepSeconds: 60, series })[0].value).toBe(100);
  });
});

describe('findLacking', () => {
  const count = (value: number): PastCount => ({
    ...{ family: 'ipv6-unicast', counter: 'accepted', value, at: '' },
    definition: 'bird.imported',
  });
  const now = (
    value: number | undefined,
    { up = true, definition = 'bird.imported' } = {},
  ) =>
    ({
      families: [
        {
          family: 'ipv6-unicast',
          up,
          counters: { accepted: { value, definition } },
        },
      ],
    } as Pick<SessionReading, 'families'>);

  it.each([
    [12, 12, 0],
    [12, 11, 1],
    [2, 1, 1],
    [200_000, 190_000, 0],
    [200_000, 189_999, 1],
    [0, 0, 0],
    // More than before is no loss.
    [12, 40, 0],
  ])('of %d there are %d', (planned, found, lacking) => {
    expect(findLacking([count(planned)], now(found))).toHaveLength(lacking);
  });

  it('names what lacks, and by how much', () => {
    expect(leastOf({ value: 100 })).toBe(95);
    expect(findLacking([count(100)], now(7))).toEqual([
      'ipv6-unicast: 7 of 100 routes accepted, and at least 95 were to be',
    ]);
    expect(findLacking([count(100)], now(0, { up: false }))).toEqual([
      'ipv6-unicast: no routes are exchanged',
    ]);
  });

  it('compares no counters of two kinds', () => {
    expect(
      findLacking([count(100)], now(7, { definition: 'gobgp.received' })),
    ).toEqual([]);
    expect(findLacking([count(100)], now(undefined))).toEqual([]);
  });
});
