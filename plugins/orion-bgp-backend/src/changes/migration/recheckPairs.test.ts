import { recheckPairs } from './recheckPairs';

const family = 'ipv6-unicast';
const planned = [
  {
    ...{ from: 'he_v6', to: 'new_v6', use: 'waiting' as const },
    ...{ announces: [], foreign: 20, keepsNew: false },
    toWasOff: false,
    routes: [{ family, received: 600, accepted: 500 }],
  },
];
const now = (foreign: number | undefined, accepted: number) =>
  recheckPairs(planned, [
    {
      foreign: { from: foreign },
      from: {
        name: 'he_v6',
        families: [
          { family, up: true, counters: { accepted: { value: accepted } } },
        ],
      } as never,
    },
  ]);

describe('recheckPairs', () => {
  it('lets routes move as whoever takes over may have them moved', () => {
    expect(now(22, 475)).toBeUndefined();
    expect(now(undefined, 700)).toBeUndefined();
  });

  it('asks anew where more of other networks goes out by now', () => {
    expect(now(23, 500)).toBe(
      '23 routes of other networks go out over session he_v6, and when it was planned 20 did.',
    );
  });

  it('asks anew where less comes in by now', () => {
    expect(now(20, 474)).toBe(
      'Less comes in over session he_v6 than when it was planned: ipv6-unicast: 474 of 500 routes accepted, and at least 475 were to be.',
    );
  });
});
