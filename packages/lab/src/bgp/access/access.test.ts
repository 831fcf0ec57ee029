import { connect } from 'node:net';
import { RunningBird, RunningGobgp, startBird, startGobgp } from '../..';
import { describeWithDaemons } from '../real/describeWithDaemons';
import { RealBird, startRealBird } from '../real/startRealBird';
import { RealGobgp, startRealGobgp } from '../real/startRealGobgp';
import { GobgpCaller } from '../../gobgp/GobgpCaller';

/** Everything a socket says to these commands, the greeting too. */
async function say(path: string, ...commands: string[]): Promise<string> {
  const socket = connect(path);
  let text = '';
  let waiting = commands.length + 1;
  await new Promise<void>((resolve, reject) => {
    socket.setEncoding('utf8');
    socket.on('error', reject);
    socket.on('close', () => resolve());
    let seen = 0;
    socket.on('data', (data: string) => {
      text += data;
      const ends = text.match(/^\d{4} .*\n/gm)?.length ?? 0;
      for (; seen < ends; seen++) {
        if (--waiting === 0) {
          socket.destroy();
        } else {
          socket.write(`${commands[seen]}\n`);
        }
      }
    });
  });
  return text;
}

function onlyReads(paths: () => { path: string; readPath: string }) {
  it('greets and answers as the daemon does, and refuses what changes', async () => {
    const { path, readPath } = paths();
    const asked = ['show status', 'configure', 'enable "nobody"'];
    const text = await say(readPath, ...asked);
    expect(text).toMatch(/^0001 BIRD [\d.]+ ready\.\n/);
    expect(text).toMatch(/^0013 /m);
    expect(text.match(/^8007 /gm)).toHaveLength(2);
    expect(await say(path, asked[2])).not.toMatch(/^8007 /m);
  });
}

describe('the reading socket of the simulated BIRD', () => {
  let bird: RunningBird;
  beforeAll(async () => {
    bird = await startBird();
  });
  afterAll(() => bird?.stop());
  onlyReads(() => bird);
});

describeWithDaemons(['bird'], 'the reading socket before a real BIRD', () => {
  let bird: RealBird;
  beforeAll(async () => {
    bird = await startRealBird({
      config: 'log stderr all; router id 10.0.0.1; protocol device {}',
    });
  });
  afterAll(() => bird?.stop());
  onlyReads(() => ({ path: bird.socketPath, readPath: bird.readPath }));
});

describe.each([3, 4] as const)('the reading way to GoBGP %i', api => {
  const probe = { address: '255.255.255.255' };

  function onlyAsks(ways: () => { target: string; readTarget: string }) {
    it('lets reads through and nothing else', async () => {
      const { target, readTarget } = ways();
      const reader = new GobgpCaller({ api, target: readTarget });
      const actor = new GobgpCaller({ api, target });
      expect(await reader.call('GetBgp', {})).toEqual(
        await actor.call('GetBgp', {}),
      );
      expect(await reader.list('ListPeer', {})).toEqual(
        await actor.list('ListPeer', {}),
      );
      await expect(reader.call('EnablePeer', probe)).rejects.toMatchObject({
        code: 7,
      });
      const refused = await actor.call('EnablePeer', probe).catch(e => e.code);
      expect(refused).not.toBe(7);
      reader.close();
      actor.close();
    });
  }

  describe('simulated', () => {
    let gobgp: RunningGobgp;
    beforeAll(async () => {
      gobgp = await startGobgp({ port: 0, api });
    });
    afterAll(() => gobgp?.stop());
    onlyAsks(() => gobgp);
  });

  describeWithDaemons([`gobgpd${api}`], 'the real one', () => {
    let gobgp: RealGobgp;
    beforeAll(async () => {
      gobgp = await startRealGobgp({
        api,
        listen: 'unix',
        config:
          '[global.config]\n  as = 394955\n  router-id = "10.0.0.2"\n  port = -1\n',
      });
    });
    afterAll(() => gobgp?.stop());
    onlyAsks(() => gobgp);
  });
});
