import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRun, tailLines } from '@orion/engines/supervisor';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import {
  describeWithDaemons,
  findFreePort,
  RealBird,
  RealGobgp,
  RealSshd,
  startRealBird,
  startRealGobgp,
} from '@orion/lab';
import {
  sshEndpoint,
  startBirdSshd,
  startGobgpSshd,
} from '../../../__testUtils__/birdSshd';
import { actorCommand } from '../../actor/actorCommand';
import { openSessionHand } from '../../actor/openSessionHand';
import { decide } from '../../actor/Verdict';
import { execArgv } from '../../testing/startSessionStage';
import { CrossingGuards, releaseCrossing } from './CrossingGuards';
import { CrossingOrder, CrossingStep, writeCrossing } from './CrossingOrder';
import { CrossingDirection, crossingSteps } from './crossingSteps';
import { hasActed } from './Heartbeat';
import { takeStep } from './takeStep';

const NEIGHBOR = '127.0.0.81';
/** The steps are over by then: GoBGP takes its time to call. */
const SOON_MS = 20_000;
const LATER = { silence: 1, speak: 5 };
const pause = (ms: number) =>
  new Promise(resolve => {
    setTimeout(resolve, ms);
  });

describeWithDaemons(
  ['bird', 'gobgpd4', 'sshd'],
  'routers that lead a crossing back by themselves',
  () => {
    let neighbor: RealBird;
    const birds: { [router: string]: RealBird } = {};
    const sshds: { [router: string]: RealSshd<'ours'> } = {};
    let gobgp: RealGobgp;
    let endpoints: CrossingOrder['endpoints'];
    let dir: string;
    let watching: NodeJS.Timeout;
    /** Who speaks, as the neighbor sees it. */
    let seen: string[] = [];

    const speakers = async () => {
      const text = await neighbor.ask('show protocols');
      return ['gw1', 'gw2', 'gw3']
        .filter(router => new RegExp(`to_${router} .*Established`).test(text))
        .join(' and ');
    };
    /** GoBGP is two routers here: `gw3`, and with its guard `gw3+`. */
    const sessionOf = (router: string) =>
      router.startsWith('gw3') ? NEIGHBOR : 'he';
    const speakerOf = (router: string) => router.slice(0, 3);
    const hand = async (router: string, verb: 'enable' | 'disable') => {
      const session = sessionOf(router);
      const one = openSessionHand({ router, session }, endpoints[router]);
      await one
        .act({ verb }, 'test', AbortSignal.timeout(10_000))
        .catch(() => {});
      one.close();
    };
    /** Guards the router still watches with. */
    const watched = async (router: string) => {
      const socket =
        birds[router]?.socketPath ?? new URL(gobgp.target).pathname;
      const names = await readdir(`${socket}.guards`).catch(() => []);
      return names.filter(name => !name.endsWith('.undone')).length;
    };

    const orderOf = (
      to: string,
      direction: CrossingDirection = 'over',
    ): CrossingOrder => ({
      endpoints,
      readers: endpoints,
      ...crossingSteps(
        { from: 'gw1', to },
        [{ from: 'he', to: sessionOf(to), use: 'waiting' }],
        direction,
      ),
      reason: 'CHG-8',
      revertAfterSeconds: 0,
      execArgv,
    });
    /** Due soon; in service it is minutes. */
    const guardsOf = (order: CrossingOrder, longest = SOON_MS) =>
      new CrossingGuards(dir, order, { longest, later: LATER });
    const take = async (
      order: CrossingOrder,
      guards: CrossingGuards,
      step: CrossingStep,
    ) => {
      await guards.before(step);
      await takeStep(order, step, { mayGoOn: async () => true });
      await guards.after(step);
    };

    beforeAll(async () => {
      const ports = {
        neighbor: await findFreePort(),
        gw1: await findFreePort(),
        gw2: await findFreePort(),
        gw3: await findFreePort(),
      };
      const addresses = {
        gw1: '127.0.0.82',
        gw2: '127.0.0.83',
        gw3: '127.0.0.84',
      };
      neighbor = await startRealBird({
        config: `
log stderr { error, fatal, bug };
router id 198.51.100.1;
protocol device {}
${(['gw1', 'gw2', 'gw3'] as const)
  .map(
    router => `protocol bgp to_${router} {
  local ${NEIGHBOR} port ${ports.neighbor} as 6939;
  neighbor ${addresses[router]} port ${ports[router]} as 394955;
  multihop 2; passive; error wait time 1, 1;
  ipv4 { import all; export none; next hop address 192.0.2.1; };
}`,
  )
  .join('\n')}
`,
      });
      for (const router of ['gw1', 'gw2'] as const) {
        birds[router] = await startRealBird({
          config: `
log stderr { error, fatal, bug };
router id ${addresses[router]};
timeformat protocol iso long; timeformat route iso long; timeformat base iso long;
protocol device {}
protocol bgp he {
  ${router === 'gw2' ? 'disabled;' : ''}
  local ${addresses[router]} port ${ports[router]} as 394955;
  neighbor ${NEIGHBOR} port ${ports.neighbor} as 6939;
  multihop 2; connect delay time 1; connect retry time 1; error wait time 1, 1;
  ipv4 { import all; export none; };
}
`,
        });
        sshds[router] = await startBirdSshd(
          'bird-sessions',
          birds[router].socketPath,
        );
      }
      gobgp = await startRealGobgp({
        api: 4,
        listen: 'unix',
        config: `
[global.config]
  as = 394955
  router-id = "${addresses.gw3}"
  port = ${ports.gw3}
  local-address-list = ["${addresses.gw3}"]
[[neighbors]]
  [neighbors.config]
    neighbor-address = "${NEIGHBOR}"
    peer-as = 6939
    admin-down = true
  [neighbors.transport.config]
    local-address = "${addresses.gw3}"
    remote-port = ${ports.neighbor}
  [neighbors.timers.config]
    connect-retry = 2
    idle-hold-time-after-reset = 1
  [neighbors.ebgp-multihop.config]
    enabled = true
    multihop-ttl = 2
  [[neighbors.afi-safis]]
    [neighbors.afi-safis.config]
      afi-safi-name = "ipv4-unicast"
`,
      });
      sshds.gw3 = await startGobgpSshd(new URL(gobgp.target).pathname);
      const gw3 = { driver: 'gobgp' as const, target: gobgp.target };
      endpoints = {
        gw1: sshEndpoint(sshds.gw1),
        gw2: sshEndpoint(sshds.gw2),
        gw3,
        'gw3+': { ...gw3, guard: sshEndpoint(sshds.gw3).ssh },
      };
    });

    afterAll(async () => {
      await Promise.all(
        [...Object.values(sshds), ...Object.values(birds), neighbor, gobgp].map(
          one => one?.stop(),
        ),
      );
    });

    beforeEach(async () => {
      dir = await mkdtemp(join(tmpdir(), 'orion-guards-'));
      await hand('gw2', 'disable');
      await hand('gw3', 'disable');
      await hand('gw1', 'enable');
      await eventually(async () => (await speakers()) === 'gw1');
      seen = [];
      watching = setInterval(async () => {
        const now = await speakers().catch(() => undefined);
        if (now !== undefined && now !== seen.at(-1)) {
          seen.push(now);
        }
      }, 100);
    });
    afterEach(async () => {
      clearInterval(watching);
      await releaseCrossing(dir, { endpoints }).catch(() => {});
      await rm(dir, { recursive: true, force: true });
    });

    it.each(['gw2', 'gw3', 'gw3+'])(
      'give the old speaker its voice back when the machine of ORION dies before %s speaks',
      async to => {
        const order = orderOf(to);
        await take(order, guardsOf(order, 2_000), order.steps[0]);
        expect(await speakers()).toBe('');
        // Nothing more is heard of it.
        await eventually(async () => (await speakers()) === 'gw1');
        expect(seen.join()).not.toContain(' and ');
      },
    );

    it.each(['gw2', 'gw3+'])(
      'silence the new speaker first when it dies after %s spoke',
      async to => {
        const order = orderOf(to);
        const guards = guardsOf(order);
        for (const step of order.steps) {
          await take(order, guards, step);
        }
        const speaker = speakerOf(to);
        expect(await speakers()).toBe(speaker);
        expect([await watched('gw1'), await watched(to)]).toEqual([1, 1]);
        await eventually(() => seen.at(-1) === 'gw1');
        expect(seen.filter(Boolean).slice(-2)).toEqual([speaker, 'gw1']);
        expect(seen.join()).not.toContain(' and ');
        // Who comes back to confirm is told.
        expect(await releaseCrossing(dir, order)).toMatchObject([
          { router: to, session: sessionOf(to), verb: 'disable' },
        ]);
      },
    );

    it('give GoBGP its voice back on the way back as well', async () => {
      await hand('gw1', 'disable');
      await hand('gw3', 'enable');
      await eventually(async () => (await speakers()) === 'gw3');
      const order: CrossingOrder = {
        ...orderOf('gw3+'),
        ...crossingSteps(
          { from: 'gw1', to: 'gw3+' },
          [{ from: 'he', to: NEIGHBOR, use: 'moved' }],
          'back',
        ),
      };
      const guards = guardsOf(order);
      for (const step of order.steps) {
        await take(order, guards, step);
      }
      expect(await speakers()).toBe('gw1');
      expect([await watched('gw1'), await watched('gw3+')]).toEqual([1, 1]);
      await eventually(() => seen.at(-1) === 'gw3');
      expect(seen.join()).not.toContain(' and ');
    });

    it('leave a new speaker alone that nothing could silence', async () => {
      const order = orderOf('gw3');
      const guards = guardsOf(order);
      for (const step of order.steps) {
        await take(order, guards, step);
      }
      expect(await watched('gw1')).toBe(0);
      await pause(2_000);
      expect(await speakers()).toBe('gw3');
      expect(seen.join()).not.toContain(' and ');
    });

    it('do nothing once it is confirmed', async () => {
      const order = orderOf('gw2');
      const guards = guardsOf(order);
      for (const step of order.steps) {
        await take(order, guards, step);
      }
      expect(await releaseCrossing(dir, order)).toEqual([]);
      // Whoever watched is gone.
      await pause(2_000);
      expect(await speakers()).toBe('gw2');
      expect([await watched('gw1'), await watched('gw2')]).toEqual([0, 0]);
    });

    it('are armed by the process that crosses, and ended by whoever confirms', async () => {
      const order = { ...orderOf('gw2'), revertAfterSeconds: 60 };
      await writeCrossing(dir, order);
      const run = join(dir, 'run');
      await startRun(actorCommand('cross', dir, execArgv, run));
      await eventually(() => hasActed(dir));
      const lines = await tailLines(run, { stream: 'stdout', lines: 20 });
      const guarded = lines
        .map(line => JSON.parse(line))
        .filter(({ event }) => event === 'guarded')
        .map(({ guard: { router, verb } }) => `${verb} on ${router}`);
      expect(guarded).toEqual(['enable on gw1', 'disable on gw2']);
      expect([await watched('gw1'), await watched('gw2')]).toEqual([1, 1]);
      expect(await decide(dir, 'confirmed')).toBe('confirmed');
      expect(await releaseCrossing(dir, order)).toEqual([]);
      await eventually(
        async () => (await watched('gw1')) + (await watched('gw2')) === 0,
      );
      expect(await speakers()).toBe('gw2');
      await pause(600);
    });

    it('watch over the way back of a rehearsal as well', async () => {
      const order = orderOf('gw3', 'both');
      const guards = guardsOf(order);
      // Over, and silent again: nobody speaks.
      for (const step of order.steps.slice(0, 3)) {
        await take(order, guards, step);
      }
      expect(await watched('gw1')).toBe(1);
      await eventually(async () => (await speakers()) === 'gw1');
      expect(seen.join()).not.toContain(' and ');
    });

    it('end a roll-back from a router that can do nothing by itself', async () => {
      await hand('gw1', 'disable');
      await hand('gw3', 'enable');
      await eventually(async () => (await speakers()) === 'gw3');
      const order: CrossingOrder = {
        ...orderOf('gw3'),
        ...crossingSteps(
          { from: 'gw1', to: 'gw3' },
          [{ from: 'he', to: NEIGHBOR, use: 'moved' }],
          'back',
        ),
      };
      await take(order, guardsOf(order, 2_000), order.steps[0]);
      expect(await speakers()).toBe('');
      expect(await watched('gw1')).toBe(1);
      await eventually(async () => (await speakers()) === 'gw1');
      expect(seen.join()).not.toContain(' and ');
    });

    it('end nothing that ended by itself', async () => {
      await hand('gw1', 'disable');
      await hand('gw3', 'enable');
      await eventually(async () => (await speakers()) === 'gw3');
      const order: CrossingOrder = {
        ...orderOf('gw3'),
        ...crossingSteps(
          { from: 'gw1', to: 'gw3' },
          [{ from: 'he', to: NEIGHBOR, use: 'moved' }],
          'back',
        ),
      };
      const guards = guardsOf(order);
      for (const step of order.steps) {
        await take(order, guards, step);
      }
      expect(await speakers()).toBe('gw1');
      expect(await watched('gw1')).toBe(0);
    });

    it('refuse what they could not watch over for long enough', () => {
      const order = orderOf('gw2');
      expect(
        () => new CrossingGuards(dir, { ...order, revertAfterSeconds: 7200 }),
      ).toThrow(/nothing was done. Move fewer sessions at once/);
      const local = { driver: 'bird' as const, socket: '/nowhere' };
      const unguarded = { gw1: local, gw2: local };
      expect(
        () =>
          new CrossingGuards(dir, {
            ...order,
            endpoints: unguarded,
            revertAfterSeconds: 7200,
          }),
      ).not.toThrow();
    });
  },
);
