import { SentTooMuchError } from './judgeSent';
import { StepWatch, takeStep } from './takeStep';
import { takeSendingStep } from './takeSendingStep';
import { watchSent } from './watchSent';

jest.mock('./takeStep', () => ({ takeStep: jest.fn() }));
jest.mock('./watchSent', () => ({ watchSent: jest.fn() }));

const seen = (state: string) => ({ state, adminState: 'up' });

describe('takeSendingStep', () => {
  const leak = new SentTooMuchError('Session he on gw2 sends too much');
  const take = () =>
    takeSendingStep(
      {} as never,
      {
        ...{ router: 'gw2', session: 'he', verb: 'enable', until: 'carries' },
        sends: { announces: [], foreign: 0 },
      },
      { mayGoOn: async () => true },
      0,
    );
  /** What the step does, told to whoever watches it. */
  const does = (work: (watch: StepWatch) => Promise<void>) =>
    jest.mocked(takeStep).mockImplementation((_, __, watch) => work(watch));

  beforeEach(() => jest.resetAllMocks());

  it('looks at nothing before it is established, and no more after the step', async () => {
    jest.mocked(watchSent).mockResolvedValue();
    const states: number[] = [];
    does(async ({ looked }) => {
      for (const state of ['active', 'established', 'established']) {
        looked!(seen(state));
        await new Promise(resolve => setTimeout(resolve, 1));
        states.push(jest.mocked(watchSent).mock.calls.length);
      }
    });
    await take();
    expect(states).toEqual([0, 1, 1]);
    expect(jest.mocked(watchSent).mock.lastCall![2].aborted).toBe(true);
  });

  it('ends at once with a leak, and lets the step do nothing more', async () => {
    jest.mocked(watchSent).mockRejectedValue(leak);
    let mayGoOn: StepWatch['mayGoOn'];
    does(watch => {
      ({ mayGoOn } = watch);
      watch.looked!(seen('established'));
      return new Promise(() => {});
    });
    await expect(take()).rejects.toBe(leak);
    expect(await mayGoOn!()).toBe(false);
  });

  it('fails as the step does', async () => {
    does(async () => {
      throw new Error('not established after 120 s');
    });
    await expect(take()).rejects.toThrow('not established after 120 s');
    expect(watchSent).not.toHaveBeenCalled();
  });
});
