import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { describeWithDaemons } from '@orion/lab';
import { BirdPair, startBirdPair } from '../../__testUtils__/startBirdPair';

const { signal } = new AbortController();

const config = (
  local: string,
  remote: string,
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
      let pair: BirdPair;

      beforeAll(async () => {
        pair = await startBirdPair(daemon, {
          bird: {
            ...{ host: '127.0.0.84', asn: 394955 },
            config: (local, remote) =>
              config(
                ...([local, remote, '198.51.100.84'] as const),
                'disable after error; disable after cease;',
              ),
          },
          neighbor: {
            ...{ host: '127.0.0.85', asn: 6939 },
            config: (local, remote) => config(local, remote, '198.51.100.85'),
          },
        });
      });
      afterAll(() => pair?.stop());

      const read = async () =>
        (await pair.source.readRouter({ signal })).sessions[0];
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
        pair.neighbor.kill('SIGSTOP');
        try {
          expect(await off()).toMatchObject({
            ...{ adminState: 'down', disabledBy: 'daemon' },
            lastError: expect.stringMatching(/Hold timer expired/),
          });
          // What is off is not switched off again, and stays as it was.
          expect(await pair.bird.ask('disable far')).toMatch(
            /already disabled/,
          );
          expect((await read()).disabledBy).toBe('daemon');
        } finally {
          pair.neighbor.kill('SIGCONT');
        }
        await pair.bird.ask('enable far "again"');
        await isUp();
        expect((await read()).disabledBy).toBeUndefined();

        await pair.bird.ask('disable far "mine"');
        const byHand = await off();
        expect(byHand).toMatchObject({
          ...{ adminState: 'down', shutdownMessageFrom: 'own' },
          lastError: undefined,
        });
        expect(byHand.disabledBy).toBeUndefined();
      });

      it('is so too where the neighbor ended it', async () => {
        await pair.bird.ask('enable far');
        await isUp();
        await pair.neighbor.ask('disable far "bye"');
        expect(await off()).toMatchObject({
          ...{ adminState: 'down', disabledBy: 'daemon' },
          lastError: 'Received: Administrative shutdown',
          ...{ shutdownMessage: 'bye', shutdownMessageFrom: 'neighbor' },
        });
      });
    });
  },
);
