import { gw1Seed, RunningGobgp, startGobgp } from '@orion/lab';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { RouteUpdate } from '../../routes/RouteSource';
import { RouteSourceError } from '../../routes/RouteSourceError';
import { GobgpClient } from './GobgpClient';
import { GobgpRouteSource } from './GobgpRouteSource';
import { WatchPulse } from './WatchPulse';

const own = '2001:db8:3949::/48';

/** Few routes, so that counting them takes no time. */
function seed(now: number) {
  const { sessions, ...rest } = gw1Seed(now);
  const [session] = sessions;
  const [channel] = session.channels;
  const channels = [{ ...channel, offers: channel.offers.slice(0, 3) }];
  return { ...rest, sessions: [{ ...session, channels }] };
}

describe('the pulse of a subscription', () => {
  let gobgp: RunningGobgp;
  let source: GobgpRouteSource;
  const ending = new AbortController();
  const updates: RouteUpdate[] = [];

  /** Subscribes; what ends it is kept. */
  async function watch() {
    const end: { error?: Error } = {};
    await new Promise<void>(resolve => {
      source
        .watchPaths?.({
          signal: ending.signal,
          onReady: resolve,
          sink: update => void updates.push(update),
        })
        .catch(error => {
          end.error = error;
        });
    });
    return end;
  }
  const checks = () =>
    gobgp.requests.list().filter(({ method }) => method === 'GetTable').length;
  const afterChecks = async (count: number) => {
    const from = checks();
    // Two families each time.
    await eventually(() => checks() >= from + 2 * count);
  };

  beforeEach(async () => {
    updates.length = 0;
    gobgp = await startGobgp({ port: 0, api: 4, seed });
    source = GobgpRouteSource.create({
      router: 'edge1',
      address: gobgp.target,
      pulseMs: 50,
    });
    await source.readRouter({ signal: ending.signal });
  });
  afterEach(async () => {
    await source.close();
    await gobgp.stop();
  });

  it('leaves one alone that has nothing to tell', async () => {
    const end = await watch();
    await afterChecks(5);
    expect(end.error).toBeUndefined();
    gobgp.world.withdrawOwn(own, 'static6');
    await eventually(() => updates.length > 0);
    await afterChecks(5);
    expect(end.error).toBeUndefined();
  });

  it('ends one that is open and does not tell', async () => {
    const end = await watch();
    await afterChecks(2);
    const [route] = gobgp.world.state.own.filter(
      ({ prefix }) => prefix === own,
    );
    gobgp.faults.set('mute');
    await afterChecks(2);
    // Mute, and nothing to tell: nobody can know, and nothing is missed.
    expect(end.error).toBeUndefined();
    gobgp.world.withdrawOwn(own, 'static6');
    await eventually(() => end.error !== undefined);
    expect(updates).toEqual([]);
    expect(end.error).toMatchObject({
      problem: 'deadline',
      message:
        'GoBGP of router edge1 changed its table and told nothing of it: the subscription is opened again',
    });
    // The next one is told again.
    gobgp.faults.clear();
    const next = await watch();
    gobgp.world.originate(route);
    await eventually(() => updates.length > 0);
    expect(next.error).toBeUndefined();
  });

  it('goes without counting where it is refused', async () => {
    gobgp.faults.set('errorCode', { method: 'GetTable', code: 7 });
    const end = await watch();
    await afterChecks(4);
    gobgp.world.withdrawOwn(own, 'static6');
    await eventually(() => updates.length > 0);
    await afterChecks(4);
    expect(end.error).toBeUndefined();
  });

  it('ends one whose gobgpd no longer answers', async () => {
    const end = await watch();
    gobgp.faults.set('hang', { method: 'GetBgp' });
    const started = performance.now();
    await eventually(() => end.error !== undefined);
    expect(performance.now() - started).toBeLessThan(12_000);
    expect(end.error).toMatchObject({
      problem: 'deadline',
      message: expect.stringMatching(
        /^GoBGP of router edge1 did not answer GetBgp within \d+ s$/,
      ),
    });
  });
});

it('takes it for no silence that gobgpd makes a list for somebody', async () => {
  let busy = false;
  const problem = new RouteSourceError('deadline', 'edge1 did not answer');
  const getBgp = jest.fn(async () => {
    throw problem;
  });
  const pulse = new WatchPulse({
    client: { getBgp } as Partial<GobgpClient> as GobgpClient,
    everyMs: 1,
    isBusy: () => busy,
  });
  // The list was asked for after the check was.
  getBgp.mockImplementationOnce(async () => {
    busy = true;
    throw problem;
  });
  const ended = pulse.run(new AbortController().signal).catch(error => error);
  await eventually(() => busy);
  await new Promise(resolve => {
    setTimeout(resolve, 50);
  });
  expect(getBgp).toHaveBeenCalledTimes(1);
  expect(pulse.failure).toBeUndefined();
  busy = false;
  expect(await ended).toBe(problem);
  expect(pulse.failure).toBe(problem);
});
