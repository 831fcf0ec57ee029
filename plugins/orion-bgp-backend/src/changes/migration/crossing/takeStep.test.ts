import { sessionReading } from '../../../__testUtils__/readings';
import { isProven } from './takeStep';

const family = 'ipv6-unicast';
const seen = (accepted: number | undefined, over: object = {}) => {
  const reading = sessionReading();
  const [first] = reading.families;
  return {
    ...{ state: 'established', adminState: 'up' },
    families: [
      {
        ...first,
        ...{ family, up: true },
        counters: {
          received: { ...first.counters.received!, value: 100 },
          accepted: { ...first.counters.accepted!, value: accepted },
        },
      },
    ],
    ...over,
  };
};
const step = {
  verb: 'enable' as const,
  until: 'carries' as const,
  routes: [{ family, received: 100, accepted: 80 }],
};

describe('isProven', () => {
  it('wants as much let in as came in before', () => {
    expect(isProven(step, seen(80))).toBe(true);
    // Tables move by themselves.
    expect(isProven(step, seen(77))).toBe(true);
    expect(isProven(step, seen(60))).toBe(false);
    // Where the daemon does not count what it lets in, what was sent.
    expect(isProven(step, seen(undefined))).toBe(true);
  });

  it('takes nothing but an established session that says so', () => {
    expect(isProven(step, seen(80, { state: 'active' }))).toBe(false);
    expect(isProven(step, seen(80, { adminState: 'down' }))).toBe(false);
    expect(isProven(step, seen(80, { families: undefined }))).toBe(false);
    expect(isProven({ ...step, until: 'established' }, seen(0))).toBe(true);
  });
});
