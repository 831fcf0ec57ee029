import { RunningBird, startBird } from '@orion/lab';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { KernelFeed } from './KernelFeed';

describe('KernelFeed', () => {
  let bird: RunningBird;
  let feed: KernelFeed;

  beforeAll(async () => {
    bird = await startBird();
    feed = KernelFeed.start({
      endpoint: { socket: bird.kernelPath },
      intervalMs: 3_600_000,
    });
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(async () => {
    await feed?.stop();
    await bird?.stop();
  });

  it('knows how old a reading is whatever the clock is set to', async () => {
    await eventually(() => feed.answer(undefined, []).fetchedAt !== undefined);
    await new Promise(resolve => setTimeout(resolve, 300));
    const real = Date.now();
    for (const step of [-3_600_000, -300, 0, 3_600_000]) {
      jest.spyOn(Date, 'now').mockReturnValue(real + step);
      const { ageMs } = feed.answer(undefined, []);
      expect(ageMs).toBeGreaterThanOrEqual(250);
      expect(ageMs).toBeLessThan(10_000);
    }
  });

  it('is read again before its time where somebody waits, and knows to how much it leads', async () => {
    await eventually(() => feed.answer(undefined, []).fetchedAt !== undefined);
    const { beganAt, reach } = feed.state;
    expect(reach!.ipv6).toBeGreaterThan(1_000);
    feed.refresh();
    await eventually(() => feed.state.beganAt !== beganAt);
    expect(feed.state.reach).toEqual(reach);
    // And rests again.
    const last = feed.state.beganAt;
    await new Promise(resolve => setTimeout(resolve, 500));
    expect(feed.state.beganAt).toBe(last);
  });
});
