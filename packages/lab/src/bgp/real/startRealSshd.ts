import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'node:net';
import { findDaemon } from './findDaemon';
import { findFreePort } from './findFreePort';
import { RealDaemon } from './RealDaemon';

/** One key that may come in. */
export interface RealSshdKey {
  /** What stands before it in `authorized_keys`. */
  options: string;
}

export interface RealSshdOptions<Name extends string> {
  /** Keys by name; each is made anew. */
  keys: Record<Name, RealSshdKey>;
  /** Further text of sshd_config. */
  config?: string;
}

/** A real OpenSSH server that lets the user of the test in. */
export interface RealSshd<Name extends string> {
  readonly port: number;
  readonly user: string;
  readonly pid: number;
  /** `ssh-ed25519 AAAA…` */
  readonly hostKey: string;
  /** Of each key: the private half, 0600. */
  readonly identityFiles: Record<Name, string>;
  /** A key pair nobody knows; private half and `ssh-ed25519 AAAA…`. */
  makeKey(name: string): { identityFile: string; publicKey: string };
  /** To the server and to every connection it serves. */
  killAll(signal: NodeJS.Signals): void;
  /** Starts it again on the same port, with the same keys. */
  restart(): Promise<void>;
  readonly output: string;
  stop(): Promise<void>;
}

/** Starts sshd on 127.0.0.1 with a host key and a folder of its own. */
export async function startRealSshd<Name extends string>(
  options: RealSshdOptions<Name>,
): Promise<RealSshd<Name>> {
  const binary = findDaemon('sshd');
  if (!binary) {
    throw new Error('there is no sshd on this machine');
  }
  const daemon = new RealDaemon('orion-sshd');
  const makeKey = (name: string) => {
    const identityFile = join(daemon.folder, name);
    execFileSync('ssh-keygen', [
      ...['-q', '-t', 'ed25519', '-N', '', '-C', name],
      ...['-f', identityFile],
    ]);
    const publicKey = readFileSync(`${identityFile}.pub`, 'utf8');
    return { identityFile, publicKey: publicKey.split(' ', 2).join(' ') };
  };
  const hostKey = makeKey('host').publicKey;
  const names = Object.keys(options.keys) as Name[];
  const keys = names.map(name => ({ name, ...makeKey(name) }));
  const authorized = daemon.write(
    'authorized_keys',
    keys
      .map(({ name, publicKey }) =>
        `${options.keys[name].options} ${publicKey}\n`.trimStart(),
      )
      .join(''),
  );
  const port = await findFreePort();
  const config = daemon.write(
    'sshd_config',
    [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${join(daemon.folder, 'host')}`,
      `PidFile ${join(daemon.folder, 'sshd.pid')}`,
      `AuthorizedKeysFile ${authorized}`,
      // The folder lies below /tmp, which others may write to.
      'StrictModes no',
      'UsePAM no',
      'PermitRootLogin prohibit-password',
      'PasswordAuthentication no',
      'LogLevel VERBOSE',
      options.config ?? '',
      '',
    ].join('\n'),
  );
  if (process.getuid?.() === 0) {
    // Its unprivileged half locks itself in there; packages make it at boot.
    mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  }
  const start = async () => {
    // By its full path: sshd starts itself again for each connection.
    daemon.start(binary, ['-D', '-e', '-f', config]);
    await daemon.waitFor('the SSH port', () => isListening(port));
  };
  try {
    await start();
  } catch (error) {
    await daemon.stop();
    throw error;
  }
  return {
    port,
    user: userInfo().username,
    get pid() {
      return daemon.pid!;
    },
    hostKey,
    identityFiles: Object.fromEntries(
      keys.map(({ name, identityFile }) => [name, identityFile]),
    ) as Record<Name, string>,
    makeKey,
    killAll(signal) {
      const all = descendants(daemon.pid!);
      all.forEach(pid => process.kill(pid, signal));
    },
    restart: start,
    get output() {
      return daemon.output;
    },
    stop: () => daemon.stop(),
  };
}

/** A process and all below it, by its id alone. */
function descendants(pid: number): number[] {
  const table = execFileSync('ps', ['-e', '-o', 'pid=,ppid='], {
    encoding: 'utf8',
  });
  const rows = table
    .trim()
    .split('\n')
    .map(line => line.trim().split(/\s+/).map(Number));
  const found = [pid];
  for (const parent of found) {
    found.push(
      ...rows.filter(([, its]) => its === parent).map(([child]) => child),
    );
  }
  return found;
}

function isListening(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = createConnection({ port, host: '127.0.0.1' }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
