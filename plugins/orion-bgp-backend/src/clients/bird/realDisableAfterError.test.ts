import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import {
  describeWithDaemons,
  findFreePort,
  RealBird,
  startRealBird,
} from '@orion/lab';
import { BirdRouteSource } from './BirdRouteSource';
import { connectUnix } from './connectUnix';

const { signal } = new AbortController();

const config = (
  [local, remote]: [string, string],
  routerId: string,
  options = '',
) => `log stderr { fatal, bug }; router id ${routerId}; protocol device {}
  protocol bgp far { local ${local}; neighbor ${remote}; multihop 2; hold time 3;
    connect delay time 1; connect retry time 1; error wait time 1, 2; ${options}
    ipv4 { import all; export all; next hop address 192.0.2.1; }; }`;

describe.each(['bird', 'bird2', 'bird3'] as const)(
  'a session that %s switches off after an error',
  daemon => {
    describeWithDaemons([daemon], 'for real', () => {
      let neighbor: RealBird;
      let bird: RealBird;
      let source: BirdRouteSource;

      beforeAll(async () => {
        const [a, b] = [await findFreePort(), await findFreePort()];
        const ends: [string, string] = [
          `127.0.0.84 port ${a} as 394955`,
          `127.0.0.85 port ${b} as 6939`,
        ];
        bird = await startRealBird({
          daemon,
          config: config(
            ends,
            '198.51.100.84',
            'disable after error; disable after cease;',
          ),
        });
        neighbor = await startRealBird({
          daemon,
          config: config([ends[1], ends[0]], '198.51.100.85'),
        });
        source = new BirdRouteSource({
          router: 'gw1',
          open: () => connectUnix(bird.socketPath),
        });
      });
      afterAll(async () => {
        await source?.close();
        await bird?.stop();
        await neighbor?.stop();
      });

      const read = async () =>
        (await source.readRouter({ signal })).sessions[0];
      const isUp = () =>
        eventually(async () => (await read()).state === 'established', 30_000);
      const off = () =>
        eventually(async () => {
          const now = await read();
          // On its way down, where routes are flushed, nobody switched it off yet.
          return now.state === 'down' && now.adminState !== 'up' && now;
        }, 30_000);

      it('is told apart from one that a person did', async () => {
        await isUp();
        neighbor.kill('SIGSTOP');
        try {
          expect(await off()).toMatchObject({
            ...{ adminState: 'down', disabledBy: 'daemon' },
            lastError: expect.stringMatching(/Hold timer expired/),
          });
          // What is off is not switched off again, and stays as it was.
          expect(await bird.ask('disable far')).toMatch(/already disabled/);
          expect((await read()).disabledBy).toBe('daemon');
        } finally {
          neighbor.kill('SIGCONT');
        }
        await bird.ask('enable far "again"');
        await isUp();
        expect((await read()).disabledBy).toBeUndefined();

        await bird.ask('disable far "mine"');
        const byHand = await off();
        expect(byHand).toMatchObject({
          ...{ adminState: 'down', shutdownMessageFrom: 'own' },
          lastError: undefined,
        });
        expect(byHand.disabledBy).toBeUndefined();
      });

      it('is so too where the neighbor ended it', async () => {
        await bird.ask('enable far');
        await isUp();
        await neighbor.ask('disable far "bye"');
        expect(await off()).toMatchObject({
          ...{ adminState: 'down', disabledBy: 'daemon' },
          lastError: 'Received: Administrative shutdown',
          ...{ shutdownMessage: 'bye', shutdownMessageFrom: 'neighbor' },
        });
      });
    });
  },
);
