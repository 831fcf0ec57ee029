import {
  BgpWorldState,
  gw1Seed,
  gw2Seed,
  RunningBird,
  RunningGobgp,
  startBird,
  startGobgp,
} from '@orion/lab';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { actedRouter } from '../__testUtils__/actedRouter';
import { judgeInbound } from './playbook/judgeInbound';
import { findRouter, readNow } from './SessionTools';
import {
  hearingGw2,
  SessionStage,
  startSessionStage,
} from './testing/startSessionStage';

const OWN6 = ['2001:db8:3949::/48', '2001:db8:394a::/48'];

/** Speaks with nobody outside any more: what it originates goes to gw2. */
function movedGw1(now: number): BgpWorldState {
  const state = hearingGw2(now);
  const sessions = state.sessions.map(session =>
    session.name === 'shadow'
      ? session
      : { ...session, disabled: true, state: 'down' as const },
  );
  return { ...state, sessions };
}

/**
 * gw2 that takes the own prefixes from gw1 and has none by itself.
 *
 * @param speaks - it announces them to the transit
 */
function takingGw2(now: number, speaks: boolean): BgpWorldState {
  const { own, ...state } = gw2Seed(now);
  for (const { name, channels } of state.sessions) {
    for (const channel of channels) {
      channel.exports = name !== 'gw1' && speaks ? 'all' : 'none';
      if (name === 'gw1') {
        const isV6 = channel.family === 'ipv6';
        channel.offers = own
          .filter(({ prefix }) => prefix.includes(':') === isV6)
          .map(({ prefix }) => ({
            prefix,
            attributes: {
              ...{ origin: 'IGP', asPath: [], localPref: 100 },
              nextHop: isV6 ? '2001:db8:10::1' : '10.0.10.1',
            },
            since: now,
          }));
      }
    }
  }
  return { ...state, own: [] };
}

/** Its sessions came up this moment. */
function justUp(state: BgpWorldState): BgpWorldState {
  const since = Date.now();
  return {
    ...state,
    sessions: state.sessions.map(session => ({ ...session, since })),
  };
}

describe('the session between two routers of one network', () => {
  let bird: RunningBird;
  let gobgp: RunningGobgp;
  let stage: SessionStage;

  beforeAll(async () => {
    [bird, gobgp] = await Promise.all([
      startBird({ connectMs: 50, seed: movedGw1 }),
      startGobgp({
        port: 0,
        connectMs: 50,
        seed: now => takingGw2(now, true),
      }),
    ]);
    stage = await startSessionStage({
      defaultOwner: 'group:default/team-a',
      routers: { gw1: actedRouter(bird), gw2: actedRouter(gobgp) },
    });
  });

  afterAll(async () => {
    await stage?.stop();
    await Promise.all([bird?.stop(), gobgp?.stop()]);
  });

  const disable = (router: string, session: string) =>
    stage.submit('bgp-peer.disable', {
      ...{ router, session, name: session },
      reason: 'maintenance CHG-42',
    });
  /** The table follows what a router is told, a moment later. */
  const holdOwn = (router: string, sessions: string[]) =>
    eventually(async () => {
      const { holders } = await stage.deps.collector.ask('impact', {
        ...{ router, session: '', usable: [], links: [], ends: [] },
        ...{ addresses: [], prefixes: OWN6 },
      });
      return OWN6.every(prefix => {
        const held = holders.filter(
          holder => holder.router === router && holder.prefix === prefix,
        );
        const found = held.map(({ session }) => session).sort();
        return found.join() === sessions.join();
      });
    });
  const originateOnGw2 = () => {
    for (const { prefix } of gw1Seed().own) {
      gobgp.world.originate({
        ...{ prefix, target: 'blackhole', since: Date.now() },
        protocol: prefix.includes(':') ? 'static6' : 'static4',
      });
    }
  };
  const linesOf = async (id: number) => {
    await stage.pipeline.drive(id, 'awaiting-approval');
    const { plan } = await stage.pipeline.find(id);
    return plan!.lines.filter(({ address }) =>
      address.startsWith('announcement.'),
    );
  };

  describe('after the cut-over', () => {
    it('stays for it in a configuration as well', async () => {
      const { sessions } = await readNow(
        findRouter(stage.deps, { router: 'gw1' }),
        AbortSignal.timeout(10_000),
      );
      const session = sessions.find(({ name }) => name === 'shadow')!;
      const both: ('ipv4' | 'ipv6')[] = ['ipv4', 'ipv6'];
      const loss = {
        ...{ router: 'gw1', session, gone: true, inbound: both },
        ...{ outbound: both, why: ['It is not wanted any more.'] },
      };
      const { denials, losses } = await judgeInbound(
        stage.deps,
        { input: { reason: 'CHG-42' }, losses: [loss] },
        AbortSignal.timeout(60_000),
      );
      // What an approval is held to, at both ends.
      const ends = losses[0].families.map(one => `${one.router} ${one.family}`);
      expect(ends.sort()).toEqual([
        'gw1 ipv4',
        'gw1 ipv6',
        'gw2 ipv4',
        'gw2 ipv6',
      ]);
      expect(denials).toEqual([
        expect.stringMatching(
          /2001:db8:3949::\/48, .* by way of session shadow on gw1 and over no other/,
        ),
      ]);
    });

    it.each([
      ['gw2, which announces', 'gw2', '10.0.10.1'],
      ['gw1, which originates', 'gw1', 'shadow'],
    ])('stays for what goes out by way of it: on %s', async (_, on, name) => {
      const id = await disable(on, name);
      const { reason } = await stage.pipeline.drive(id, 'denied');
      expect(reason).toMatch(
        new RegExp(
          `^192\\.0\\.2\\.0/24, ${OWN6.join(
            ', ',
          )} are announced over .*2001:db8:100::1 on gw2.* by way of session ${name} on ${on} and over no other`,
        ),
      );
      expect(bird.world.session('shadow').state).toBe('established');
    });

    it('is no way that is left without itself', async () => {
      const id = await disable('gw1', 'shadow');
      const { reason } = await stage.pipeline.drive(id, 'denied');
      expect(reason).toMatch(
        /All \d+ external IPv6 paths come over session shadow on gw1/,
      );
    });

    it('stays for the routes that the other end has over it alone', async () => {
      originateOnGw2();
      await holdOwn('gw2', ['', '10.0.10.1']);
      const id = await disable('gw2', '10.0.10.1');
      const { reason } = await stage.pipeline.drive(id, 'denied');
      expect(reason).toMatch(
        /^All \d+ external IPv4 paths of gw1 come over session 10\.0\.10\.1 on gw2: there would be no way out\. All \d+ external IPv6 paths of gw1 come/,
      );
      expect(reason).not.toMatch(/announced/);
    });

    it('may go where both ends have what they need by themselves', async () => {
      bird.world.reset(justUp(hearingGw2(Date.now())));
      gobgp.world.reset(justUp(takingGw2(Date.now(), true)));
      originateOnGw2();
      await holdOwn('gw2', ['', '10.0.10.1']);
      const lines = await linesOf(await disable('gw2', '10.0.10.1'));
      expect(lines).toEqual([]);
    });
  });

  describe('while gw2 is on trial', () => {
    it.each([
      ['gw1', 'shadow', 'The way of gw2 to'],
      ['gw2', '10.0.10.1', 'The way to'],
    ])(
      'stays for what the other end reaches by it: on %s',
      async (on, name, way) => {
        bird.world.reset(justUp(gw1Seed()));
        gobgp.world.reset(takingGw2(Date.now(), false));
        await holdOwn('gw2', ['10.0.10.1']);
        const { protectedPlaces } = stage.deps.config;
        // gw1 has it by itself.
        protectedPlaces.push({ name: 'ORION', host: '2001:db8:3949::7' });
        try {
          const id = await disable(on, name);
          const { reason } = await stage.pipeline.drive(id, 'denied');
          expect(reason).toContain(
            `${way} ORION (2001:db8:3949::7) goes by ${OWN6[0]} over session ${name} on ${on}.`,
          );
        } finally {
          protectedPlaces.pop();
        }
      },
    );

    it.each([
      ['gw1', 'shadow'],
      ['gw2', '10.0.10.1'],
    ])('may go: on %s', async (on, name) => {
      // What was read before the sessions came up says nothing about now.
      bird.world.reset(justUp(gw1Seed()));
      gobgp.world.reset(takingGw2(Date.now(), false));
      const id = await disable(on, name);
      const lines = await linesOf(id);
      expect(lines.map(({ title, detail }) => [title, detail])).toEqual(
        on === 'gw2'
          ? []
          : [
              ['announcement of 192.0.2.0/24', 'stays over he_v4 on gw1'],
              ...OWN6.map(prefix => [
                `announcement of ${prefix}`,
                'stays over he_v6 on gw1',
              ]),
            ],
      );
      // What either end loses is held to what was read of that one.
      await stage.pipeline.approve(id);
      await stage.pipeline.drive(id, 'succeeded');
      expect(await stage.pipeline.events(id)).not.toContain('superseded');
    });
  });
});
