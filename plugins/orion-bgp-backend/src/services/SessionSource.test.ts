import { RouteSourceError } from '../routes/RouteSourceError';
import { SessionSource } from './SessionSource';

const INTERVAL_MS = 3_000;

function setUp() {
  let readMs = 0;
  const found = { problems: [] as string[], notes: [] as string[] };
  const waitForSessionChange = jest.fn().mockResolvedValue(false);
  const readRouter = jest.fn(async () => {
    jest.advanceTimersByTime(readMs);
    return { identity: {}, sessions: [], ...found };
  });
  const ask = jest.fn().mockResolvedValue({ isListing: true });
  const { poll } = new SessionSource({
    router: { id: 'gw1', intervalMs: INTERVAL_MS } as never,
    source: { waitForSessionChange, readRouter } as never,
    store: {} as never,
    tableNews: { note: jest.fn() } as never,
    collector: { ask },
  });
  const silent = (times: number) => {
    for (let n = 0; n < times; n++) {
      readRouter.mockImplementationOnce(async () => {
        jest.advanceTimersByTime(10_000);
        throw new RouteSourceError('deadline', 'gw1 did not answer');
      });
    }
  };
  return {
    ask,
    silent,
    found,
    waitForSessionChange,
    readRouter,
    /** Looks once, with a daemon that takes this long. */
    look(ms: number) {
      readMs = ms;
      return poll(new AbortController().signal);
    },
  };
}

describe('SessionSource', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('waits for nobody at the start and after an outage', async () => {
    const { look, readRouter, waitForSessionChange } = setUp();
    await look(10);
    expect(waitForSessionChange).not.toHaveBeenCalled();
    readRouter.mockRejectedValueOnce(new Error('no answer'));
    await expect(look(10)).rejects.toThrow('no answer');
    expect(waitForSessionChange).toHaveBeenCalledTimes(1);
    await look(10);
    expect(waitForSessionChange).toHaveBeenCalledTimes(1);
  });

  it('calls an answer whole unless something could not be read', async () => {
    const { found, look } = setUp();
    found.notes.push("The RPKI cache 'rpki1' of gw1 is down.");
    expect(await look(10)).toMatchObject({
      complete: true,
      problem: undefined,
    });
    found.problems.push('gw1 refused ListRpki.');
    expect(await look(10)).toMatchObject({
      complete: false,
      problem: 'gw1 refused ListRpki.',
    });
  });

  describe('with a daemon that is silent', () => {
    it('asks again while it makes a list for the index', async () => {
      const { ask, look, readRouter, silent } = setUp();
      silent(2);
      expect(await look(10)).toMatchObject({ complete: true });
      expect(readRouter).toHaveBeenCalledTimes(3);
      expect(ask).toHaveBeenCalledWith('listing', { router: 'gw1' });
    });

    it('calls it silent after half a minute, whatever it does', async () => {
      const { look, readRouter, silent } = setUp();
      silent(9);
      await expect(look(10)).rejects.toThrow('gw1 did not answer');
      expect(readRouter).toHaveBeenCalledTimes(3);
    });

    it.each<[string, (ask: jest.Mock) => void]>([
      ['makes none', ask => ask.mockResolvedValue({ isListing: false })],
      ['has no index', ask => ask.mockRejectedValue(new Error('away'))],
    ])('says so at once where it %s', async (_, tell) => {
      const { ask, look, readRouter, silent } = setUp();
      tell(ask);
      silent(1);
      await expect(look(10)).rejects.toThrow('gw1 did not answer');
      expect(readRouter).toHaveBeenCalledTimes(1);
    });

    it('does not ask the index of what is no silence', async () => {
      const { ask, look, readRouter } = setUp();
      readRouter.mockRejectedValueOnce(
        new RouteSourceError('connect', 'gw1 is away'),
      );
      await expect(look(10)).rejects.toThrow('gw1 is away');
      expect(ask).not.toHaveBeenCalled();
    });
  });

  it.each([
    [10, INTERVAL_MS],
    [200, 4_000],
    [5_000, 5_000],
  ])('after a look of %s ms waits %s ms for news', async (took, wait) => {
    const { look, waitForSessionChange } = setUp();
    await look(took);
    await look(took);
    expect(waitForSessionChange.mock.calls[0][0].withinMs).toBe(wait);
  });
});
