import { setTimeout as sleep } from 'node:timers/promises';
import {
  describeWithDaemons,
  RealBird,
  RealSshd,
  startRealBird,
  startRealSshd,
} from '@orion/lab';
import { BirdHand } from '../../changes/actor/BirdHand';
import { createRouteSource } from '../createRouteSource';
import { BirdRouteSource } from './BirdRouteSource';
import { openBird } from './openBird';
import {
  sshByHand,
  sshEndpoint,
  startBirdSshd,
} from '../../__testUtils__/birdSshd';

const ROUTES = 30_000;
const DOWN = 'disabled by ORION';

const CONFIG = `
log stderr all;
router id 10.255.0.1;
protocol device {}
protocol static s6 {
  ipv6;
${Array.from(
  { length: ROUTES },
  (_, index) =>
    `  route 2001:db8:${(index + 1).toString(
      16,
    )}::/48 blackhole { bgp_large_community.add((6939, 1, ${index})); };`,
).join('\n')}
}
protocol bgp he {
  local 127.0.0.1 port 1 as 394955;
  neighbor 127.0.0.9 port 2 as 6939;
  passive; multihop 2;
  ipv6 { import all; export all; };
}
`;

const { signal } = new AbortController();

describeWithDaemons(['bird', 'sshd'], 'a real BIRD behind a real sshd', () => {
  let bird: RealBird;
  let reader: RealSshd<'ours'>;
  let actor: RealSshd<'ours'>;
  const sources: BirdRouteSource[] = [];

  const sourceOf = (
    endpoint = sshEndpoint(reader),
    options: { commandMs?: number } = {},
  ) => {
    const source = new BirdRouteSource({
      router: 'gw1',
      open: openBird(endpoint),
      ...options,
    });
    sources.push(source);
    return source;
  };

  beforeAll(async () => {
    bird = await startRealBird({ config: CONFIG });
    [reader, actor] = await Promise.all([
      startBirdSshd('bird-readonly', bird.socketPath),
      startBirdSshd('bird-sessions', bird.socketPath),
    ]);
  });

  afterEach(async () => {
    await Promise.all(sources.splice(0).map(source => source.close()));
  });

  afterAll(() => Promise.all([reader?.stop(), actor?.stop(), bird?.stop()]));

  it('is read as through its own socket', async () => {
    const source = createRouteSource({
      id: 'gw1',
      endpoint: sshEndpoint(reader),
    });
    const local = createRouteSource({
      id: 'gw1',
      endpoint: { driver: 'bird', socket: bird.socketPath },
    });
    const [far, near] = await Promise.all([
      source.readRouter({ signal }),
      local.readRouter({ signal }),
    ]);
    expect(far.identity).toEqual(near.identity);
    expect(far.sessions).toEqual(near.sessions);
    expect(far.sessions).toMatchObject([{ name: 'he', neighborAs: 6939 }]);
    await source.close();
    await local.close();
  });

  it('sends a large table no faster than it is taken', async () => {
    const stream = await openBird(sshEndpoint(reader))(signal);
    stream.write('show route all\n');
    await new Promise(resolve => {
      stream.once('readable', resolve);
    });
    await sleep(1_000);
    const waiting = stream.readableLength;
    expect(waiting).toBeLessThan(1024 * 1024);
    let bytes = 0;
    let tail = '';
    for await (const chunk of stream) {
      bytes += chunk.length;
      tail = (tail + chunk).slice(-10);
      if (/^0000 $/m.test(tail) || tail.endsWith('0000 \n')) {
        break;
      }
    }
    expect(bytes).toBeGreaterThan(3 * 1024 * 1024);

    let seen = 0;
    const count = await sourceOf().dumpPaths({
      signal,
      sink: () => {
        seen++;
        return seen % 3_000 === 0 ? sleep(20) : undefined;
      },
    });
    expect([count, seen]).toEqual([ROUTES, ROUTES]);
  });

  it("refuses an action over the reader's key: BIRD does, not ORION", async () => {
    const hand = new BirdHand(
      { router: 'gw1', session: 'he' },
      sshEndpoint(reader),
    );
    await expect(hand.act({ verb: 'disable' }, DOWN, signal)).rejects.toThrow(
      /gw1 refused "disable 'he'.*Access denied \(8007\)/,
    );
    hand.close();
    expect(await bird.ask('show protocols he')).not.toMatch(/down/);
  });

  it("acts over the actor's key, on sessions and nothing else", async () => {
    const hand = new BirdHand(
      { router: 'gw1', session: 'he' },
      sshEndpoint(actor),
    );
    await hand.act({ verb: 'disable' }, DOWN, signal);
    expect(await hand.look(signal)).toMatchObject({ adminState: 'down' });
    await hand
      .act({ verb: 'soft-reset', direction: 'in' }, '', signal)
      .catch(() => {});
    await hand.act({ verb: 'enable' }, DOWN, signal);
    expect(await hand.look(signal)).toMatchObject({ adminState: 'up' });
    hand.close();
    const { stdout } = await sshByHand(
      actor,
      ['127.0.0.1', 'birdc'],
      'configure\ndown\nshow route\ndisable \'he\' "a"; down\n',
    );
    expect(stdout.match(/^8007 /gm)).toHaveLength(4);
    expect(await bird.ask('show status')).toMatch(/up and running/);
  });

  it("switches nothing that is no session over the actor's key, now or later", async () => {
    const { stdout } = await sshByHand(
      actor,
      ['127.0.0.1'],
      [
        `disable 's6' "a"`,
        `disable 'device1' "a"`,
        // Between apostrophes it is BIRD's word for every one of them.
        `disable 'all' "a"`,
        `enable 's6' "a"`,
        `reload 's6'`,
        `reload in 'all'`,
        `disable 'nobody' "a"`,
        `orion guard no-session-1 60 disable 's6'`,
        `orion guard no-session-2 60 disable 'all'`,
        `orion guard no-session-3 60 enable 'he'`,
        `orion release no-session-3`,
        '',
      ].join('\n'),
    );
    expect(stdout.match(/^8007 Access denied$/gm)).toHaveLength(7);
    expect(stdout.match(/^8003 BIRD has no such session$/gm)).toHaveLength(2);
    expect(stdout).toMatch(/^0000 Guarded\n0000 Released$/m);
    for (const name of ['s6', 'device1']) {
      expect(await bird.ask(`show protocols ${name}`)).toMatch(/ up /);
    }
  });

  it('has neither shell nor terminal nor forwarding', async () => {
    const shell = await sshByHand(reader, ['127.0.0.1', 'id; echo shell']);
    expect(shell.stdout).toMatch(/^0001 BIRD /);
    expect(shell.stdout).not.toMatch(/uid=|shell/);
    const terminal = await sshByHand(reader, ['-tt', '127.0.0.1']);
    expect(terminal.stderr).toMatch(/PTY allocation request failed/);
    const files = await sshByHand(reader, ['-s', '127.0.0.1', 'sftp']);
    expect(files.stdout).toMatch(/^(0001 BIRD |$)/);
    const forward = await sshByHand(reader, [
      '-W',
      '127.0.0.1:22',
      '127.0.0.1',
    ]);
    expect(forward.stderr).toMatch(/administratively prohibited/);
    const socket = await sshByHand(reader, [
      '-W',
      bird.socketPath,
      '127.0.0.1',
    ]);
    expect(socket.stdout).toBe('');
  });

  it('is not asked unless its key is the pinned one', async () => {
    const { publicKey } = reader.makeKey('another-host');
    await expect(
      sourceOf(sshEndpoint(reader, { hostKeys: [publicKey] })).readRouter({
        signal,
      }),
    ).rejects.toMatchObject({
      problem: 'connect',
      message: expect.stringMatching(
        /^gw1 cannot be reached: 127\.0\.0\.1 port \d+ is not the machine that orion\.bgp\.routers\.gw1\.bird\.ssh\.hostKeys pins: its key is SHA256:/,
      ),
    });
    await expect(
      sourceOf(
        sshEndpoint(reader, {
          hostKeys: undefined,
          knownHostsFile: '/dev/null',
        }),
      ).readRouter({ signal }),
    ).rejects.toThrow(/bird\.ssh\.knownHostsFile pins/);
  });

  it('says whose key is not let in, or can do too much', async () => {
    const { identityFile } = reader.makeKey('stranger');
    await expect(
      sourceOf(sshEndpoint(reader, { identityFile })).readRouter({ signal }),
    ).rejects.toThrow(
      /gw1 cannot be reached: .* does not let .* in with the key of orion\.bgp\.routers\.gw1\.bird\.ssh\.identityFile/,
    );
    await expect(
      sourceOf(
        sshEndpoint(reader, { identityFile: '/nonexistent' }),
      ).readRouter({ signal }),
    ).rejects.toThrow(/\/nonexistent cannot be read/);
    const open = await startRealSshd({ keys: { ours: { options: '' } } });
    await expect(
      sourceOf(sshEndpoint(open)).readRouter({ signal }),
    ).rejects.toThrow(/has no forced command for the key/);
    await open.stop();
  });

  it('fails by name when sshd is killed in a dump, and is read again by itself', async () => {
    const source = sourceOf();
    let killed = false;
    await expect(
      source.dumpPaths({
        signal,
        sink: async () => {
          if (!killed) {
            killed = true;
            reader.killAll('SIGKILL');
            await sleep(50);
          }
        },
      }),
    ).rejects.toMatchObject({
      problem: 'closed',
      message: expect.stringMatching(
        /^gw1 lost its control socket: 127\.0\.0\.1 port/,
      ),
    });
    await expect(source.readRouter({ signal })).rejects.toThrow(
      /gw1 cannot be reached: .*Connection refused/,
    );
    await reader.restart();
    const { identity } = await source.readRouter({ signal });
    expect(identity.driver).toBe('bird');
    expect(await source.dumpPaths({ signal, sink: () => {} })).toBe(ROUTES);
  });

  it('is given up after ten seconds when the far side hangs', async () => {
    const source = sourceOf();
    await source.readRouter({ signal });
    reader.killAll('SIGSTOP');
    try {
      const at = performance.now();
      await expect(source.readRouter({ signal })).rejects.toMatchObject({
        problem: 'deadline',
        message: expect.stringMatching(
          /^gw1 did not answer "show status" within 10 s/,
        ),
      });
      // A connection that is late is as late as a command.
      await expect(source.readRouter({ signal })).rejects.toMatchObject({
        problem: expect.stringMatching(/deadline|connect/),
      });
      expect(performance.now() - at).toBeLessThan(22_000);
    } finally {
      reader.killAll('SIGCONT');
    }
    expect((await source.readRouter({ signal })).sessions).toHaveLength(1);
  });
});
