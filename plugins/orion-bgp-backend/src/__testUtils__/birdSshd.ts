import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ForcedCommand, RealSshd, startForcedSshd } from '@orion/lab';
import { BirdEndpoint } from '../config';

// eslint-disable-next-line no-restricted-syntax -- only tests call it
const roles = join(__dirname, '../../../../infra/ansible/roles');

/** An SSH server as the Ansible role `bird2` leaves it for one user. */
export function startBirdSshd(
  program: Exclude<ForcedCommand['program'], 'gobgp-guards'>,
  socketPath?: string,
  within?: string[],
): Promise<RealSshd<'ours'>> {
  return startForcedSshd({ roles, program, socketPath, within });
}

/** An SSH server as the role `gobgp` leaves it; its guards are beside the socket. */
export function startGobgpSshd(socketPath: string): Promise<RealSshd<'ours'>> {
  return startForcedSshd({ roles, program: 'gobgp-guards', socketPath });
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
