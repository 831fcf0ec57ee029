import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { RealSshd, startRealSshd } from '@orion/lab';
import { BirdEndpoint } from '../config';

// eslint-disable-next-line no-restricted-syntax -- only tests call it
const roles = join(__dirname, '../../../../infra/ansible/roles');
const base = join(roles, 'router_base');

const template = (name: string) =>
  readFileSync(join(base, 'templates', name), 'utf8');

/** An SSH server as the Ansible role `bird2` leaves it for one user. */
export function startBirdSshd(
  program: 'bird-readonly' | 'bird-sessions' | 'kernel-routes',
  socketPath?: string,
): Promise<RealSshd<'ours'>> {
  const given = socketPath
    ? `BIRD_SOCKET=${socketPath} BIRD_GUARDS=${socketPath}.guards `
    : '';
  return startForcedSshd(given, join(roles, 'bird2/files', program));
}

/** An SSH server as the role `gobgp` leaves it; its guards are beside the socket. */
export function startGobgpSshd(socketPath: string): Promise<RealSshd<'ours'>> {
  return startForcedSshd(
    `GOBGP_SOCKET=${socketPath} GOBGP_GUARDS=${socketPath}.guards `,
    join(roles, 'gobgp/files/gobgp-guards'),
  );
}

/**
 * The options of the key, the block of sshd_config and the command all come from
 * the roles.
 */
function startForcedSshd(
  given: string,
  file: string,
): Promise<RealSshd<'ours'>> {
  // What the roles put into one folder of the router.
  const command = `PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=${join(
    base,
    'files',
  )} ${given}python3 ${file}`;
  const fill = (text: string) =>
    text
      .replace(/\{% if .*?\{% endif %\}/g, '')
      .replaceAll('{{ access.command }}', command)
      .replaceAll('{{ access.user }}', userInfo().username)
      .replaceAll('{{ ansible_managed }}', '');
  const [options] = /^restrict,.*(?= \{\{ key \}\}$)/m.exec(
    template('authorized_keys.j2'),
  )!;
  return startRealSshd({
    keys: { ours: { options: fill(options) } },
    config: fill(template('sshd-access.conf.j2')),
  });
}

/** The endpoint of a configuration that pins the server. */
export function sshEndpoint(
  { port, user, hostKey, identityFiles }: RealSshd<'ours'>,
  other: Partial<NonNullable<BirdEndpoint['ssh']>> = {},
): BirdEndpoint {
  return {
    driver: 'bird',
    ssh: {
      key: 'orion.bgp.routers.gw1.bird.ssh',
      host: '127.0.0.1',
      port,
      user,
      identityFile: identityFiles.ours,
      hostKeys: [hostKey],
      ...other,
    },
  };
}

/** What somebody with the key gets who asks for more: OpenSSH's client, with `args`. */
export function sshByHand(
  { port, user, identityFiles }: RealSshd<'ours'>,
  args: string[],
  input = '',
): Promise<{ stdout: string; stderr: string }> {
  const child = spawn(
    'ssh',
    [
      ...['-F', 'none', '-i', identityFiles.ours, '-p', String(port)],
      ...['-o', 'BatchMode=yes', '-o', 'IdentitiesOnly=yes'],
      ...[
        '-o',
        'StrictHostKeyChecking=no',
        '-o',
        'UserKnownHostsFile=/dev/null',
      ],
      ...['-l', user, ...args],
      // With a terminal asked for and refused it would wait for ever.
    ],
    { timeout: 5_000 },
  );
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', data => (stdout += data));
  child.stderr.on('data', data => (stderr += data));
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve({ stdout, stderr }));
  });
}
