import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { RealSshd, startRealSshd } from './startRealSshd';

/** What a key may run, and nothing else. */
export interface ForcedCommand {
  /** Where the Ansible roles are. */
  roles: string;
  program: 'bird-readonly' | 'bird-sessions' | 'kernel-routes' | 'gobgp-guards';
  /** The daemon's; guards are kept beside it. */
  socketPath?: string;
  /** What starts it, such as `ip netns exec`. */
  within?: string[];
}

/**
 * An SSH server with one key as the roles leave it on a router: the options of the
 * key, the block of sshd_config and the command are theirs.
 */
export function startForcedSshd({
  program,
  roles,
  socketPath,
  within = [],
}: ForcedCommand): Promise<RealSshd<'ours'>> {
  const role = program === 'gobgp-guards' ? 'gobgp' : 'bird2';
  const base = join(roles, 'router_base');
  const prefix = role === 'gobgp' ? 'GOBGP' : 'BIRD';
  const command = [
    ...within,
    'env',
    'PYTHONDONTWRITEBYTECODE=1',
    // What the roles put into one folder of the router.
    `PYTHONPATH=${join(base, 'files')}`,
    ...(socketPath
      ? [
          `${prefix}_SOCKET=${socketPath}`,
          `${prefix}_GUARDS=${socketPath}.guards`,
        ]
      : []),
    'python3',
    join(roles, role, 'files', program),
  ].join(' ');
  const template = (name: string) =>
    readFileSync(join(base, 'templates', name), 'utf8')
      .replace(/\{% if .*?\{% endif %\}/g, '')
      .replaceAll('{{ access.command }}', command)
      .replaceAll('{{ access.user }}', userInfo().username)
      .replaceAll('{{ ansible_managed }}', '');
  const [options] = /^restrict,.*(?= \{\{ key \}\}$)/m.exec(
    template('authorized_keys.j2'),
  )!;
  return startRealSshd({
    keys: { ours: { options } },
    config: template('sshd-access.conf.j2'),
  });
}
