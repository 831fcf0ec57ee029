import { sessionReading } from '../../../__testUtils__/readings';
import { RouteSourceError } from '../../../routes/RouteSourceError';
import { openSessionHand } from '../../actor/openSessionHand';
import { isProven, SILENCE_MS, StepStopped, takeStep } from './takeStep';

jest.mock('../../actor/openSessionHand', () => ({
  openSessionHand: jest.fn(),
}));

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

describe('takeStep', () => {
  const late = new RouteSourceError('deadline', 'gw2 did not answer in 10 s');
  const down = seen(80, { state: 'idle', adminState: 'down' });
  const hand = { look: jest.fn(), act: jest.fn(), close: jest.fn() };
  const take = (silenceMs?: number, goOn = true) =>
    takeStep(
      {
        endpoints: { gw2: { driver: 'gobgp', target: 'unix:///x' } },
        reason: 'x',
      },
      { ...step, router: 'gw2', session: 'he' },
      { mayGoOn: async () => goOn },
      silenceMs,
    );

  beforeEach(() => {
    jest.resetAllMocks();
    jest.mocked(openSessionHand).mockReturnValue(hand);
    hand.act.mockResolvedValue('enabled');
    hand.look.mockResolvedValue(seen(80));
  });

  it('asks a router again that is busy, and acts once', async () => {
    hand.look
      .mockRejectedValueOnce(late)
      .mockResolvedValueOnce(down)
      .mockRejectedValueOnce(late);
    await take(SILENCE_MS);
    expect(hand.look).toHaveBeenCalledTimes(4);
    expect(hand.act).toHaveBeenCalledTimes(1);
    expect(hand.close).toHaveBeenCalledTimes(1);
  });

  it('proves what it did not hear of by the session', async () => {
    hand.look.mockResolvedValueOnce(down);
    hand.act.mockRejectedValue(late);
    await take(SILENCE_MS);
    expect(hand.act).toHaveBeenCalledTimes(1);
  });

  it('waits for no router where it was not told to, nor for one that is gone', async () => {
    hand.look.mockRejectedValueOnce(late);
    await expect(take()).rejects.toBe(late);
    const gone = new RouteSourceError('connect', 'connection refused');
    hand.look.mockRejectedValueOnce(gone);
    await expect(take(SILENCE_MS)).rejects.toBe(gone);
    expect(hand.close).toHaveBeenCalledTimes(2);
  });

  it('stops for a decision while it asks again', async () => {
    hand.look.mockRejectedValue(late);
    await expect(take(SILENCE_MS, false)).rejects.toThrow(StepStopped);
    expect(hand.act).not.toHaveBeenCalled();
  });
});
