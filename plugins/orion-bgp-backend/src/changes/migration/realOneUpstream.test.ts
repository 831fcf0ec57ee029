import { MigrationAnswer } from '@orion/backstage-plugin-orion-bgp-common';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { describeWithDaemons, RealNetwork, startRealNetwork } from '@orion/lab';
import { drivePlaybook } from '../../__testUtils__/drivePlaybook';
import { migratingPair } from '../../__testUtils__/migratingPair';
import { RehearsalReport } from '../../services/gates/RehearsalReport';
import { openSessionHand } from '../actor/openSessionHand';
import { heSpeakers } from '../../__testUtils__/heSpeakers';
import { SessionStage, startSessionStage } from '../testing/startSessionStage';

jest.setTimeout(300_000);

/** AS6939 for IPv4: one neighbor, which speaks with one of both routers. */
const HE = '127.0.0.14';
const over = {
  from: 'gw1',
  to: 'gw2',
  name: 'gw2',
  sessions: ['he_v4'],
  reason: 'migration CHG-9',
};
const { name: _typed, ...back } = over;

const GENERATIONS = [4, 3] as const;

GENERATIONS.forEach(api =>
  describeWithDaemons(
    ['bird', `gobgpd${api}`],
    `a migration of real daemons with one upstream, to GoBGP ${api}`,
    () => {
      let network: RealNetwork;
      let stage: SessionStage;
      const rehearsed: RehearsalReport[] = [];
      const speakers = () => heSpeakers(network);
      const heard = async (router: string) => {
        const text = await network.transit.ask(
          `show route protocol ${router}_ipv4`,
        );
        return [...text.matchAll(/(\d+\.\d+\.\d+\.\d+\/\d+)/g)].map(
          ([prefix]) => prefix,
        );
      };
      /** Whoever the neighbor has sessions with while `work` lasts. */
      const watching = async (work: () => Promise<unknown>) => {
        const seen = new Set<string>();
        let isOver = false;
        const looking = (async () => {
          while (!isOver) {
            seen.add((await speakers()).join(' and '));
            await new Promise(resolve => setTimeout(resolve, 100));
          }
        })();
        await work().finally(() => {
          isOver = true;
        });
        await looking;
        return [...seen];
      };

      beforeAll(async () => {
        network = await startRealNetwork({ api });
        const { gw1, gw2 } = network;
        const hand = openSessionHand(
          { router: 'gw2', session: HE },
          { driver: 'gobgp', target: gw2.target },
        );
        const signal = AbortSignal.timeout(20_000);
        await hand.act({ verb: 'disable' }, 'waits for gw1', signal);
        hand.close();
        await eventually(async () => (await speakers()).join() === 'gw1');
        const gates = [{ id: 'sessions-up', state: 'passed', inputs: [] }];
        const judged = {
          migration: { from: 'gw1', to: 'gw2', gates, tables: [] },
        };
        stage = await startSessionStage(
          {
            defaultOwner: 'group:default/team-a',
            ...migratingPair({
              socket: gw1.readPath,
              target: gw2.readTarget,
              actions: {
                socket: gw1.socketPath,
                target: gw2.target,
                revertAfterSeconds: 30,
              },
            }),
          },
          [],
          {
            get: async () => judged as unknown as MigrationAnswer,
            keepRehearsal: async report => void rehearsed.push(report),
          },
        );
      });

      afterAll(async () => {
        await stage?.stop();
        await network?.stop();
      });

      it('rehearses it, cuts over, and rolls back, and the neighbor never has two', async () => {
        const own = await heard('gw1');
        expect(own).toEqual(['192.0.2.0/24']);

        const rehearsal = await stage.approved('bgp-migration.rehearse', over);
        expect(await stage.lines(rehearsal)).toEqual(
          expect.arrayContaining([
            'no session with the neighbor of he_v4 until the new one is up',
            '1. disable he_v4 on gw1',
            `2. enable ${HE} on gw2`,
            `3. disable ${HE} on gw2`,
            '4. enable he_v4 on gw1',
          ]),
        );
        expect(
          await watching(() => stage.pipeline.drive(rehearsal, 'succeeded')),
        ).not.toContain('gw1 and gw2');
        expect(rehearsed).toMatchObject([
          { changeId: rehearsal, sessions: ['he_v4'] },
        ]);
        expect(await speakers()).toEqual(['gw1']);

        const cut = await stage.approved('bgp-migration.cut-over', over);
        expect(
          await watching(() => stage.pipeline.drive(cut, 'succeeded')),
        ).not.toContain('gw1 and gw2');
        expect(await speakers()).toEqual(['gw2']);
        expect(await heard('gw2')).toEqual(own);
        expect(
          await network.transit.ask('show protocols all gw1_ipv4'),
        ).toContain(over.reason);

        const undo = await stage.approved('bgp-migration.roll-back', back);
        await stage.pipeline.drive(undo, 'succeeded');
        await eventually(async () => (await speakers()).join() === 'gw1');
        expect(await heard('gw1')).toEqual(own);
      });

      it('has the old router speak again though the new one hangs', async () => {
        const id = await stage.approved('bgp-migration.cut-over', over);
        const hang = async () => {
          await eventually(async () => (await speakers()).length === 0);
          network.gw2.kill('SIGSTOP');
          try {
            await eventually(
              async () => (await speakers()).join() === 'gw1',
              90_000,
            );
          } finally {
            network.gw2.kill('SIGCONT');
          }
        };
        const seen = await watching(async () => {
          await Promise.all([hang(), drivePlaybook(stage, id, 'failed')]);
        });
        expect(seen).not.toContain('gw1 and gw2');
        await eventually(async () => (await speakers()).join() === 'gw1');
      });
    },
  ),
);
