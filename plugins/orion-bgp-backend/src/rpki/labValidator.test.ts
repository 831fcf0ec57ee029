import { RunningValidator, startValidator } from '@orion/lab';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { VrpFeed } from './VrpFeed';

const roa = (prefix: string) => ({
  asn: 'AS64500',
  prefix,
  maxLength: Number(prefix.split('/')[1]),
  ta: 'lab',
});

describe("VrpFeed with the lab's validator", () => {
  let validator: RunningValidator;
  let feed: VrpFeed;
  const changed = jest.fn();

  beforeEach(async () => {
    validator = await startValidator({
      port: 0,
      rtrPort: 0,
      roas: [roa('192.0.2.0/24'), roa('2001:db8::/32')],
      aspas: [{ customer: 'AS64500', providers: ['AS6939'] }],
    });
  });
  afterEach(async () => {
    await feed?.stop();
    await validator.stop();
  });

  it('speaks RTR, and hears of changes', async () => {
    feed = VrpFeed.start(
      { type: 'rtr', host: '127.0.0.1', port: validator.rtrPort! },
      changed,
    );
    await eventually(() => feed.vrps?.count === 2);
    // Version 2 has them.
    expect(feed.aspas?.providersOf(64_500)).toEqual([6939]);
    validator.setRoas([roa('192.0.2.0/24')]);
    await eventually(() => feed.vrps?.count === 1);
    validator.setAspas([{ customer: 'AS64501', providers: ['AS174'] }]);
    await eventually(() => feed.aspas?.providersOf(64_501) !== undefined);
    expect(feed.state).toMatchObject({ count: 1, aspas: 1 });
    expect(feed.state.error).toBeUndefined();
  });

  it('keeps what it has while a cache has nothing', async () => {
    feed = VrpFeed.start(
      { type: 'rtr', host: '127.0.0.1', port: validator.rtrPort! },
      changed,
    );
    await eventually(() => feed.vrps?.count === 2);
    validator.setRoas([]);
    await eventually(() => feed.state.error !== undefined);
    expect(feed.state).toMatchObject({
      count: 2,
      error: `rtr://127.0.0.1:${validator.rtrPort}: it has no VRPs`,
    });
    validator.setRoas([roa('192.0.2.0/24')]);
    await eventually(() => feed.vrps?.count === 1);
    expect(feed.state.error).toBeUndefined();
  });

  it('tells when it last had an answer, and not when that expired', async () => {
    jest.useFakeTimers({
      doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'],
    });
    try {
      const turn = () => new Promise(resolve => setImmediate(resolve));
      feed = VrpFeed.start(
        { type: 'rtr', host: '127.0.0.1', port: validator.rtrPort! },
        changed,
      );
      while (!feed.vrps) {
        await turn();
      }
      const { fetchedAt } = feed.state;
      await validator.stop();
      while (!feed.state.error) {
        await turn();
      }
      jest.advanceTimersByTime(172_800_000);
      expect(feed.state).toMatchObject({
        count: undefined,
        fetchedAt,
        error: expect.stringContaining('its VRPs are too old'),
      });
      expect(feed.asOf).toBeUndefined();
    } finally {
      jest.useRealTimers();
    }
  });

  it('reads ASPAs with the JSON', async () => {
    feed = VrpFeed.start(
      { type: 'json', url: `${validator.url}/json`, intervalMs: 100 },
      changed,
    );
    await eventually(() => feed.aspas?.size === 1);
    expect(feed.aspas?.providersOf(64_500)).toEqual([6939]);
    expect(feed.state).toMatchObject({ count: 2, aspas: 1 });
    validator.setAspas([]);
    await eventually(() => feed.aspas?.size === 0);
  });
});
