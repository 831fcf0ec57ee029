import { SessionReading } from '@orion/backstage-plugin-orion-bgp-common';
import { RunningBird, startBird } from '@orion/lab';
import { actedRouter } from '../../__testUtils__/actedRouter';
import { createRouteSource } from '../../clients/createRouteSource';
import {
  SessionStage,
  startSessionStage,
  twoUpstreams,
} from '../testing/startSessionStage';
import { countsBefore, PastCount } from './countsBefore';

const ENABLE = 'bgp-peer.enable';
const he = { router: 'gw1', session: 'he_v6', reason: 'done' };

/** What the collector would have kept of a session that is up. */
function sampled({ families }: SessionReading): PastCount[] {
  const series = families.flatMap(({ family, counters }) =>
    Object.entries(counters).map(([counter, { value, definition }]) => ({
      ...{ family, counter: counter as never, definition },
      times: [1_800_000_000],
      values: [value ?? null],
    })),
  );
  return countsBefore({ stepSeconds: 60, series });
}

describe('an enable, and what is to come back', () => {
  let bird: RunningBird;
  let stage: SessionStage;
  let before: PastCount[];

  beforeAll(async () => {
    bird = await startBird({ connectMs: 50, seed: twoUpstreams });
    stage = await startSessionStage({
      defaultOwner: 'group:default/team-a',
      routers: {
        gw1: actedRouter(bird, { revertAfterSeconds: 10 }),
      },
    });
    const source = createRouteSource({
      id: 'gw1',
      endpoint: { driver: 'bird', socket: bird.readPath },
    });
    const { sessions } = await source.readRouter({
      signal: AbortSignal.timeout(10_000),
    });
    await source.close();
    before = sampled(sessions.find(({ name }) => name === 'he_v6')!);
  });

  beforeEach(() => {
    stage.past.set('gw1/he_v6', before);
    bird.world.disable('he_v6', 'by hand');
  });

  afterAll(async () => {
    await stage?.stop();
    await bird?.stop();
  });

  it('says what it waits for, and is confirmed with it', async () => {
    const count = (counter: string) =>
      before.find(one => one.counter === counter)!.value;
    expect(count('accepted')).toBeGreaterThan(1);
    expect(count('exported')).toBeGreaterThan(1);
    const id = await stage.approved(ENABLE, he);
    expect(await stage.lines(id)).toEqual([
      `what he_v6 had comes back: ipv6-unicast: ${count(
        'accepted',
      )} routes accepted, ipv6-unicast: ${count('exported')} routes exported`,
      'session he_v6 on gw1: disabled -> up',
    ]);
    await stage.pipeline.drive(id, 'succeeded');
    expect(bird.world.session('he_v6').state).toBe('established');
  });

  it.each(['accepted', 'exported'])(
    'is taken back where fewer routes are %s, and says which lack',
    async counter => {
      const more = before.map(one =>
        one.counter === counter ? { ...one, value: 2 * one.value } : one,
      );
      const { value } = more.find(one => one.counter === counter)!;
      stage.past.set('gw1/he_v6', more);
      const id = await stage.approved(ENABLE, he);
      const { reason } = await stage.pipeline.drive(id, 'failed');
      expect(reason).toMatch(/Nobody confirmed within 10 s/);
      expect(reason).toContain(
        `ipv6-unicast: ${value / 2} of ${value} routes ${counter}`,
      );
      expect(bird.world.session('he_v6').disabled).toBe(true);
    },
  );

  it('holds with fewer where the requester accepts that', async () => {
    const many = before.map(one => ({ ...one, value: 2 * one.value }));
    stage.past.set('gw1/he_v6', many);
    const id = await stage.approved(ENABLE, { ...he, acceptFewer: true });
    const { plan } = await stage.pipeline.find(id);
    expect(plan!.lines[0].detail).toMatch(/accepts any number/);
    await stage.pipeline.drive(id, 'succeeded');
  });

  it('is taken back at once where more of other networks goes out than ever went out', async () => {
    const [channel] = bird.world.session('he_v6').channels;
    channel.exports = 'all';
    const [{ attributes }] = bird.world.session('alt_v6').channels[0].offers;
    const others = Array.from({ length: 50 }, (_, index) => ({
      prefix: `2001:db8:${(0x8000 + index).toString(16)}::/48`,
      attributes,
    }));
    bird.world.announce('alt_v6', 'ipv6', others);
    const id = await stage.approved(ENABLE, he);
    const { reason } = await stage.pipeline.drive(id, 'failed');
    channel.exports = 'own';
    bird.world.withdraw(
      'alt_v6',
      'ipv6',
      others.map(({ prefix }) => prefix),
    );
    expect(reason).toMatch(/^It does not hold: /);
    expect(reason).toMatch(
      /Session he_v6 on gw1 sends at least \d+ routes of other networks, and \d+ went out before/,
    );
    expect(bird.world.session('he_v6').disabled).toBe(true);
  });

  it('holds however much customers send by now', async () => {
    const customer = bird.world.session('alt_v6');
    const [channel] = bird.world.session('he_v6').channels;
    const [{ attributes }] = customer.channels[0].offers;
    const routes = Array.from({ length: 50 }, (_, index) => ({
      prefix: `2001:db8:${(0x8000 + index).toString(16)}::/48`,
      attributes,
    }));
    channel.exports = 'all';
    bird.world.announce('alt_v6', 'ipv6', routes);
    const { role } = customer;
    customer.role = { local: 'provider', remote: 'customer' };
    try {
      const id = await stage.approved(ENABLE, he);
      await stage.pipeline.drive(id, 'succeeded');
      expect(bird.world.session('he_v6').state).toBe('established');
    } finally {
      customer.role = role;
      channel.exports = 'own';
      bird.world.withdraw(
        'alt_v6',
        'ipv6',
        routes.map(({ prefix }) => prefix),
      );
    }
  });

  it('says so where it never was seen up', async () => {
    stage.past.delete('gw1/he_v6');
    const id = await stage.approved(ENABLE, he);
    expect((await stage.lines(id))[0]).toBe(
      'how many routes he_v6 had is not known',
    );
    await stage.pipeline.drive(id, 'succeeded');
  });
});
