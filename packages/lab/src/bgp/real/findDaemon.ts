import { accessSync, constants } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** Daemons the tests can run against, where they lie on this machine. */
export type RealDaemonName =
  | 'bird'
  /** BIRDs of Debian 13, 2.17 and 3.1, as `tools/get-bird.sh` gets them. */
  | 'bird2'
  | 'bird3'
  | 'gobgpd3'
  | 'gobgpd4'
  /** The proxy before a GoBGP. */
  | 'nginx'
  /** As `tools/build-routinator.sh` builds it. */
  | 'routinator'
  | 'sshd'
  | 'stayrtr';

/** Where each is looked for: a path from the environment, one of the repository, names on PATH. */
const places: Record<
  RealDaemonName,
  { variable: string; local: string; names: string[] }
> = {
  bird: { variable: 'ORION_BIRD', local: 'bird', names: ['bird'] },
  bird2: { variable: 'ORION_BIRD2', local: 'bird2', names: ['bird2'] },
  bird3: { variable: 'ORION_BIRD3', local: 'bird3', names: ['bird3'] },
  gobgpd3: { variable: 'ORION_GOBGP3', local: 'gobgpd3', names: ['gobgpd'] },
  nginx: { variable: 'ORION_NGINX', local: 'nginx', names: ['nginx'] },
  routinator: {
    variable: 'ORION_ROUTINATOR',
    local: 'routinator',
    names: ['routinator'],
  },
  sshd: { variable: 'ORION_SSHD', local: 'sshd', names: ['sshd'] },
  stayrtr: { variable: 'ORION_STAYRTR', local: 'stayrtr', names: ['stayrtr'] },
  gobgpd4: { variable: 'ORION_GOBGP4', local: 'gobgpd4', names: ['gobgpd4'] },
};

/**
 * The path of a real routing daemon, undefined when this machine has none. It
 * is looked for in its variable, such as `ORION_BIRD` or `ORION_GOBGP4`, then in
 * `.orion/tools/bin` of the working directory and those above, then on PATH.
 */
export function findDaemon(name: RealDaemonName): string | undefined {
  const { variable, local, names } = places[name];
  const path = `${process.env.PATH ?? ''}${delimiter}/usr/sbin`;
  const candidates = [
    process.env[variable],
    ...foldersAbove(process.cwd()).map(folder =>
      join(folder, '.orion/tools/bin', local),
    ),
    ...path
      .split(delimiter)
      .flatMap(folder => names.map(file => join(folder, file))),
  ];
  return candidates.find(file => file && isExecutable(file));
}

function foldersAbove(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...foldersAbove(parent)];
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
