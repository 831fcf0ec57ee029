import { join } from 'node:path';
import {
  describeWithDaemons,
  RealBird,
  RealSshd,
  startRealBird,
  startRealSshd,
} from '@orion/lab';
import { checkBird } from './checkBird';
import { RouterSettings } from './readSettings';

// eslint-disable-next-line no-restricted-syntax -- runs from source only
const roles = join(__dirname, '../../../../infra/ansible/roles');
const files = join(roles, 'bird2/files');
const shared = join(roles, 'router_base/files');

describeWithDaemons(['bird', 'sshd'], "doctor at a router's SSH keys", () => {
  let bird: RealBird;
  let sshd: RealSshd<'reader' | 'actor'>;
  const ssh = (key: 'reader' | 'actor') => ({
    host: '127.0.0.1',
    port: sshd.port,
    user: sshd.user,
    identityFile: sshd.identityFiles[key],
    hostKeys: [sshd.hostKey],
  });
  const check = (settings: RouterSettings) => checkBird('gw1', settings);

  beforeAll(async () => {
    bird = await startRealBird({
      config: 'log stderr all;\nrouter id 10.255.0.1;\nprotocol device {}\n',
    });
    const run = (program: string) =>
      `restrict,command="PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=${shared} BIRD_SOCKET=${
        bird.socketPath
      } python3 ${join(files, program)}"`;
    sshd = await startRealSshd({
      keys: {
        reader: { options: run('bird-readonly') },
        actor: { options: run('bird-sessions') },
      },
    });
  });

  afterAll(() => Promise.all([sshd?.stop(), bird?.stop()]));

  it('says that the key reads only', async () => {
    expect(await check({ bird: { ssh: ssh('reader') } })).toMatchObject({
      state: 'ok',
      found: expect.stringMatching(/^BIRD \d.*, the key reads only$/),
    });
  });

  it('says that a socket of the same daemon could do more', async () => {
    expect(await check({ bird: { socket: bird.socketPath } })).toMatchObject({
      state: 'warning',
      found: expect.stringMatching(/this socket may also alter the router/),
    });
  });

  it('refuses the key for actions, and one key for both', async () => {
    expect(await check({ bird: { ssh: ssh('actor') } })).toMatchObject({
      state: 'failed',
      found: expect.stringMatching(/is let in to act, not to read$/),
    });
    const same = { ssh: ssh('reader') };
    expect(await check({ bird: same, actions: { bird: same } })).toMatchObject({
      state: 'failed',
      found: expect.stringMatching(/the key that reads is the key that acts/),
    });
  });

  it('names what is wrong with the configuration', async () => {
    const { hostKeys: _, ...unpinned } = ssh('reader');
    expect(await check({ bird: { ssh: unpinned } })).toMatchObject({
      state: 'failed',
      found: expect.stringMatching(
        /orion\.bgp\.routers\.gw1\.bird\.ssh: give either hostKeys or knownHostsFile/,
      ),
    });
    const { publicKey } = sshd.makeKey('another');
    expect(
      await check({ bird: { ssh: { ...unpinned, hostKeys: [publicKey] } } }),
    ).toMatchObject({
      state: 'failed',
      found: expect.stringMatching(/bird\.ssh\.hostKeys pins/),
    });
  });
});
