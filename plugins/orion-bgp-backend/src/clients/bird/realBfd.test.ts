import { describeWithDaemons } from '@orion/lab';
import { eventually } from '@orion/backstage-plugin-orion-node/testing';
import { BirdPair, startBirdPair } from '../../__testUtils__/startBirdPair';

const { signal } = new AbortController();

/**
 * One end of a session with BFD. Both are on one machine: `strict bind` has each
 * daemon listen for BFD at its own address alone.
 */
const config = (
  local: string,
  remote: string,
  routerId: string,
) => `log stderr { fatal, bug }; router id ${routerId}; protocol device {}
  protocol bfd bfd1 { strict bind yes;
    multihop { interval 100 ms; idle tx interval 200 ms; multiplier 5; }; }
  protocol bgp far { local ${local}; neighbor ${remote}; multihop 2; bfd on;
    connect delay time 1; connect retry time 1; error wait time 1, 2;
    ipv4 { import all; export all; next hop address 192.0.2.1; }; }
  protocol bgp plain { local 127.0.0.94 as 64500; neighbor 127.0.0.95 as 64501;
    multihop 2; passive; ipv4 { import all; export none; }; }`;

describe.each(['bird', 'bird2', 'bird3'] as const)('BFD of %s', daemon => {
  describeWithDaemons([daemon], 'with a neighbor that goes silent', () => {
    let pair: BirdPair;

    beforeAll(async () => {
      pair = await startBirdPair(daemon, {
        bird: {
          ...{ host: '127.0.0.91', asn: 394955 },
          config: (local, remote) => config(local, remote, '198.51.100.91'),
        },
        neighbor: {
          ...{ host: '127.0.0.92', asn: 6939 },
          config: (local, remote) => config(local, remote, '198.51.100.92'),
        },
      });
    });
    afterAll(() => pair?.stop());

    const read = async (wanted = 'far') => {
      const { identity, sessions } = await pair.source.readRouter({ signal });
      const found = sessions.find(({ name }) => name === wanted)!;
      return { ...found, capable: identity.capabilities.bfd };
    };
    const isUp = () =>
      eventually(async () => {
        const { bfd, state } = await read();
        return bfd === 'Up' && state === 'established';
      });

    it('tells that it is up, and nothing of a session without it', async () => {
      await isUp();
      expect(await read()).toMatchObject({ capable: true, bfd: 'Up' });
      expect((await read()).lastError).toBeUndefined();
      expect((await read('plain')).bfd).toBeUndefined();
    });

    it('tells that it went down, and that the session did for it', async () => {
      await isUp();
      const stoppedAt = performance.now();
      pair.neighbor.kill('SIGSTOP');
      try {
        // Told, and not only found; what came before may be told first.
        const down = await eventually(async () => {
          const isTold = await pair.source.waitForSessionChange({
            signal,
            withinMs: 20_000,
          });
          const now = await read();
          return isTold && now.bfd === 'Down' && now;
        });
        // Long before the hold time of four minutes is over.
        expect(performance.now() - stoppedAt).toBeLessThan(20_000);
        expect(down).toMatchObject({
          bfd: 'Down',
          adminState: 'up',
          lastError: 'Error: BFD session down',
        });
        expect(down.state).not.toBe('established');
        // Its kernel takes connections still, so BIRD goes on to open one.
        await eventually(async () => (await read()).state === 'open-sent');
        expect(await read()).toMatchObject({
          bfd: 'Down',
          lastError: 'Error: BFD session down',
        });
      } finally {
        pair.neighbor.kill('SIGCONT');
      }
    });

    it('tells that both came back', async () => {
      await isUp();
      expect((await read()).bfd).toBe('Up');
    });

    it('tells nothing of it once the protocol is switched off', async () => {
      await isUp();
      await pair.bird.ask('disable bfd1');
      expect(await read()).toMatchObject({ capable: false });
      expect((await read()).bfd).toBeUndefined();
      await pair.bird.ask('enable bfd1');
      await isUp();
    });
  });
});
