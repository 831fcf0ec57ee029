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
  const { poll } = new SessionSource({
    router: { id: 'gw1', intervalMs: INTERVAL_MS } as never,
    source: { waitForSessionChange, readRouter } as never,
    store: {} as never,
    tableNews: { note: jest.fn() } as never,
  });
  return {
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
