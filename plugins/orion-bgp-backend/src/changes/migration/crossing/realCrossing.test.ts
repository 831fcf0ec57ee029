import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRun } from '@orion/engines/supervisor';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { describeWithDaemons, RealNetwork, startRealNetwork } from '@orion/lab';
import { RouterEndpoint } from '../../../config';
import { actorCommand } from '../../actor/actorCommand';
import { openSessionHand } from '../../actor/openSessionHand';
import { decide, readReverted, readVerdict } from '../../actor/Verdict';
import { heSpeakers } from '../../../__testUtils__/heSpeakers';
import { execArgv } from '../../testing/startSessionStage';
import { writeCrossing } from './CrossingOrder';
import { crossingSteps } from './crossingSteps';
import { hasActed } from './Heartbeat';

const transit4 = '127.0.0.14';
const plan = crossingSteps(
  { from: 'gw1', to: 'gw2' },
  [{ from: 'he_v4', to: transit4, use: 'waiting' }],
  'over',
);

describeWithDaemons(
  ['bird', 'gobgpd4'],
  'a crossing from BIRD to GoBGP',
  () => {
    let network: RealNetwork;
    let endpoints: { [router: string]: RouterEndpoint };
    let dir: string;

    const speakers = () => heSpeakers(network);
    const act = async (
      router: string,
      session: string,
      verb: 'enable' | 'disable',
    ) => {
      const hand = openSessionHand({ router, session }, endpoints[router]);
      const signal = AbortSignal.timeout(10_000);
      await hand.act({ verb }, 'test', signal).catch(() => {});
      hand.close();
    };

    beforeAll(async () => {
      network = await startRealNetwork({});
      endpoints = {
        gw1: { driver: 'bird', socket: network.gw1.socketPath },
        gw2: { driver: 'gobgp', target: network.gw2.target },
      };
    });
    afterAll(() => network?.stop());

    beforeEach(async () => {
      dir = await mkdtemp(join(tmpdir(), 'orion-crossing-'));
      await act('gw2', transit4, 'disable');
      await act('gw1', 'he_v4', 'enable');
      await eventually(async () => (await speakers()).join() === 'gw1');
      await writeCrossing(dir, {
        endpoints,
        readers: endpoints,
        ...plan,
        reason: 'CHG-7',
        revertAfterSeconds: 5,
        execArgv,
      });
    });
    afterEach(async () => {
      await decide(dir, 'confirmed').catch(() => {});
      await new Promise(resolve => setTimeout(resolve, 600));
      await rm(dir, { recursive: true, force: true });
    });

    const start = () =>
      startRun(actorCommand('cross', dir, execArgv, join(dir, 'run')));

    it('moves the session, and the neighbor never has two', async () => {
      const seen = new Set<string>();
      await start();
      await eventually(async () => {
        seen.add((await speakers()).join(' and '));
        return hasActed(dir);
      }, 90_000);
      expect(await decide(dir, 'confirmed')).toBe('confirmed');
      expect(await speakers()).toEqual(['gw2']);
      expect([...seen]).not.toContain('gw1 and gw2');
      const told = await network.transit.ask('show protocols all gw1_ipv4');
      expect(told).toContain('CHG-7');
    });

    it('gives it back when nobody confirms', async () => {
      await start();
      await eventually(() => readReverted(dir), 120_000);
      expect(await readVerdict(dir)).toBe('reverting');
      await eventually(async () => (await speakers()).join() === 'gw1');
    });
  },
);
