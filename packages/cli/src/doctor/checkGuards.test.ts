import { join } from 'node:path';
import {
  describeWithDaemons,
  RealGobgp,
  RealSshd,
  startRealGobgp,
  startRealSshd,
} from '@orion/lab';
import { checkRouters } from './checkRouters';

// eslint-disable-next-line no-restricted-syntax -- runs from source only
const roles = join(__dirname, '../../../../infra/ansible/roles');

describeWithDaemons(
  ['gobgpd4', 'sshd'],
  "doctor at what a router's GoBGP takes back by itself",
  () => {
    let gobgp: RealGobgp;
    let sshd: RealSshd<'guard' | 'nobody' | 'other'>;
    const ssh = (key: 'guard' | 'nobody' | 'other') => ({
      host: '127.0.0.1',
      port: sshd.port,
      user: sshd.user,
      identityFile: sshd.identityFiles[key],
      hostKeys: [sshd.hostKey],
    });
    const check = async (settings: object) => {
      const gw2 = {
        gobgp: { target: gobgp.readTarget },
        actions: {
          gobgp: { target: gobgp.target, guard: { ssh: settings } },
        },
      };
      const findings = await checkRouters({
        orion: { bgp: { routers: { gw2 } } },
      });
      return findings.find(({ subject }) => subject === 'guard of router gw2');
    };

    beforeAll(async () => {
      gobgp = await startRealGobgp({
        api: 4,
        listen: 'unix',
        config:
          '[global.config]\n  as = 394955\n  router-id = "10.0.0.2"\n  port = -1\n',
      });
      const socket = new URL(gobgp.target).pathname;
      const lib = join(roles, 'router_base/files');
      const guards = (path: string) =>
        `restrict,command="PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=${lib} GOBGP_SOCKET=${path} GOBGP_GUARDS=${socket}.guards python3 ${join(
          roles,
          'gobgp/files/gobgp-guards',
        )}"`;
      sshd = await startRealSshd({
        keys: {
          guard: { options: guards(socket) },
          nobody: { options: guards(`${socket}.nobody`) },
          other: {
            options: `restrict,command="python3 ${join(
              roles,
              'bird2/files/kernel-routes',
            )}"`,
          },
        },
      });
    });

    afterAll(() => Promise.all([sshd?.stop(), gobgp?.stop()]));

    it('says that the guard answers, and GoBGP answers the guard', async () => {
      expect(await check(ssh('guard'))).toMatchObject({
        state: 'ok',
        found: `ssh ${sshd.user}@127.0.0.1 watches over actions, and GoBGP answers it`,
      });
    });

    it('says that GoBGP does not answer it', async () => {
      expect(await check(ssh('nobody'))).toMatchObject({
        state: 'failed',
        found: expect.stringMatching(/GoBGP does not answer: No such file/),
        remedy: expect.stringContaining('group gobgp'),
      });
    });

    it('knows another command, a key nobody knows and a mistake', async () => {
      expect(await check(ssh('other'))).toMatchObject({
        state: 'failed',
        found: expect.stringContaining('that is not gobgp-guards'),
      });
      const stranger = sshd.makeKey('stranger').identityFile;
      expect(
        await check({ ...ssh('guard'), identityFile: stranger }),
      ).toMatchObject({
        state: 'failed',
        found: expect.stringMatching(/does not let .* in with the key of/),
      });
      expect(await check({ ...ssh('guard'), hostKeys: [] })).toMatchObject({
        state: 'failed',
        found: expect.stringContaining(
          'orion.bgp.routers.gw2.actions.gobgp.guard.ssh.hostKeys',
        ),
      });
    });
  },
);
